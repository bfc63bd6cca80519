// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/open_questions.h"

#include "core/base/text.h"
#include "core/input/sample/describe_samples.h"
#include "core/weights/tensor.h"

#include <algorithm>

namespace spindle {
namespace {

/// Samples whose values do not show that somebody has normalized them. Points are in units of their own.
bool normalizationIsOpen(const SampleSet& set) {
  if (!set.format.mean.empty() || !set.format.std.empty()) return false;
  if (set.format.kind == InputKind::text || isInSpace(set.format.kind)) return false;
  const SampleSummary summary = describeSamples(set);
  return set.format.kind == InputKind::image ? summary.least >= 0.0 : summary.doubtful;
}

}  // namespace

std::vector<OpenQuestion> openQuestions(const Run& run) {
  std::vector<OpenQuestion> open;
  const auto& findings = run.findings();
  const bool noNetwork = std::any_of(findings.begin(), findings.end(), [](const Finding& f) {
    return f.what == "architecture" && f.kind == Finding::Kind::missing;
  });
  if (noNetwork) open.push_back({Question::network, "network: the checkpoints hold weights only", "architecture"});
  const SampleSet& set = run.samples();
  if (set.samples.empty()) {
    open.push_back({Question::samples, "samples: none found", "samples"});
    return open;
  }
  const RunDescription& description = run.description();
  if (set.kindGuessed && !description.kind) {
    open.push_back(
        {Question::kind,
         "kind of input: " + set.source + " was read as " + toText(set.format.kind) + " " + shapeText(set.format.shape),
         "input"});
  }
  if (normalizationIsOpen(set)) {
    open.push_back({Question::normalization,
                    "normalization: the values of " + set.source + " are passed to the network unchanged", "input"});
  }
  if (set.targetGuessed)
    open.push_back(
        {Question::target, "target: the last column, \"" + set.targetColumn + "\", was used as the label", "target"});
  return open;
}

RunDescription answered(const Run& run) {
  RunDescription description = run.description();
  const SampleSet& set = run.samples();
  if (set.samples.empty()) return description;
  description.kind = set.format.kind;
  description.shape = set.format.shape;
  if (set.format.kind != InputKind::text && description.mean.empty() && description.std.empty()) {
    description.mean = set.format.mean.empty() ? std::vector<double>{0.0} : set.format.mean;
    description.std = set.format.std.empty() ? std::vector<double>{1.0} : set.format.std;
  }
  if (!set.targetColumn.empty()) description.target = set.targetColumn;
  return description;
}

}  // namespace spindle
