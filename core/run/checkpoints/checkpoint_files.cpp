// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/checkpoints/checkpoint_files.h"

#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/run/checkpoints/architecture_file.h"
#include "core/run/checkpoints/entered_folders.h"
#include "core/run/checkpoints/file_name.h"
#include "core/run/checkpoints/folder_listing.h"
#include "core/run/checkpoints/name_position.h"
#include "core/run/checkpoints/path_pattern.h"
#include "core/run/checkpoints/weights_probe.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <set>
#include <utility>

namespace spindle {
namespace {

namespace fs = std::filesystem;

constexpr int deepest = 5;

/// No extension, or one that is a number ("model.10"): the name does not tell what the file is.
bool namelessFormat(const std::string& name) {
  const auto extension = fs::path(name).extension().string();
  return extension.empty() ||
         std::all_of(extension.begin() + 1, extension.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<int> versionOf(const std::string& name) {
  constexpr std::string_view word = "version_";
  int version = 0;
  if (!name.starts_with(word)) return std::nullopt;
  const auto [end, error] = std::from_chars(name.data() + word.size(), name.data() + name.size(), version);
  if (error != std::errc{} || end != name.data() + name.size()) return std::nullopt;
  return version;
}

class Finder {
 public:
  Finder(fs::path folder, const RunDescription& description)
      : folder_(std::move(folder)), description_(description), entered_(folder_) {}

  CheckpointFiles run() {
    std::vector<std::string> patterns = description_.checkpointFiles;
    if (description_.checkpoints) patterns.push_back(*description_.checkpoints);
    if (patterns.empty()) {
      walk("", 0, false);
      if (nothingButAnArchitecture()) searchBelow();
    } else {
      for (const auto& pattern : patterns) {
        entered_ = EnteredFolders(folder_);
        usePattern(pattern);
      }
    }
    separateArchitecture(patterns.empty());
    condenseSetAside();
    return std::move(found_);
  }

 private:
  void consider(const std::string& name, const std::string& relative, bool top) {
    std::error_code error;
    const auto path = folder_ / relative;
    const auto reason = notACheckpoint(name);
    if (!reason.empty()) {
      const bool told = hasWeightsEnding(name) || name.ends_with(".onnx") || name.ends_with(".distcp");
      if (!top || told) found_.setAside.push_back({relative, reason});
      return;
    }
    const bool likely = hasWeightsEnding(name);
    if (!likely && !namelessFormat(name)) {
      if (!top) found_.setAside.push_back({relative, "not a checkpoint (by name)"});
      return;
    }
    if (!fs::is_regular_file(path, error)) {
      if (likely) found_.setAside.push_back({relative, "not a file, or a broken link"});
      return;
    }
    if (!likely && fs::file_size(path, error) == 0) return;
    const bool doubtful = !likely || name.ends_with(".bin") || name.ends_with(".pkl") || name.ends_with(".index.json");
    if (doubtful && !hasWeightsInside(path)) {
      if (!top || likely) found_.setAside.push_back({relative, "no weights inside"});
      return;
    }
    found_.names.push_back(relative);
  }

  void walk(const std::string& relative, int depth, bool any) {
    if (!entered_.enter(relative)) return;
    const auto listing = listFolder(folder_ / relative);
    const auto prefix = relative.empty() ? std::string() : relative + "/";
    const bool top = relative.empty() && !any;
    const bool trainer =
        std::find(listing.files.begin(), listing.files.end(), "trainer_state.json") != listing.files.end();
    for (const auto& name : listing.files) consider(name, prefix + name, top);
    if (trainer && fs::path(relative).filename().string().starts_with("checkpoint-")) found_.fromHuggingFace = true;
    if (depth >= deepest) return;
    std::vector<std::pair<int, std::string>> versions;
    for (const auto& name : listing.folders) {
      const auto lower = lowerCase(name);
      if (const auto version = versionOf(lower)) {
        versions.emplace_back(*version, name);
      } else if (lower == "lightning_logs" || lower == "csv_logs") {
        walkLogs(prefix + name, depth + 1);
      } else if (any || isCheckpointFolderName(name)) {
        walk(prefix + name, depth + 1, true);
      }
    }
    walkVersions(prefix, std::move(versions), depth);
  }

  void walkLogs(const std::string& relative, int depth) {
    std::vector<std::pair<int, std::string>> versions;
    for (const auto& name : listFolder(folder_ / relative).folders) {
      if (const auto version = versionOf(lowerCase(name))) versions.emplace_back(*version, name);
    }
    walkVersions(relative + "/", std::move(versions), depth);
  }

  /// Each version is a training run of its own: the newest that left checkpoints is taken.
  void walkVersions(const std::string& prefix, std::vector<std::pair<int, std::string>> versions, int depth) {
    std::sort(versions.rbegin(), versions.rend());
    for (const auto& [number, name] : versions) {
      const auto before = found_.names.size();
      walk(prefix + name, depth + 1, false);
      if (found_.names.size() == before) continue;
      if (versions.size() > 1) {
        found_.notes.push_back(prefix + name + " of " + std::to_string(versions.size()) +
                               " versions; open the folder of another version to use it");
      }
      return;
    }
  }

  /// No checkpoint, or one file of a network without a step, which may be the network of checkpoints elsewhere.
  [[nodiscard]] bool nothingButAnArchitecture() const {
    if (found_.names.size() > 1) return false;
    if (found_.names.empty()) return true;
    const auto position = positionFromName(stemOf(fs::path(found_.names.front()).filename().string()));
    return !position.known() && !networkKind(folder_ / found_.names.front()).empty();
  }

  /// The folder further down with the most checkpoints, of equal ones the last by name: "outputs/2024-01-31/12-00-00".
  void searchBelow() {
    auto here = std::exchange(found_, {});
    std::vector<std::pair<std::string, CheckpointFiles>> places;
    std::size_t visited = 0;
    descend("", 0, visited, places);
    found_ = std::move(here);
    if (places.empty()) return;
    const auto best = std::max_element(places.begin(), places.end(), [](const auto& a, const auto& b) {
      return a.second.names.size() < b.second.names.size() ||
             (a.second.names.size() == b.second.names.size() && naturalLess(a.first, b.first));
    });
    if (!found_.names.empty() && best->second.names.size() < 2) return;
    if (places.size() > 1) {
      found_.notes.push_back(best->first + ", of " + std::to_string(places.size()) +
                             " folders with checkpoints; open another one to use it");
    }
    found_.base = best->first;
    auto& below = best->second;
    found_.names.insert(found_.names.end(), below.names.begin(), below.names.end());
    found_.setAside.insert(found_.setAside.end(), below.setAside.begin(), below.setAside.end());
    found_.notes.insert(found_.notes.end(), below.notes.begin(), below.notes.end());
    found_.fromHuggingFace = below.fromHuggingFace;
  }

  void descend(const std::string& relative, int depth, std::size_t& visited,
               std::vector<std::pair<std::string, CheckpointFiles>>& places) {
    constexpr std::size_t mostFolders = 2000;
    const auto prefix = relative.empty() ? std::string() : relative + "/";
    std::error_code error;
    if (fs::is_symlink(folder_ / relative, error) || depth > deepest) return;
    for (const auto& name : listFolder(folder_ / relative).folders) {
      if (holdsNoCheckpoints(name) || ++visited > mostFolders) continue;
      try {
        walk(prefix + name, depth + 1, false);
        auto found = std::exchange(found_, {});
        if (found.names.empty()) {
          descend(prefix + name, depth + 1, visited, places);
        } else {
          places.emplace_back(prefix + name, std::move(found));
        }
      } catch (const UserError&) {
        found_ = {};  // a folder that may not be listed; whoever wants it opens it
      }
    }
  }

  static bool holdsNoCheckpoints(const std::string& name) {
    for (const auto* known : {"data", "dataset", "datasets", "samples", "node_modules", "site-packages", "venv"}) {
      if (lowerCase(name) == known) return true;
    }
    return name.starts_with("__");
  }

  void usePattern(const std::string& pattern) {
    const auto before = found_.names.size();
    for (const auto& path : pathsMatching(folder_, pattern)) addNamed(path);
    if (found_.names.size() != before) return;
    const auto where = (folder_ / "run.json").string();
    if (pattern.find_first_of("*?[") == std::string::npos) {
      throw UserError(where + ": \"checkpoints\" names " + pattern + ", which does not exist or is not a checkpoint.");
    }
    throw UserError(where + ": \"checkpoints\" is \"" + pattern + "\", which matches no checkpoint in " +
                    folder_.string() + ".");
  }

  void addNamed(const fs::path& name) {
    std::error_code error;
    const auto full = folder_ / name;
    const auto text = name.generic_string();
    if (fs::is_directory(full, error)) {
      walk(text, deepest - 1, true);
      return;
    }
    if (!fs::is_regular_file(full, error)) return;
    if (std::find(found_.names.begin(), found_.names.end(), text) != found_.names.end()) return;
    const auto reason = notACheckpoint(name.filename().string());
    if (!reason.empty() && hasWeightsEnding(text)) {
      found_.setAside.push_back({text, reason});
    } else {
      found_.names.push_back(text);
    }
  }

  /// The file that gives the architecture is no checkpoint.
  void separateArchitecture(bool guess) {
    if (description_.model) {
      std::error_code error;
      std::erase_if(found_.names, [&](const std::string& name) {
        return guess && fs::equivalent(folder_ / name, folder_ / *description_.model, error);
      });
      return;
    }
    found_.architecture = architectureAmong(folder_, found_.names, found_.base, guess);
    if (found_.architecture.empty()) return;
    std::erase(found_.names, found_.architecture);
    if (guess) found_.setAside.push_back({found_.architecture, "the architecture"});
  }

  /// One line for the same file in many folders: "*/optimizer.pt (30 files)".
  void condenseSetAside() {
    std::map<std::pair<std::string, std::string>, std::size_t> counts;
    const auto keyOf = [](const SetAside& file) {
      return std::pair(fs::path(file.name).filename().string(), file.reason);
    };
    for (const auto& file : found_.setAside) ++counts[keyOf(file)];
    std::set<std::pair<std::string, std::string>> told;
    std::vector<SetAside> list;
    for (auto& file : found_.setAside) {
      const auto key = keyOf(file);
      if (counts[key] <= 3) {
        list.push_back(std::move(file));
      } else if (told.insert(key).second) {
        list.push_back({"*/" + key.first + " (" + std::to_string(counts[key]) + " files)", key.second});
      }
    }
    found_.setAside = std::move(list);
  }

  fs::path folder_;
  const RunDescription& description_;
  EnteredFolders entered_;  ///< that were listed
  CheckpointFiles found_;
};

}  // namespace

bool isCheckpointFolderName(const std::string& name) {
  constexpr std::array<std::string_view, 11> known = {"checkpoints",   "checkpoint", "ckpts",       "ckpt",
                                                      "weights",       "models",     "snapshots",   "snapshot",
                                                      "checkpointing", "states",     "saved_models"};
  const auto lower = lowerCase(name);
  if (std::find(known.begin(), known.end(), lower) != known.end()) return true;
  const auto position = positionFromName(name);
  return position.step || position.epoch || (position.number && lower.find("checkpoint") != std::string::npos) ||
         (position.number && lower.find("ckpt") != std::string::npos);
}

CheckpointFiles findCheckpointFiles(const std::filesystem::path& folder, const RunDescription& description) {
  return Finder(folder, description).run();
}

}  // namespace spindle
