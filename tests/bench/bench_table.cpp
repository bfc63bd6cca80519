// Prints one table from what the benchmarks wrote: bench_table GAME.json SLOW_GAME.json NETWORK.json COMMANDS.jsonl
#include <nlohmann/json.hpp>

#include <cstdio>
#include <fstream>
#include <iostream>
#include <map>
#include <string>

namespace {

using nlohmann::json;

/// name -> milliseconds, from Google Benchmark's JSON.
std::map<std::string, double> times(const char* file, std::map<std::string, json>& all) {
  std::map<std::string, double> list;
  const auto text = json::parse(std::ifstream(file));
  for (const json& run : text.at("benchmarks")) {
    const auto name = run.at("name").get<std::string>();
    if (run.value("run_type", "") == "aggregate" && !name.ends_with("_median")) continue;
    const auto unit = run.at("time_unit").get<std::string>();
    const double scale = unit == "ns" ? 1e-6 : unit == "us" ? 1e-3 : 1.0;
    const auto key = name.substr(0, name.find("_median"));
    const auto plain = key.substr(0, key.find("/real_time"));
    list[plain] = scale * run.at("real_time").get<double>();
    all[plain] = run;
  }
  return list;
}

void row(const std::string& what, const std::string& measured, const std::string& target) {
  std::cout << "| " << what << " | " << measured << " | " << target << " |\n";
}

std::string text(const char* format, double value) {
  char buffer[64];
  std::snprintf(buffer, sizeof buffer, format, value);
  return buffer;
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc != 5) return 2;
  std::map<std::string, json> all;
  auto game = times(argv[1], all);
  game.merge(times(argv[2], all));
  const auto network = times(argv[3], all);
  std::map<std::string, json> commands;
  std::ifstream lines(argv[4]);
  for (std::string line; std::getline(lines, line);) {
    const auto entry = json::parse(line);
    commands[entry.at("name").get<std::string>()] = entry;
  }

  std::cout << "| What | Measured | Target |\n|---|---|---|\n";
  const char* const names[] = {"MLP", "LeNet-like", "VGG-like"};
  const char* const shared[] = {"<= 0.55", "<= 0.70", "<= 0.95"};
  for (int i = 0; i < 3; ++i) {
    const auto key = [i](const char* name) { return name + ("/" + std::to_string(i)); };
    const double least = network.at(key("floorOfPasses"));
    row(std::string("asking, plain path over floor, ") + names[i], text("%.2f", network.at(key("plainPath")) / least),
        "<= 1.10");
    row(std::string("asking, shared layers over floor, ") + names[i],
        text("%.2f", network.at(key("sharedPath")) / least), shared[i]);
    const double solving = network.at(key("decomposition")) / 2.0;
    row(std::string("decomposition share of extraction, n = 10, ") + names[i],
        text("%.0f %%", 100.0 * solving / (solving + network.at(key("sharedPath")))),
        i == 0   ? ""
        : i == 1 ? "<= 35 %"
                 : "<= 3 %");
    row(std::string("two workers over one, ") + names[i],
        text("%.2f",
             network.at("workers/" + std::to_string(i) + "/1") / network.at("workers/" + std::to_string(i) + "/2")),
        ">= 1.8");
  }
  for (const auto& [n, limit] :
       std::map<int, std::string>{{6, ""}, {8, "<= 1 ms"}, {10, "<= 12 ms"}, {12, "<= 120 ms"}, {14, ""}}) {
    const auto key = "solve/" + std::to_string(n) + "/100";
    row("solver a sample, n = " + std::to_string(n) + ", gap 1e-2",
        text("%.2f ms", game.at(key) / all.at(key).at("tables").get<double>()), limit);
  }
  {
    const auto& run = all.at("solve/16/100/iterations:1");
    row("solver a sample, n = 16, gap 1e-2",
        text("%.0f ms", game.at("solve/16/100/iterations:1") / run.at("tables").get<double>()), "");
  }
  for (const auto& [n, limit] : std::map<int, std::string>{{8, "<= 3 ms"}, {10, "<= 35 ms"}, {12, "<= 350 ms"}}) {
    const auto key = "solve/" + std::to_string(n) + "/1000";
    row("solver a sample, n = " + std::to_string(n) + ", gap 1e-3",
        text("%.2f ms", game.at(key) / all.at(key).at("tables").get<double>()), limit);
  }
  for (const int n : {6, 8, 10, 12, 14, 16}) {
    const auto of = [&](const char* name) { return game.at(name + ("/" + std::to_string(n))); };
    row("AND / OR transform over reading and writing the table, n = " + std::to_string(n),
        text("%.1f", of("andTransform") / of("readAndWrite")) + " / " +
            text("%.1f", of("orTransformed") / of("readAndWrite")) + text(" (AND: %.2f us)", 1e3 * of("andTransform")),
        n == 10 ? "AND <= 15 us" : "");
  }
  const auto& theirs = all.at("published/10/iterations:1");
  row("published procedure, a sample, n = 10",
      text("%.0f ms", game.at("published/10/iterations:1") / theirs.at("tables").get<double>()) +
          text(", L1 %.3f of ours", theirs.at("l1_over_ours").get<double>()),
      "");
  const auto command = [&](const char* name, const char* what, const char* target, bool memory) {
    const auto found = commands.find(name);
    if (found == commands.end()) return;
    std::string measured = text("%.2f s", found->second.at("seconds").get<double>());
    if (memory) measured += text(", peak %.0f MB", found->second.at("peak_mb").get<double>());
    row(what, measured, target);
  };
  command("help", "spindle --help", "", true);
  command("show", "spindle show, bundled run", "", true);
  command("figure", "spindle figure, bundled run", "", true);
  command("window_painted", "window's first paint", "<= 0.4 s", false);
  command("window_bars", "first bars of the bundled run", "<= 1.5 s", false);
  command("window_all", "whole bundled run in the window", "", false);
  command("extract", "spindle extract, bundled run (32 checkpoints, 32 samples)", "", true);
  command("memory", "200 samples, n = 12, checkpoints as named below", "< 1.5 GB", true);
  return 0;
} catch (const std::exception& error) {
  std::cerr << error.what() << '\n';
  return 1;
}
