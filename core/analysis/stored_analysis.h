// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/generalization/class_similarity.h"
#include "core/analysis/generalization/sample_groups.h"
#include "core/analysis/salience/sparsity_curve.h"
#include "core/analysis/theory/theory_fit.h"
#include "core/analysis/trust/checkpoint_trust.h"
#include "core/base/run_control.h"
#include "core/dynamics/phase_report.h"
#include "core/results/stored_choices.h"

#include <filesystem>
#include <memory>
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
  std::shared_ptr<const TheoryModel> model;   ///< of the last checkpoint; null where theory is empty
  std::vector<SimilarityByOrder> similarity;  ///< train against test; empty where the file does not say which is which
  std::vector<GroupComparison> groups;        ///< clean against mislabeled training samples; empty where none is known
  std::vector<SampleTurn> turns;              ///< those that turn to high orders first at the front
  std::vector<CheckpointTrust> trust;
  std::vector<SparsityCurve> sparsity;            ///< thinned to some 200 points; empty curves where nothing is stored
  std::vector<std::vector<OrderStrength>> draws;  ///< of the variables, see variable_draws.h; empty without a file
  std::vector<std::string> drawsLeftOut;          ///< a sentence each
};

struct AnalysisOptions {
  Salience salience;
  PhaseOptions phases;
  std::filesystem::path file;  ///< of the results: draws of the variables are looked for beside it; empty: not at all
};

/// Reads every table once, and those of the last checkpoint twice. Some 0.1 s a checkpoint of 32 samples at n = 10.
/// Throws Stopped when control says so.
StoredAnalysis analyzeStored(const ResultsReader& results, const AnalysisOptions& options, RunControl& control);

/// The same with other constants of the phase rules. Reads no table, or those of the last checkpoint where theory was
/// not asked for before.
StoredAnalysis withPhases(const ResultsReader& results, StoredAnalysis analysis, const PhaseOptions& options,
                          RunControl& control);

}  // namespace spindle
