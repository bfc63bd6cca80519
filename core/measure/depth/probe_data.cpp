// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/depth/probe_data.h"

#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/run/samples/run_samples.h"
#include "core/weights/digest.h"

#include <algorithm>

namespace spindle {
namespace {

constexpr std::size_t enoughOfAClass = 10;

constexpr const char* advice =
    "give training data with --probe-data FILE (.npz, .npy, .csv, .jsonl, .pt, .h5, a folder CLASS/*.png, ...)";

void add(LabeledRows& rows, const InputFormat& format, const Sample& sample) {
  for (std::size_t i = 0; i < sample.values.size(); ++i)
    rows.inputs.push_back(format.normalized(static_cast<double>(sample.values[i]), i));
  rows.labels.push_back(static_cast<std::size_t>(sample.target));
}

void requireClasses(const SampleSet& set, const std::string& source, std::size_t classes) {
  if (set.measuredTargets || set.labelsRenumbered)
    throw UserError("The labels of " + source + " are no classes counted from 0, which linear probes are trained on; " +
                    advice + ".");
  for (const Sample& sample : set.samples) {
    if (sample.target < 0 || static_cast<std::size_t>(sample.target) >= classes)
      throw UserError("The sample " + sample.name + " of " + source + " has the label " +
                      std::to_string(sample.target) + ", but the network has " + std::to_string(classes) +
                      " classes, counted from 0.");
  }
}

std::size_t leastOfAClass(const std::vector<std::size_t>& labels, std::size_t classes) {
  std::vector<std::size_t> counts(classes, 0);
  for (const std::size_t label : labels) ++counts[label];
  return *std::min_element(counts.begin(), counts.end());
}

void addDigest(Digest& digest, const LabeledRows& rows) {
  digest.add(std::as_bytes(std::span(rows.inputs)));
  digest.add(std::as_bytes(std::span(rows.labels)));
}

}  // namespace

ProbeData probeData(const Run& run, const std::filesystem::path& file, std::size_t classes) {
  const bool own = file.empty();
  ProbeData data;
  // A folder that was renamed holds the same data.
  data.source = own ? "training samples of " + run.name() : file.filename().string();
  const SampleSet other = own ? SampleSet() : samplesLike(run.samples(), run.folder(), run.description(), file);
  const SampleSet& set = own ? run.samples() : other;
  requireClasses(set, own ? set.source : file.string(), classes);
  for (const Sample& sample : set.samples) {
    if (own && sample.split != Split::train) continue;
    add(sample.split == Split::test ? data.test : data.train, set.format, sample);
  }
  const std::size_t least = leastOfAClass(data.train.labels, classes);
  if (own && least < enoughOfAClass)
    throw UserError("Linear probes need training data, and the run has " + std::to_string(data.train.rows()) +
                    " training samples, of some class fewer than " + std::to_string(enoughOfAClass) + "; " + advice +
                    ".");
  if (least == 0)
    throw UserError((own ? set.source : file.string()) + " has training samples of fewer classes than the " +
                    std::to_string(classes) + " of the network; " + advice + " with all of them.");
  if (own)
    data.note = "Linear probes are trained on the run's own " + std::to_string(data.train.rows()) +
                " training samples, which may be few; --probe-data FILE gives others.";
  Digest digest;
  addDigest(digest, data.train);
  addDigest(digest, data.test);
  data.digest = digest.text();
  return data;
}

}  // namespace spindle
