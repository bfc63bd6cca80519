// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/gates/gate_data.h"

#include "core/base/split_mix.h"
#include "core/base/user_error.h"
#include "core/run/samples/run_samples.h"
#include "core/weights/digest.h"

#include <algorithm>

namespace spindle {
namespace {

constexpr std::size_t enoughOfAClass = 50;

void requireClasses(const SampleSet& set, const std::string& source, std::size_t classes) {
  if (set.measuredTargets || set.labelsRenumbered || set.severalLabels)
    throw UserError("The labels of " + source +
                    " are no classes counted from 0, and gates are those of a class; give other samples with --data "
                    "FILE.");
  for (const Sample& sample : set.samples) {
    if (sample.target < 0 || static_cast<std::size_t>(sample.target) >= classes)
      throw UserError("The sample " + sample.name + " of " + source + " has the label " +
                      std::to_string(sample.target) + ", but the network has " + std::to_string(classes) +
                      " classes, counted from 0.");
  }
}

using ByClass = std::vector<std::vector<float>>;

/// Of the samples that `wanted` says.
template <class Wanted>
ByClass rowsOf(const SampleSet& set, std::size_t classes, std::size_t most, std::uint64_t seed, Wanted wanted) {
  ByClass rows(classes);
  for (std::size_t c = 0; c < classes; ++c) {
    std::vector<std::size_t> places;
    for (std::size_t s = 0; s < set.samples.size(); ++s) {
      if (wanted(set.samples[s]) && static_cast<std::size_t>(set.samples[s].target) == c) places.push_back(s);
    }
    if (places.size() > most) {
      SplitMix64 random(seed + c);
      drawToFront(std::span(places), most, random);
      places.resize(most);
      std::sort(places.begin(), places.end());
    }
    for (const std::size_t s : places) {
      const auto& values = set.samples[s].values;
      for (std::size_t i = 0; i < values.size(); ++i)
        rows[c].push_back(set.format.normalized(static_cast<double>(values[i]), i));
    }
  }
  return rows;
}

bool some(const ByClass& rows) {
  return std::any_of(rows.begin(), rows.end(), [](const auto& one) { return !one.empty(); });
}

}  // namespace

GateData gateData(const Run& run, const std::filesystem::path& file, std::size_t classes, std::size_t most,
                  std::uint64_t seed) {
  const bool own = file.empty();
  GateData data;
  // A folder that was renamed holds the same data.
  data.source = own ? "samples of " + run.name() : file.filename().string();
  const SampleSet other = own ? SampleSet() : samplesLike(run.samples(), run.folder(), run.description(), file);
  const SampleSet& set = own ? run.samples() : other;
  requireClasses(set, own ? set.source : file.string(), classes);
  data.width = run.samples().format.elements();
  const auto isTest = [](const Sample& sample) { return sample.split == Split::test; };
  data.train = rowsOf(set, classes, most, seed, [&](const Sample& sample) { return !isTest(sample); });
  data.test = rowsOf(set, classes, most, seed, isTest);
  if (!own && !some(data.test)) {
    requireClasses(run.samples(), run.samples().source, classes);
    data.test = rowsOf(run.samples(), classes, most, seed, isTest);
  }
  if (!some(data.train))
    throw UserError((own ? set.source : file.string()) +
                    " has no samples but test samples, and gates are learned on others; give training data with --data "
                    "FILE (.npz, .npy, .csv, .jsonl, .pt, .h5, IDX, a folder CLASS/*.png, ...).");
  data.tested = some(data.test);
  if (!data.tested) {
    data.test = data.train;
    data.notes.push_back("There are no test samples, so paths are looked at on the samples that they were learned on.");
  }
  std::size_t least = most;
  for (std::size_t c = 0; c < classes; ++c) least = std::min(least, data.trainRows(c));
  if (least < std::min(most, enoughOfAClass))
    data.notes.push_back("Gates are learned on " + std::string(least == 0 ? "no sample" : std::to_string(least)) +
                         " of some class, which is few; --data FILE gives other training samples.");
  Digest digest;
  for (const ByClass* rows : {&data.train, &data.test}) {
    for (const auto& one : *rows) digest.add(std::as_bytes(std::span(one)));
  }
  data.digest = digest.text();
  return data;
}

}  // namespace spindle
