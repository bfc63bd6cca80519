// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/log/find_log.h"

#include "core/base/limits.h"
#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/run/checkpoints/file_name.h"
#include "core/run/log/event_log.h"
#include "core/run/log/losses.h"
#include "core/run/log/read_text.h"

#include <algorithm>

namespace spindle {
namespace {

namespace fs = std::filesystem;

TrainingLog readLog(const fs::path& path, const std::string& name) {
  const auto file = lowerCase(path.filename().string());
  std::error_code error;
  if (fs::is_directory(path, error) || isEventFile(path)) return readEventLog(path, name);
  const auto text = readText(path, limits::logBytes);
  if (file.ends_with(".json")) return readJsonLog(text, name);
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first != std::string::npos && text[first] == '{') return readJsonLinesLog(text, name);
  return readTableLog(text, name);
}

bool hasLosses(const TrainingLog& log) {
  const auto choice = chooseLossColumns(log, {});
  return !choice.columns.train.empty() || !choice.columns.test.empty();
}

class Search {
 public:
  Search(fs::path folder, const std::vector<std::string>& checkpointNames)
      : folder_(std::move(folder)), checkpointNames_(checkpointNames) {}

  FoundLog run() {
    collectPlaces();
    for (const auto& place : places_) tryFile(place, "metrics.csv");
    for (auto name = checkpointNames_.rbegin(); name != checkpointNames_.rend() && !triedTrainer_; ++name) {
      tryFile(fs::path(*name).parent_path().generic_string(), "trainer_state.json");
    }
    for (const auto& place : places_) tryFile(place, "trainer_state.json");
    for (const auto& place : places_) tryTables(place);
    for (const auto& place : places_) tryEvents(place);
    if (!found_.log && found_.problem.empty()) found_.problem = "no training log with a loss column";
    return std::move(found_);
  }

 private:
  void collectPlaces() {
    const auto add = [&](const std::string& place) {
      if (std::find(places_.begin(), places_.end(), place) == places_.end()) places_.push_back(place);
    };
    add("");
    if (!checkpointNames_.empty()) {
      std::vector<std::string> parents;
      for (auto parent = fs::path(checkpointNames_.back()).parent_path(); !parent.empty() && parent.is_relative();
           parent = parent.parent_path()) {
        parents.push_back(parent.generic_string());
      }
      for (auto parent = parents.rbegin(); parent != parents.rend(); ++parent) add(*parent);
    }
    for (const auto* logs : {"lightning_logs", "csv_logs", "logs"}) {
      std::vector<std::string> versions;
      std::error_code error;
      for (fs::directory_iterator entry(folder_ / logs, error), end; !error && entry != end; entry.increment(error)) {
        const auto name = entry->path().filename().string();
        if (name.starts_with("version_")) versions.push_back(name);
      }
      std::sort(versions.begin(), versions.end(), naturalLess);
      if (!versions.empty()) add(std::string(logs) + "/" + versions.back());
      if (!error) add(logs);
    }
    addRunFolders(add);
    for (const auto* folder : {"log", "results", "metrics", "output", "outputs"}) {
      std::error_code error;
      if (fs::is_directory(folder_ / folder, error)) add(folder);
    }
  }

  /// MMEngine keeps the log of a run in a folder named by its start: 20240131_101010/vis_data.
  template <class Add>
  void addRunFolders(Add add) const {
    const auto places = places_;
    for (const auto& place : places) {
      std::string newest;
      for (const auto& name : list(place, true)) {
        const bool stamp =
            matchesPattern(name, "[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]_[0-9][0-9][0-9][0-9][0-9][0-9]");
        if (stamp) newest = name;
      }
      if (newest.empty()) continue;
      const auto folder = place.empty() ? newest : place + "/" + newest;
      std::error_code error;
      if (fs::is_directory(folder_ / folder / "vis_data", error)) add(folder + "/vis_data");
      add(folder);
    }
  }

  void tryPath(const std::string& name) {
    if (std::find(tried_.begin(), tried_.end(), name) != tried_.end()) return;
    tried_.push_back(name);
    try {
      auto log = readLog(folder_ / name, name);
      if (!hasLosses(log)) return;
      if (found_.log) {
        found_.others.push_back(name);
      } else {
        found_.log = std::move(log);
        found_.problem.clear();
      }
    } catch (const UserError& error) {
      if (!found_.log && found_.problem.empty()) found_.problem = error.what();
    }
  }

  void tryFile(const std::string& place, const std::string& file) {
    const auto name = place.empty() ? file : place + "/" + file;
    std::error_code error;
    if (!fs::is_regular_file(folder_ / name, error)) return;
    triedTrainer_ = triedTrainer_ || file == "trainer_state.json";
    tryPath(name);
  }

  [[nodiscard]] std::vector<std::string> list(const std::string& place, bool folders) const {
    std::vector<std::string> names;
    std::error_code error, ignored;
    for (fs::directory_iterator entry(folder_ / place, error), end; !error && entry != end; entry.increment(error)) {
      if (entry->is_directory(ignored) == folders) names.push_back(entry->path().filename().string());
    }
    std::sort(names.begin(), names.end(), naturalLess);
    return names;
  }

  void tryTables(const std::string& place) {
    const auto files = list(place, false);
    for (const auto& file : files) {
      if (file == "log.txt" || file == "summary.csv") tryFile(place, file);
    }
    for (const auto& file : files) {
      const auto lower = lowerCase(file);
      if (lower.starts_with("samples")) continue;
      if (lower.ends_with(".csv") || lower.ends_with(".jsonl") || isJsonLog(lower)) tryQuietly(place, file);
    }
  }

  /// "history.json", "train.log.json", "scalars.json": a JSON file whose name tells of a log.
  static bool isJsonLog(const std::string& lower) {
    if (!lower.ends_with(".json") || lower == "trainer_state.json") return false;
    for (const auto* word : {"log", "histor", "loss", "metric", "scalars", "stats", "curve"}) {
      if (lower.find(word) != std::string::npos) return true;
    }
    return false;
  }

  /// Files that only might be logs: what is wrong with them is no news.
  void tryQuietly(const std::string& place, const std::string& file) {
    const auto problem = found_.problem;
    tryFile(place, file);
    if (!found_.log) found_.problem = problem;
  }

  void tryEvents(const std::string& place) {
    const auto files = list(place, false);
    if (std::any_of(files.begin(), files.end(), [](const std::string& file) { return isEventFile(file); })) {
      tryPath(place.empty() ? "." : place);
      return;
    }
    auto folders = list(place, true);
    for (auto folder = folders.rbegin(); folder != folders.rend(); ++folder) {
      const auto lower = lowerCase(*folder);
      const bool logs = lower == "runs" || lower == "logs" || lower == "log" || lower == "tb" ||
                        lower.find("tensorboard") != std::string::npos || lower.find("tb_logs") != std::string::npos;
      if (!logs) continue;
      const auto name = place.empty() ? *folder : place + "/" + *folder;
      const auto below = list(name, true);
      const auto inside = list(name, false);
      if (std::any_of(inside.begin(), inside.end(), [](const std::string& file) { return isEventFile(file); })) {
        tryPath(name);
      } else {
        for (auto run = below.rbegin(); run != below.rend(); ++run) tryPath(name + "/" + *run);
      }
    }
  }

  fs::path folder_;
  const std::vector<std::string>& checkpointNames_;
  std::vector<std::string> places_, tried_;
  bool triedTrainer_ = false;
  FoundLog found_;
};

}  // namespace

FoundLog findTrainingLog(const fs::path& folder, const RunDescription& description,
                         const std::vector<std::string>& checkpointNames) {
  if (!description.metrics) return Search(folder, checkpointNames).run();
  FoundLog found;
  try {
    found.log = readLog(folder / *description.metrics, *description.metrics);
  } catch (const UserError& error) {
    found.problem = error.what();
  }
  return found;
}

}  // namespace spindle
