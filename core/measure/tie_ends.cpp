// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/tie_ends.h"

#include "core/base/ordered_work.h"
#include "core/base/user_error.h"
#include "core/dynamics/no_phases.h"
#include "core/game/decompose.h"
#include "core/results/open_results.h"
#include "core/results/pair_interactions.h"
#include "core/results/result_rows.h"
#include "core/results/results_options.h"
#include "core/results/stored_dynamics.h"
#include "core/results/stored_ties.h"

#include <algorithm>

namespace spindle {
namespace {

DecompositionOptions optionsAt(const MeasurementOptions& measured, TieBreak end) {
  DecompositionOptions options;
  options.ties = end;
  if (measured.noiseBound) options.noiseBound = *measured.noiseBound;
  if (measured.gap) options.gap = *measured.gap;
  if (measured.maxIterations) options.maxIterations = static_cast<int>(*measured.maxIterations);
  return options;
}

/// Mean of the ranges of the samples that are there.
double meanRangeOf(const std::vector<PairResult>& pairs) {
  std::vector<CoalitionTable> tables;
  for (const PairResult& pair : pairs) {
    if (pair.values.variables() > 0) tables.push_back(pair.values);
  }
  return meanRange(tables);
}

std::vector<PairResult> decomposedAnew(const ResultsReader& results, std::size_t checkpoint,
                                       DecompositionOptions options, NoiseScale scale, const RunControl& control) {
  std::vector<PairResult> pairs = storedPairs(results, checkpoint);
  if (scale == NoiseScale::mean) options.noiseRange = meanRangeOf(pairs);
  for (PairResult& pair : pairs) {
    if (control.stopRequested()) throw Stopped{};
    if (pair.values.variables() == 0) continue;
    Decomposition anew = std::move(decompose({&pair.values, 1}, options, control).front());
    pair.andPart = std::move(anew.andPart);
    pair.orPart = std::move(anew.orPart);
    pair.l1 = anew.l1;
    pair.lowerBound = anew.lowerBound;
  }
  return pairs;
}

bool isThere(const std::filesystem::path& file, const ResultsReader& results, TieBreak end) {
  std::error_code error;
  if (!std::filesystem::exists(file, error)) return false;
  try {
    const auto other = openResults(file);
    return sameScores(results.header(), other->header()) && readOptions(other->header()).measurement.ties == end &&
           !other->stopped();
  } catch (const UserError&) {
    return false;
  }
}

void writeEnd(const ResultsReader& results, const std::filesystem::path& file, TieBreak end, int workers,
              std::size_t before, std::size_t total, RunControl& control) {
  ResultsOptions options = readOptions(results.header());
  const DecompositionOptions anew = optionsAt(options.measurement, end);
  const Salience salience = options.view.salience;
  const NoiseScale scale = options.measurement.noiseScale.value_or(NoiseScale::sample);
  options.measurement.ties = end;
  ResultsHeader header = results.header();
  header.options = writeOptions(options);
  const auto writer = ResultsWriter::replace(file, header);
  std::vector<OrderStrength> series(header.checkpoints());
  using Work = OrderedWork<std::vector<PairResult>>;
  const auto produce = [&](std::size_t, std::size_t c) { return decomposedAnew(results, c, anew, scale, control); };
  const auto consume = [&](std::size_t c, const std::vector<PairResult>& pairs) {
    std::vector<SampleInteractions> interactions;
    for (const PairResult& pair : pairs) interactions.push_back(interactionsOf(pair, salience.orderOne));
    const bool any = std::any_of(pairs.begin(), pairs.end(), [](const auto& pair) { return pair.values.size() > 1; });
    if (any) {
      series[c] = orderStrength(interactions, salience);
      writer->write(c, pairs, strengthRow(series[c]), series[c].threshold);
    }
    control.progress(before + c + 1, total, header.checkpointNames[c]);
  };
  const auto threads = static_cast<std::size_t>(std::max(1, workers));
  Work::run(header.checkpoints(), threads, 2 * threads, produce, consume);
  writer->finish(phaseRecord(phaseTwoStart(header.series, series), header), results.stopped());
}

}  // namespace

TieEndsReport computeTieEnds(const std::filesystem::path& file, int workers, RunControl& control) {
  const auto results = openResults(file);
  const MeasurementOptions measured = readOptions(results->header()).measurement;
  if (measured.decomposition != DecompositionMethod::sparsest)
    throw UserError(file.string() +
                    " was not computed with the decomposition \"and-or\", which alone has ties; compute it with that.");
  std::vector<TieBreak> missing;
  for (const TieBreak end : {TieBreak::low, TieBreak::high}) {
    if (measured.ties != end && !isThere(tiesPath(file, end), *results, end)) missing.push_back(end);
  }
  TieEndsReport report;
  const std::size_t each = results->header().checkpoints();
  try {
    for (std::size_t i = 0; i < missing.size(); ++i) {
      const auto path = tiesPath(file, missing[i]);
      writeEnd(*results, path, missing[i], workers, i * each, missing.size() * each, control);
      report.written.push_back(path);
    }
  } catch (const Stopped&) {
    report.outcome = Outcome::stopped;
  }
  return report;
}

}  // namespace spindle
