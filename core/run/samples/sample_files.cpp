// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/samples/sample_files.h"

#include "core/base/text.h"
#include "core/run/checkpoints/file_name.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <system_error>
#include <tuple>

namespace spindle {
namespace {

namespace fs = std::filesystem;

constexpr int deepest = 3;
constexpr std::size_t mostEntries = 20000;

struct Candidate {
  std::string name;  ///< relative to the run folder
  int part = 0;      ///< 0 test, 1 validation, 2 of no known part, 3 training
  int depth = 0;
  int form = 0;  ///< place of its ending among those that are known

  [[nodiscard]] auto order() const { return std::tuple(part, depth, form); }
};

/// "X_test-images.idx3" -> x, test, images, idx3.
std::vector<std::string> wordsOf(const std::string& name) {
  std::vector<std::string> words(1);
  for (const char c : lowerCase(name)) {
    if (c == '_' || c == '-' || c == '.' || c == ' ') {
      words.emplace_back();
    } else {
      words.back() += c;
    }
  }
  std::erase(words, std::string());
  return words;
}

bool hasAny(const std::vector<std::string>& words, std::initializer_list<std::string_view> wanted) {
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
    return std::find(wanted.begin(), wanted.end(), word) != wanted.end();
  });
}

bool tellsTest(const std::vector<std::string>& words) {
  return hasAny(words, {"test", "testing", "testset", "t10k"});
}

bool tellsTraining(const std::vector<std::string>& words) {
  return hasAny(words, {"train", "training", "trainset"});
}

/// The part of the data that the words tell; -1 where they tell nothing of data.
int partOf(const std::vector<std::string>& words) {
  if (tellsTest(words)) return 0;
  if (hasAny(words, {"val", "valid", "validation", "valset", "dev", "devset", "eval", "evaluation", "holdout"}))
    return 1;
  const bool data =
      hasAny(words, {"samples", "sample", "data", "dataset", "inputs", "input", "images", "x", "examples"});
  if (tellsTraining(words)) return 3;
  return data ? 2 : -1;
}

/// The place of a file's ending among those of samples; -1 where it has none of them. The files of CIFAR have names
/// that mean something only in its folder.
int formOf(const std::string& place, const std::string& name, const std::vector<std::string>& words) {
  constexpr std::array<std::string_view, 14> endings = {".npz", ".h5", ".hdf5", ".npy", ".jsonl",  ".ndjson", ".csv",
                                                        ".tsv", ".pt", ".pth",  ".pkl", ".pickle", ".ply",    ".off"};
  const auto lower = lowerCase(name);
  for (std::size_t i = 0; i < endings.size(); ++i) {
    if (lower.ends_with(endings[i])) return static_cast<int>(i);
  }
  const auto after = static_cast<int>(endings.size());
  if (hasAny(words, {"ubyte", "idx3"}) && hasAny(words, {"images", "image"})) return after;
  if (place.find("cifar") == std::string::npos) return -1;
  for (const auto* known : {"test_batch.bin", "test.bin", "train.bin", "test_batch", "test", "train"}) {
    if (lower == known) return after;
  }
  return -1;
}

/// Words that tell of something else than inputs.
bool tellsOfSomethingElse(const std::string& name, const std::vector<std::string>& words, int part) {
  if (!notACheckpoint(name).empty() && hasWeightsEnding(name)) return true;
  const auto lower = lowerCase(name);
  for (const auto* word : {"log", "metric", "loss", "histor", "result", "predict", "logit", "score", "curve", "accurac",
                           "report", "embedding", "confusion"}) {
    if (lower.find(word) != std::string::npos) return true;
  }
  if (hasAny(words, {"acc",   "preds",      "pred",  "model",  "net",  "network", "weights",
                     "ckpt",  "checkpoint", "epoch", "step",   "best", "last",    "final",
                     "state", "optimizer",  "args",  "config", "mean", "std",     "classes"}))
    return true;
  const bool labels = hasAny(words, {"y", "labels", "label", "target", "targets"});
  return labels && part >= 0 && !hasAny(words, {"x", "images", "image", "data", "and"});
}

/// Folders of images are many ("images", "examples"): only names of parts and of data count.
bool isSampleFolder(const std::vector<std::string>& words, int part) {
  return part >= 0 && (part != 2 || hasAny(words, {"samples", "data", "dataset"}));
}

/// Folders in which people and libraries keep data.
bool isDataFolder(const std::string& name) {
  const auto lower = lowerCase(name);
  for (const auto* known : {"data", "dataset", "datasets", "input", "inputs", "raw", "processed", "samples"}) {
    if (lower == known) return true;
  }
  return lower.find("mnist") != std::string::npos || lower.starts_with("cifar") || lower.starts_with("modelnet") ||
         lower.starts_with("sst");
}

class Search {
 public:
  explicit Search(fs::path folder) : folder_(std::move(folder)) {}

  std::vector<std::string> run() {
    look("", 0);
    std::stable_sort(found_.begin(), found_.end(), [](const Candidate& a, const Candidate& b) {
      return a.order() != b.order() ? a.order() < b.order() : naturalLess(a.name, b.name);
    });
    std::vector<std::string> names;
    for (auto& candidate : found_) names.push_back(std::move(candidate.name));
    return names;
  }

 private:
  void look(const std::string& place, int depth) {
    std::error_code error, ignored;
    for (fs::directory_iterator entry(folder_ / place, error), end; !error && entry != end; entry.increment(error)) {
      if (++entries_ > mostEntries) return;
      const auto name = entry->path().filename().string();
      if (name.starts_with(".")) continue;
      const auto relative = (fs::path(place) / name).generic_string();
      const auto words = wordsOf(name);
      const int part = partOf(words);
      if (!entry->is_directory(ignored)) {
        const int form = formOf(place, name, words);
        if (part < 0 || form < 0 || tellsOfSomethingElse(name, words, part)) continue;
        found_.push_back({relative, part, depth, form});
      } else if (isSampleFolder(words, part) && hasClassFolders(entry->path())) {
        found_.push_back({relative, part, depth, 20});
      } else if (depth < deepest && isDataFolder(name)) {
        look(relative, depth + 1);
      }
    }
  }

  /// Whether images or points lie one level further down.
  bool hasClassFolders(const fs::path& folder) {
    std::error_code error, inner, ignored;
    int folders = 0;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
      if (!entry->is_directory(ignored)) continue;
      if (++folders > 20) return false;
      int files = 0;
      for (fs::directory_iterator file(entry->path(), inner), last; !inner && file != last; file.increment(inner)) {
        const auto ending = lowerCase(file->path().extension().string());
        if (ending == ".png" || ending == ".jpg" || ending == ".jpeg" || ending == ".ply" || ending == ".off")
          return true;
        if (++files > 20) break;
      }
    }
    return false;
  }

  fs::path folder_;
  std::vector<Candidate> found_;
  std::size_t entries_ = 0;
};

}  // namespace

std::vector<std::string> likelySampleFiles(const fs::path& folder) {
  return Search(folder).run();
}

Split splitByName(const fs::path& samples) {
  const auto words = wordsOf((samples.has_filename() ? samples : samples.parent_path()).filename().string());
  const int part = partOf(words);
  if (part == 3) return Split::train;
  return (part == 0 || part == 1) && !tellsTraining(words) ? Split::test : Split::unknown;
}

}  // namespace spindle
