// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/stored_analysis.h"

#include "core/dynamics/strength_curve.h"
#include "core/results/stored_draws.h"
#include "core/results/stored_dynamics.h"

#include <algorithm>
#include <utility>

namespace spindle {
namespace {

constexpr std::size_t curvePoints = 200;

std::vector<SampleLabel> labelsOf(const ResultsHeader& header, const std::vector<Split>& splits) {
  std::vector<SampleLabel> labels;
  for (std::size_t s = 0; s < header.samples(); ++s)
    labels.push_back({header.sampleTarget[s], splits[s] == Split::test});
  return labels;
}

/// The interactions of samples whose split is known; the others count nowhere.
std::vector<SampleInteractions> withKnownSplit(const StoredCheckpoint& stored, const std::vector<Split>& splits) {
  std::vector<SampleInteractions> list = stored.interactions();
  for (std::size_t s = 0; s < list.size(); ++s) {
    if (splits[s] == Split::unknown) list[s] = {};
  }
  return list;
}

std::vector<double> sharesOf(const SampleStrengths& samples) {
  return strengthCurve(samples, {InteractionPart::both, Normalization::sum}).totals();
}

void addTheory(const ResultsReader& results, StoredAnalysis& analysis, RunControl& control) {
  if (!analysis.phases.meanOrder.checkpoint) return;
  std::size_t last = analysis.samples.size();
  while (last > 0 && analysis.samples[last - 1].presentSamples() == 0) --last;
  if (last == 0) return;
  if (!analysis.model) {
    const StoredCheckpoint stored(results, last - 1);
    analysis.model = std::make_shared<TheoryModel>(stored.interactions(), analysis.samples[last - 1].threshold());
  }
  for (std::size_t c = *analysis.phases.meanOrder.checkpoint; c < last; ++c) {
    if (control.stopRequested()) throw Stopped{};
    if (analysis.samples[c].presentSamples() == 0) continue;
    const std::vector<double> measured = sharesOf(analysis.samples[c]);
    if (auto fit = analysis.model->fit(measured))
      analysis.theory.push_back({c, std::move(*fit), measured, fitGeometric(measured).residual});
  }
}

}  // namespace

StoredAnalysis withPhases(const ResultsReader& results, StoredAnalysis analysis, const PhaseOptions& options,
                          RunControl& control) {
  const ResultsHeader& header = results.header();
  analysis.phases = findPhases(analysis.samples, header.trainLoss, header.testLoss, options);
  analysis.turns = sampleTurns(analysis.samples, options);
  analysis.theory.clear();
  addTheory(results, analysis, control);
  return analysis;
}

StoredAnalysis analyzeStored(const ResultsReader& results, const AnalysisOptions& options, RunControl& control) {
  const ResultsHeader& header = results.header();
  StoredAnalysis analysis;
  analysis.salience = options.salience;
  const std::vector<Split> splits = storedSplits(header);
  const auto labels = labelsOf(header, splits);
  const auto has = [&splits](Split wanted) { return std::find(splits.begin(), splits.end(), wanted) != splits.end(); };
  const bool both = has(Split::train) && has(Split::test);
  const std::vector<bool> mislabeled = storedMislabeled(header);
  const bool noise = std::find(mislabeled.begin(), mislabeled.end(), true) != mislabeled.end();
  std::vector<bool> clean(header.samples());
  for (std::size_t s = 0; s < clean.size(); ++s)
    clean[s] = !mislabeled[s] && (splits[s] == Split::train || !has(Split::train));
  for (std::size_t c = 0; c < header.checkpoints(); ++c) {
    if (control.stopRequested()) throw Stopped{};
    const StoredCheckpoint stored(results, c);
    const double threshold = salienceThreshold(stored.interactions(), options.salience);
    analysis.samples.emplace_back(stored.interactions(), threshold);
    analysis.trust.push_back(checkpointTrust(stored, threshold));
    analysis.sparsity.push_back(sparsityCurve(stored.interactions(), threshold, InteractionPart::both, curvePoints));
    if (noise) analysis.groups.push_back(compareGroups(analysis.samples.back(), clean, mislabeled));
    if (both) analysis.similarity.push_back(similarityByOrder(withKnownSplit(stored, splits), labels, threshold, 1));
    control.progress(c + 1, header.checkpoints(), header.checkpointNames[c]);
  }
  analysis = withPhases(results, std::move(analysis), options.phases, control);
  if (!options.file.empty()) {
    analysis.draws = storedDraws(results, options.file, options.salience, control);
    analysis.drawsLeftOut = drawsLeftOut(results, options.file);
  }
  return analysis;
}

}  // namespace spindle
