// SPDX-License-Identifier: GPL-3.0-or-later
// Prints one table from what the benchmarks wrote: bench_table GAME.json SLOW_GAME.json NETWORK.json COMMANDS.jsonl
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <map>
#include <string>
#include <vector>

namespace {

using nlohmann::json;

/// Medians of repeated benchmarks by name, and their coefficients of variation.
class Benchmarks {
 public:
  void add(const char* file) {
    const auto text = json::parse(std::ifstream(file));
    for (const json& run : text.at("benchmarks")) {
      auto name = run.at("run_name").get<std::string>();
      name = name.substr(0, name.find("/iterations"));
      name = name.substr(0, name.find("/real_time"));
      const auto aggregate = run.value("aggregate_name", "median");
      if (aggregate == "median") medians_[name] = run;
      if (aggregate == "cv") variations_[name] = run.at("real_time").get<double>();
    }
  }

  /// In milliseconds.
  [[nodiscard]] double time(const std::string& name) const {
    const json& run = medians_.at(name);
    const auto unit = run.at("time_unit").get<std::string>();
    return run.at("real_time").get<double>() * (unit == "ns" ? 1e-6 : unit == "us" ? 1e-3 : 1.0);
  }
  [[nodiscard]] double counter(const std::string& name, const char* counter) const {
    return medians_.at(name).at(counter).get<double>();
  }
  [[nodiscard]] std::string label(const std::string& name) const { return medians_.at(name).value("label", ""); }

  /// Of the quotient of two, in per cent.
  [[nodiscard]] double variation(const std::string& a, const std::string& b) const {
    return 100.0 * (variations_.at(a) + variations_.at(b));
  }

 private:
  std::map<std::string, json> medians_;
  std::map<std::string, double> variations_;
};

std::string text(const char* format, double value) {
  char buffer[64];
  std::snprintf(buffer, sizeof buffer, format, value);
  return buffer;
}

void row(const std::string& what, const std::string& measured, const std::string& target) {
  std::cout << "| " << what << " | " << measured << " | " << target << " |\n";
}

void printNetworks(const Benchmarks& b) {
  struct Names {
    const char *name, *sharedTarget, *shareTarget;
  };
  constexpr std::array<Names, 3> networks{
      {{"MLP", "0.55", ""}, {"LeNet-like", "0.70", "35 %"}, {"VGG-like", "0.95; 0.7 by field of view", "3 %"}}};
  const auto key = [](const char* name, std::size_t i) { return name + ("/" + std::to_string(i)); };
  const auto quotient = [&](const std::string& a, const std::string& c) {
    return text("%.2f", b.time(a) / b.time(c)) + text(" (± %.0f %%)", b.variation(a, c));
  };
  for (std::size_t i = 0; i < networks.size(); ++i) {
    const auto floor = key("floorOfPasses", i), plain = key("plainPath", i);
    row(std::string("plain path over floor, ") + networks[i].name + text(" (floor: %.2f ms a sample", b.time(floor)) +
            ", " + b.label(floor) + ")",
        quotient(plain, floor), "<= 1.10");
  }
  for (std::size_t i = 0; i < networks.size(); ++i) {
    const auto shared = key("sharedPath", i);
    row(std::string("shared path over floor, ") + networks[i].name + " (" + b.label(shared) + ")",
        quotient(shared, key("floorOfPasses", i)), std::string("<= ") + networks[i].sharedTarget);
  }
  for (std::size_t i = 0; i < networks.size(); ++i) {
    const auto solving = b.time(key("decomposition", i)) / b.counter(key("decomposition", i), "tables");
    const std::string target = networks[i].shareTarget;
    row(std::string("decomposition, share of extraction, ") + networks[i].name,
        text("%.1f %%", 100.0 * solving / (solving + b.time(key("sharedPath", i)))),
        target.empty() ? target : "<= " + target);
  }
  for (std::size_t i = 0; i < networks.size(); ++i) {
    const auto one = key("extraction", i) + "/1", two = key("extraction", i) + "/2";
    row(std::string("whole extraction with one worker over floor, ") + networks[i].name,
        text("%.2f", b.time(one) / b.counter(one, "samples") / b.time(key("floorOfPasses", i))), "");
    row(std::string("two workers over one, ") + networks[i].name, quotient(one, two), ">= 1.8");
  }
}

void printSolver(const Benchmarks& b) {
  struct Line {
    int n, gap;
    const char* target;
  };
  constexpr std::array<Line, 10> lines{{{6, 100, ""},
                                        {8, 100, "<= 1 ms"},
                                        {10, 100, "<= 12 ms"},
                                        {12, 100, "<= 120 ms"},
                                        {14, 100, ""},
                                        {16, 100, ""},
                                        {6, 1000, ""},
                                        {8, 1000, "<= 3 ms"},
                                        {10, 1000, "<= 35 ms"},
                                        {12, 1000, "<= 350 ms"}}};
  for (const auto& line : lines) {
    const auto key = "solve/" + std::to_string(line.n) + "/" + std::to_string(line.gap);
    const double time = b.time(key) / b.counter(key, "tables");
    row("solver, bound 0.02, gap " + std::string(line.gap == 100 ? "1e-2" : "1e-3") + ", n = " + std::to_string(line.n),
        text("%.2f ms", time) + text(" (slowest of %.0f: ", b.counter(key, "tables")) +
            text("%.2f ms; ", b.counter(key, "slowest_ms")) +
            text("%.0f x the table's read and write)", time / b.time("readAndWrite/" + std::to_string(line.n))),
        line.target);
  }
  row("published procedure, n = 10",
      text("%.0f ms", b.time("published/10") / b.counter("published/10", "tables")) +
          text(", L1 %.3f of ours", b.counter("published/10", "l1_over_ours")),
      "");
}

void printTransforms(const Benchmarks& b) {
  for (const int n : {6, 8, 10, 12, 14, 16}) {
    const auto of = [&](const char* name) { return b.time(name + ("/" + std::to_string(n))); };
    row("AND table / OR table from values over reading and writing the table, n = " + std::to_string(n),
        text("%.1f", of("andTransform") / of("readAndWrite")) + " / " +
            text("%.1f", of("orTransformed") / of("readAndWrite")) + text(" (AND: %.2f us)", 1e3 * of("andTransform")),
        n == 10 ? "AND <= 15 us" : "");
  }
}

void printCommands(const char* file) {
  struct Line {
    const char *name, *what, *target;
  };
  constexpr std::array<Line, 9> lines{
      {{"help", "spindle --help", ""},
       {"show", "spindle show, bundled run", ""},
       {"figure", "spindle figure, bundled run", ""},
       {"window_painted", "window's first paint", "<= 0.4 s"},
       {"window_bars", "first bars of the bundled run, in the window", "<= 1.5 s"},
       {"window_stall", "longest time that the window was deaf while computing and playing", "<= 0.05 s"},
       {"window_all", "whole bundled run in the window", ""},
       {"extract", "spindle extract, bundled run", ""},
       {"memory", "spindle extract, 200 samples, n = 12", "< 1536 MB"}}};
  std::map<std::string, std::vector<json>> commands;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    const auto entry = json::parse(line);
    commands[entry.at("name").get<std::string>()].push_back(entry);
  }
  const auto median = [&](const char* name) -> const json& {
    auto& entries = commands.at(name);
    std::sort(entries.begin(), entries.end(), [](const json& a, const json& b) { return a["seconds"] < b["seconds"]; });
    return entries[entries.size() / 2];
  };
  for (const auto& line : lines) {
    const json& entry = median(line.name);
    std::string measured = text("%.2f s", entry.at("seconds").get<double>());
    if (entry.contains("peak_mb")) measured += text(", peak %.0f MB", entry.at("peak_mb").get<double>());
    if (entry.contains("libtorch")) measured += entry.at("libtorch").get<bool>() ? ", with LibTorch" : ", no LibTorch";
    row(line.what, measured, line.target);
  }
  row("two workers over one, whole bundled run",
      text("%.2f", median("extract_one")["seconds"].get<double>() / median("extract")["seconds"].get<double>()),
      ">= 1.8");
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc != 5) return 2;
  Benchmarks benchmarks;
  for (int i = 1; i <= 3; ++i) benchmarks.add(argv[i]);
  std::cout << "| What | Measured | Target |\n|---|---|---|\n";
  printNetworks(benchmarks);
  printSolver(benchmarks);
  printTransforms(benchmarks);
  printCommands(argv[4]);
  return 0;
} catch (const std::exception& error) {
  std::cerr << "bench_table: " << error.what() << '\n';
  return 1;
}
