// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/run_control.h"
#include "core/dynamics/salience.h"
#include "core/game/decomposition.h"
#include "core/game/score.h"
#include "core/measure/dynamics_frame.h"
#include "core/run/run.h"

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
  DecompositionOptions decomposition;
  Salience salience;              ///< of the strengths that are stored; can be chosen anew from the results at any time
  int workers = workerPerCore();  ///< threads; does not change a bit of the result
  std::size_t batch = 0;          ///< rows asked of the network at once; 0 = measured at the start
  bool shareFirstLayer = true;
  std::vector<std::string> notes;  ///< what was guessed about the network; told once, with the first checkpoint

  [[nodiscard]] std::vector<std::string> problems(const Run& run) const;
};

ExtractionOptions extractionOptions(const Run& run);  ///< of run.chosenSamples()
/// Throws UserError when there is no such sample.
ExtractionOptions extractionOptions(const Run& run, std::vector<std::size_t> samples);

/// Masks at a layer instead of the input (METHOD.md#masking-at-a-layer). layer: a name for NetworkOptions::maskAt.
/// Where the run describes no variables, these become the papers': 10 cells out of the central 6x6 of an 8x8 grid, the
/// same for all samples.
void maskAtLayer(const Run& run, const std::string& layer, ExtractionOptions& options);

/// The header of the results file for this computation; options as JSON hold all that is needed to repeat it.
ResultsHeader resultsHeader(const Run& run, const ExtractionOptions& options);

/// Computes the frames of options.checkpoints that `skip` does not exclude, checkpoint after checkpoint, with
/// options.workers threads, and hands each to sink from the calling thread as soon as it is finished. A checkpoint
/// that cannot be read or returns NaN gives a frame with `failed` or notes, and the others go on. Throws UserError
/// when nothing can be computed at all (architecture missing, every checkpoint failed).
Outcome extract(const Run& run, const ExtractionOptions& options, const std::vector<bool>& skip, FrameSink& sink,
                RunControl& control);

}  // namespace spindle
