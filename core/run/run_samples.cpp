#include "core/run/run_samples.h"

#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/input/read_samples.h"
#include "core/run/file_name.h"

#include <algorithm>
#include <array>

namespace spindle {
namespace {

namespace fs = std::filesystem;
using Kind = Finding::Kind;

SampleHints hintsFrom(const fs::path& folder, const RunDescription& description) {
  SampleHints hints;
  hints.kind = description.kind;
  hints.shape = description.shape;
  hints.mean = description.mean;
  hints.std = description.std;
  hints.classes = description.classes;
  hints.target = description.target.value_or("");
  std::error_code error;
  const auto vocabulary = folder / description.vocab.value_or("vocab.txt");
  if (description.vocab || fs::is_regular_file(vocabulary, error)) hints.vocabulary = vocabulary;
  return hints;
}

/// A name that samples go by, else the only .npz; empty where there is neither.
fs::path guessPath(const fs::path& folder, std::vector<Finding>& findings) {
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
  if (!present.empty()) return present.front();
  std::vector<std::string> arrays;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    const auto name = entry->path().filename().string();
    if (lowerCase(name).ends_with(".npz")) arrays.push_back(name);
  }
  if (arrays.size() != 1) return {};
  findings.push_back({Kind::guessed, "samples", arrays.front() + ", the only .npz file of the folder", "samples"});
  return arrays.front();
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
  const bool normalised = !format.mean.empty() || !format.std.empty();
  if (normalised) {
    findings.push_back({description.mean.empty() && description.std.empty() ? Kind::guessed : Kind::found, "input",
                        "normalised by mean " + numbersText(format.mean) + " and std " + numbersText(format.std),
                        "input"});
  } else if (format.kind != InputKind::text) {
    findings.push_back({Kind::guessed, "input",
                        "no mean and std given: the network receives the values as they are in the samples", "input"});
  }
}

}  // namespace

SampleSet findSamples(const fs::path& folder, const RunDescription& description, std::vector<Finding>& findings) {
  const bool named = description.samples.has_value();
  const fs::path name = named ? fs::path(*description.samples) : guessPath(folder, findings);
  std::error_code error;
  if (name.empty() || !fs::exists(folder / name, error)) {
    findings.push_back({Kind::missing, "samples",
                        named ? "run.json names " + name.string() + ", which does not exist"
                              : std::string("none found; put samples.npz (x and y), samples.csv, samples.jsonl or a "
                                            "folder samples/CLASS/*.png beside the checkpoints"),
                        "samples"});
    return {};
  }
  auto set = readSamples(folder / name, hintsFrom(folder, description));
  set.source = name.generic_string();
  if (!description.shape.empty() && set.format.shape != description.shape) {
    throw UserError((folder / name).string() + ": the samples have the shape " + bracketed(set.format.shape) +
                    ", but \"input.shape\" of run.json is " + bracketed(description.shape) + ".");
  }
  if (set.samples.empty()) throw UserError((folder / name).string() + " has no samples.");
  if (!description.classes.empty()) set.classes = description.classes;
  tell(set, description, findings);
  return set;
}

}  // namespace spindle
