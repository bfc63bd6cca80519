// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/log/run_losses.h"

#include "core/base/text.h"

#include <algorithm>
#include <cmath>

namespace spindle {
namespace {

using Kind = Finding::Kind;

constexpr const char* sampleLossesName = "sample_losses.csv";  // as core/measure writes it

}  // namespace

LossChoice takeLosses(const FoundLog& found, const RunDescription& description, CheckpointSeries& series,
                      std::vector<Finding>& findings) {
  if (!found.log) {
    findings.push_back({Kind::missing, "losses", found.problem, "metrics"});
    return {};
  }
  auto choice = chooseLossColumns(*found.log, description.lossColumns);
  const auto& columns = choice.columns;
  if (columns.train.empty() && columns.test.empty()) {
    std::vector<std::string> names;
    for (const auto& column : found.log->columns) names.push_back(column.name);
    findings.push_back({Kind::missing, "losses",
                        found.log->source + " has no column that looks like a loss (" + listed(names, 8) + ")",
                        "loss_columns"});
    return choice;
  }
  const auto part = [](const char* role, const std::string& column) {
    return column.empty() ? std::string("no ") + role + " loss" : std::string(role) + " = " + column;
  };
  std::string text = found.log->source + ": " + part("train", columns.train) + ", " + part("test", columns.test);
  const auto alternatives = [&](const std::vector<std::string>& candidates, const std::string& taken) {
    std::vector<std::string> others;
    std::copy_if(candidates.begin(), candidates.end(), std::back_inserter(others),
                 [&](const std::string& name) { return name != taken; });
    if (!others.empty()) text += "; not " + listed(others, 3);
  };
  alternatives(choice.trainCandidates, columns.train);
  alternatives(choice.testCandidates, columns.test);
  const bool given = !description.lossColumns.train.empty() || !description.lossColumns.test.empty();
  findings.push_back({given ? Kind::found : Kind::guessed, "losses", text, "loss_columns"});
  // A log of training counts steps, which this axis does not; the losses computed from the samples go by the axis.
  if (!series.axis.empty() && !found.log->source.ends_with(sampleLossesName)) {
    findings.push_back({Kind::missing, "losses",
                        found.log->source + " goes by training steps, the checkpoints by " + series.axis +
                            ": not joined; spindle losses computes them from the samples",
                        "metrics"});
    return choice;
  }
  const auto joined = joinLosses(lossCurve(*found.log, columns), series);
  findings.push_back({joined.empty() ? Kind::missing : Kind::found, "losses",
                      joined.empty() ? found.log->source + " has no loss at a step or epoch of a checkpoint"
                                     : "checkpoints: " + joined,
                      "metrics"});
  for (const auto& note : found.log->notes) findings.push_back({Kind::found, "losses", note, "metrics"});
  if (!found.others.empty()) {
    findings.push_back({Kind::guessed, "losses", "not used: " + listed(found.others), "metrics"});
  }
  return choice;
}

void fillEpochs(const TrainingLog& log, CheckpointSeries& series) {
  if (!log.epochsFinished || series.stepsAreEpochs) return;
  for (auto& checkpoint : series.checkpoints) {
    for (const auto& column : log.columns) {
      if (!std::isnan(checkpoint.epoch)) break;
      for (const auto& point : column.points) {
        if (point.step == checkpoint.step) checkpoint.epoch = point.epoch;
      }
    }
  }
}

}  // namespace spindle
