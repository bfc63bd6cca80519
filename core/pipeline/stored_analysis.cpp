#include "core/pipeline/stored_analysis.h"

#include "core/dynamics/strength_curve.h"
#include "core/pipeline/stored_dynamics.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace spindle {
namespace {

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
  return strengthCurve(samples, {InteractionPart::both, Normalisation::sum}).totals();
}

std::vector<TheoryPoint> theoryOf(const ResultsReader& results, const StoredAnalysis& analysis, RunControl& control) {
  std::vector<TheoryPoint> points;
  if (!analysis.phases.meanOrder.checkpoint) return points;
  std::size_t last = analysis.samples.size();
  while (last > 0 && analysis.samples[last - 1].presentSamples() == 0) --last;
  if (last == 0) return points;
  const StoredCheckpoint stored(results, last - 1);
  const TheoryModel model(stored.interactions(), analysis.samples[last - 1].threshold());
  for (std::size_t c = *analysis.phases.meanOrder.checkpoint; c < last; ++c) {
    if (control.stopRequested()) throw Stopped{};
    if (analysis.samples[c].presentSamples() == 0) continue;
    const std::vector<double> measured = sharesOf(analysis.samples[c]);
    if (auto fit = model.fit(measured))
      points.push_back({c, std::move(*fit), measured, fitGeometric(measured).residual});
  }
  return points;
}

}  // namespace

std::vector<Split> storedSplits(const ResultsHeader& header) {
  std::vector<Split> splits(header.samples(), Split::unknown);
  const auto options = nlohmann::json::parse(header.options, nullptr, false);
  if (!options.is_object() || !options.contains("splits")) return splits;
  const auto& list = options.at("splits");
  for (std::size_t s = 0; s < splits.size() && list.is_array() && s < list.size(); ++s) {
    if (list[s] == "train") splits[s] = Split::train;
    if (list[s] == "test") splits[s] = Split::test;
  }
  return splits;
}

StoredAnalysis analyseStored(const ResultsReader& results, const Salience& salience, RunControl& control) {
  const ResultsHeader& header = results.header();
  StoredAnalysis analysis;
  analysis.salience = salience;
  const std::vector<Split> splits = storedSplits(header);
  const auto labels = labelsOf(header, splits);
  const bool both = std::find(splits.begin(), splits.end(), Split::train) != splits.end() &&
                    std::find(splits.begin(), splits.end(), Split::test) != splits.end();
  for (std::size_t c = 0; c < header.checkpoints(); ++c) {
    if (control.stopRequested()) throw Stopped{};
    const StoredCheckpoint stored(results, c);
    const double threshold = salienceThreshold(stored.interactions(), salience);
    analysis.samples.emplace_back(stored.interactions(), threshold);
    if (both) analysis.similarity.push_back(similarityByOrder(withKnownSplit(stored, splits), labels, threshold, 1));
    control.progress(c + 1, header.checkpoints(), header.checkpointNames[c]);
  }
  analysis.phases = findPhases(analysis.samples, header.trainLoss, header.testLoss);
  analysis.turns = sampleTurns(analysis.samples);
  analysis.theory = theoryOf(results, analysis, control);
  return analysis;
}

}  // namespace spindle
