// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/samples/run_samples.h"

#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/input/read_samples.h"
#include "core/input/text/vocabulary_file.h"
#include "core/run/samples/sample_files.h"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>

namespace spindle {
namespace {

namespace fs = std::filesystem;
using Kind = Finding::Kind;

/// Larger files are not read only because their name looks like samples.
constexpr std::uintmax_t mostUnasked = std::uintmax_t{512} << 20;

SampleHints hintsFrom(const fs::path& folder, const RunDescription& description, std::span<const std::string> taken) {
  SampleHints hints;
  hints.kind = description.kind;
  hints.shape = description.shape;
  hints.mean = description.mean;
  hints.std = description.std;
  hints.classes = description.classes;
  hints.target = description.target.value_or("");
  hints.padding = description.padding;
  std::error_code error;
  const auto vocabulary = folder / description.vocab.value_or("vocab.txt");
  if (description.vocab || fs::is_regular_file(vocabulary, error)) hints.vocabulary = vocabulary;
  // The Hugging Face Trainer saves the tokenizer with each checkpoint.
  for (auto name = taken.rbegin(); name != taken.rend(); ++name) {
    const auto place = (folder / *name).parent_path();
    const auto& places = hints.vocabularyPlaces;
    if (std::find(places.begin(), places.end(), place) == places.end()) hints.vocabularyPlaces.push_back(place);
  }
  return hints;
}

/// The folders where samples may lie, relative: from `base` up to the run folder, which is "".
std::vector<std::string> placesFrom(const std::string& base) {
  std::vector<std::string> places;
  for (fs::path place(base); !place.empty(); place = place.parent_path())
    places.push_back(place.generic_string() + "/");
  places.emplace_back();
  return places;
}

/// A name that samples go by without doubt; empty where there is none.
std::string certainName(const fs::path& folder, std::vector<Finding>& findings) {
  constexpr std::array<const char*, 9> names = {"samples.npz", "samples.h5",    "samples.hdf5",
                                                "samples.csv", "samples.jsonl", "samples.tsv",
                                                "samples.npy", "samples.pt",    "samples"};
  std::vector<std::string> present;
  std::error_code error;
  for (const auto* name : names) {
    if (fs::exists(folder / name, error)) present.emplace_back(name);
  }
  if (present.size() > 1) {
    findings.push_back({Kind::guessed, "samples",
                        present.front() + ", not " + listed({present.data() + 1, present.size() - 1}), "samples"});
  }
  return present.empty() ? std::string() : present.front();
}

/// The only file of the folder with this ending, where there is just one.
std::string onlyFile(const fs::path& folder, std::string_view ending) {
  std::vector<std::string> files;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    const auto name = entry->path().filename().string();
    if (lowerCase(name).ends_with(ending)) files.push_back(name);
  }
  return files.size() == 1 ? files.front() : std::string();
}

std::string bracketed(const std::vector<std::int64_t>& shape) {
  std::string text;
  for (const auto side : shape) text += (text.empty() ? "[" : ", ") + std::to_string(side);
  return text + "]";
}

std::string numbersText(const std::vector<double>& numbers) {
  std::string text;
  for (const double number : numbers) text += (text.empty() ? "" : ", ") + shortest(number);
  return text;
}

void tell(const SampleSet& set, const RunDescription& description, std::vector<Finding>& findings) {
  const auto& format = set.format;
  findings.push_back({Kind::found, "samples",
                      std::to_string(set.samples.size()) + " of " + toText(format.kind) + " input " +
                          bracketed(format.shape) + " from " + set.source,
                      "samples"});
  for (const auto& note : set.notes) findings.push_back({Kind::guessed, "samples", note, "input"});
  const bool normalized = !format.mean.empty() || !format.std.empty();
  if (normalized) {
    findings.push_back({description.mean.empty() && description.std.empty() ? Kind::guessed : Kind::found, "input",
                        "normalized by mean " + numbersText(format.mean) + " and std " + numbersText(format.std),
                        "input"});
  } else if (format.kind != InputKind::text) {
    findings.push_back(
        {Kind::guessed, "input", "no mean and std given: sample values are passed to the network unchanged", "input"});
  }
}

/// Samples of no known part are of the one that their file is named for.
void markPart(SampleSet& set, Split part) {
  const bool known = std::any_of(set.samples.begin(), set.samples.end(),
                                 [](const Sample& sample) { return sample.split != Split::unknown; });
  if (known || part == Split::unknown) return;
  for (auto& sample : set.samples) sample.split = part;
  set.notes.push_back(part == Split::train ? "training samples (by name)" : "test samples (by name)");
}

SampleSet readNamed(const fs::path& folder, const fs::path& name, const RunDescription& description,
                    std::span<const std::string> taken) {
  const auto hints = hintsFrom(folder, description, taken);
  auto set = readSamples(folder / name, hints);
  if (set.format.kind == InputKind::text) set.vocabulary = vocabularyFile(folder / name, hints);
  set.source = name.generic_string();
  if (!description.shape.empty() && set.format.shape != description.shape) {
    throw UserError((folder / name).string() + ": the samples have the shape " + bracketed(set.format.shape) +
                    ", but \"input.shape\" of run.json is " + bracketed(description.shape) + ".");
  }
  if (set.samples.empty()) throw UserError((folder / name).string() + " has no samples.");
  if (!description.classes.empty()) set.classes = description.classes;
  markPart(set, splitByName(name));
  return set;
}

/// The first file that looks like samples and can be read as such; no samples where there is none.
SampleSet guessed(const fs::path& folder, const RunDescription& description, const std::string& base,
                  std::span<const std::string> taken, std::vector<Finding>& findings) {
  std::vector<std::string> names;
  for (const auto& place : placesFrom(base)) {
    for (const auto& name : likelySampleFiles(folder / place)) names.push_back(place + name);
  }
  std::map<std::string, std::string> only;
  for (const auto* ending : {".npz", ".jsonl", ".h5"}) {
    const auto file = onlyFile(folder, ending);
    if (file.empty()) continue;
    only.emplace(file, ending);
    if (std::find(names.begin(), names.end(), file) == names.end()) names.push_back(file);
  }
  std::erase_if(names, [&](const auto& n) { return std::find(taken.begin(), taken.end(), n) != taken.end(); });
  std::string problem;
  for (auto name = names.begin(); name != names.end(); ++name) {
    try {
      std::error_code error;
      if (fs::is_regular_file(folder / *name, error) && fs::file_size(folder / *name, error) > mostUnasked) {
        throw UserError(*name + " is larger than 512 MB; set \"samples\" in run.json if it is to be read.");
      }
      auto set = readNamed(folder, *name, description, taken);
      const auto single = only.find(*name);
      const std::string why =
          single == only.end() ? " (by name)" : ", the only " + single->second + " file of the folder";
      std::vector<std::string> others(name + 1, names.end());
      findings.push_back({Kind::guessed, "samples",
                          *name + why + (others.empty() ? std::string() : "; not " + listed(others, 3)), "samples"});
      return set;
    } catch (const UserError& error) {
      // A file of results is the only .h5, too; that it holds no samples is no news.
      if (problem.empty() && (!only.contains(*name) || name->ends_with(".npz"))) problem = error.what();
    }
  }
  findings.push_back({Kind::missing, "samples",
                      "none found; put samples.npz (x and y), samples.csv, samples.jsonl or a folder "
                      "samples/CLASS/*.png beside the checkpoints" +
                          (problem.empty() ? std::string() : ". One file looked like samples: " + problem),
                      "samples"});
  return {};
}

}  // namespace

SampleSet findSamples(const fs::path& folder, const RunDescription& description, const std::string& base,
                      std::span<const std::string> taken, std::vector<Finding>& findings) {
  const bool named = description.samples.has_value();
  fs::path name(description.samples.value_or(""));
  for (const auto& place : placesFrom(base)) {
    if (!named && name.empty()) {
      if (const auto certain = certainName(folder / place, findings); !certain.empty()) name = place + certain;
    }
  }
  std::error_code error;
  if (named && !fs::exists(folder / name, error)) {
    findings.push_back(
        {Kind::missing, "samples", "run.json names " + name.string() + ", which does not exist", "samples"});
    return {};
  }
  auto set =
      name.empty() ? guessed(folder, description, base, taken, findings) : readNamed(folder, name, description, taken);
  if (!set.samples.empty()) tell(set, description, findings);
  return set;
}

SampleSet samplesLike(const SampleSet& like, const fs::path& folder, const RunDescription& description,
                      const fs::path& file) {
  SampleHints hints = hintsFrom(folder, description, {});
  hints.kind = like.format.kind;
  hints.shape = like.format.shape;
  hints.mean = like.format.mean;
  hints.std = like.format.std;
  if (hints.classes.empty()) hints.classes = like.classes;
  if (!like.vocabulary.empty()) hints.vocabulary = like.vocabulary;
  if (!like.targetColumn.empty()) {
    hints.target = like.targetColumn;
    hints.columns = like.columns;
  }
  SampleSet set = readSamples(file, hints);
  if (set.samples.empty()) throw UserError(file.string() + " has no samples.");
  if (set.format.kind != like.format.kind || set.format.shape != like.format.shape)
    throw UserError(file.string() + " holds " + toText(set.format.kind) + " inputs " + bracketed(set.format.shape) +
                    ", but the samples of the run are " + toText(like.format.kind) + " " +
                    bracketed(like.format.shape) + "; give inputs of one kind and shape.");
  set.format = like.format;
  set.source = file.string();
  return set;
}

}  // namespace spindle
