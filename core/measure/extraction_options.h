// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/option_problem.h"
#include "core/dynamics/salience.h"
#include "core/game/decomposition_options.h"
#include "core/game/score.h"
#include "core/results/parts/part.h"
#include "core/run/run.h"
#include "core/store/results_file.h"

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace spindle {

/// One worker for each core that this process may use, 1 to 256.
int workerPerCore();

/// Everything that decides the numbers of an extraction. extractionOptions(run) fills it from run.json; the command
/// line and the window change fields.
struct ExtractionOptions {
  std::vector<std::size_t> samples;       ///< indices into run.samples()
  std::vector<std::size_t> checkpoints;   ///< indices into run.series()
  std::vector<InputVariables> variables;  ///< one for each chosen sample, equal counts
  Baseline baseline;
  bool clusterMean = false;  ///< points of a masked cluster move to its mean, instead of to the baseline
  Background background = Background::keep;
  std::string maskAt;                 ///< layer whose output is masked; empty: the input
  int maskRows = 8, maskColumns = 8;  ///< grid of cells that the variables are made of, where a layer is masked
  std::string protocol;               ///< "two-phase", or empty; for the record
  Score score = Score::logOdds;
  OutputKind output = OutputKind::logits;
  DecompositionOptions decomposition = {.ties = TieBreak::low};
  NoiseScale noiseScale = NoiseScale::sample;
  Salience salience;              ///< of the strengths that are stored; can be chosen anew from the results at any time
  int workers = workerPerCore();  ///< threads; does not change a bit of the result
  std::size_t batch = 0;          ///< rows asked of the network at once; 0 = by rule (withBatch)
  bool shareFirstLayer = true;
  std::optional<std::size_t> first;      ///< checkpoint (index into run.series()) that is computed before the others
  std::vector<std::size_t> notNow = {};  ///< checkpoints that are not computed although they are not finished
  std::optional<ResultsSource> source = {};  ///< what was read, where it is known already (see results_source.h)
  std::vector<std::string> notes;          ///< what was guessed about the network; told once, with the first checkpoint
  std::vector<std::string> valuesOf = {};  ///< layers whose values are read (see NetworkOptions); not stored
  std::string device = "cpu";              ///< where the networks run (see deviceFrom)
  std::optional<Part> part = {};           ///< the pairs of this part alone, in a shard
  std::string command = {};                ///< of a part: what makes any other (StoredPart)
  /// Where given, true ends the work once each worker has finished its sample, and finished samples of an unfinished
  /// checkpoint are kept. Any thread; not stored.
  std::function<bool()> endAfterSample = {};

  /// What cannot be computed, worst first.
  [[nodiscard]] std::vector<OptionProblem> problems(const Run& run) const;
};

/// Whether the pair is in the part that options are about; all are where that is none.
bool inPart(const ExtractionOptions& options, std::size_t row, std::size_t position);
bool inPart(const ExtractionOptions& options, std::size_t row);  ///< some pair of the row is

/// What is wrong with a choice of samples.
std::vector<OptionProblem> sampleProblems(const Run& run, std::span<const std::size_t> samples);

ExtractionOptions extractionOptions(const Run& run);  ///< of run.chosenSamples()
/// Throws UserError when there is no such sample.
ExtractionOptions extractionOptions(const Run& run, std::vector<std::size_t> samples);

/// Masks at a layer instead of the input (METHOD.md#masking-at-a-layer). layer: a name for NetworkOptions::maskAt.
/// Where the run describes no variables, these become the papers': 10 cells out of the central 6x6 of an 8x8 grid, the
/// same for all samples.
void maskAtLayer(const Run& run, const std::string& layer, ExtractionOptions& options);

/// The header of the results file for this computation; options as JSON hold all that is needed to repeat it.
ResultsHeader resultsHeader(const Run& run, const ExtractionOptions& options);

}  // namespace spindle
