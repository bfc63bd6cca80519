#pragma once

#include "core/base/run_control.h"
#include "core/dynamics/class_similarity.h"
#include "core/dynamics/generalisation.h"
#include "core/dynamics/phase_report.h"
#include "core/dynamics/salience.h"
#include "core/dynamics/theory_fit.h"
#include "core/input/sample_set.h"
#include "core/store/results_file.h"

#include <optional>
#include <vector>

namespace spindle {

/// What theory says of one checkpoint of phase two.
struct TheoryPoint {
  std::size_t checkpoint = 0;
  TheoryFit fit;
  std::vector<double> measured;  ///< shares by order
  double geometric = 0.0;        ///< residual of the geometric baseline
};

/// Everything beyond strengths that a results file tells; vectors go by checkpoint of the file. Immutable.
struct StoredAnalysis {
  Salience salience;
  std::vector<SampleStrengths> samples;
  PhaseReport phases;
  std::vector<TheoryPoint> theory;            ///< from the start of phase two on; empty where none was found
  std::vector<SimilarityByOrder> similarity;  ///< train against test; empty where the file does not say which is which
  std::vector<SampleTurn> turns;              ///< those that turn to high orders first at the front
};

/// "train", "test" or "unknown" of each sample, from the file's options; all unknown in older files.
std::vector<Split> storedSplits(const ResultsHeader& header);

/// Reads every table once, and those of the last checkpoint twice. Some 0.1 s a checkpoint of 32 samples at n = 10.
/// Throws Stopped when control says so.
StoredAnalysis analyseStored(const ResultsReader& results, const Salience& salience, RunControl& control);

}  // namespace spindle
