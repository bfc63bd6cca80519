// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/stored_analysis.h"
#include "core/dynamics/order_strength.h"
#include "core/store/results_file.h"

#include <optional>
#include <string>
#include <vector>

namespace spindle {

/// What the figures draw, taken from a results file once. Checkpoints without results are left out.
struct FigureData {
  struct Point {
    double step = 0.0, epoch = 0.0, trainLoss = 0.0, testLoss = 0.0;  ///< NaN where unknown, except step
    OrderStrength strength;
  };
  /// One checkpoint of phase two beside the theory.
  struct Theory {
    std::size_t point = 0;  ///< index into points
    double sigma2 = 0.0, residual = 0.0;
    std::vector<double> measured, predicted;  ///< shares by order
  };
  std::string run;
  int variables = 0;
  std::size_t samples = 0;
  std::vector<Point> points;            ///< in the order of training
  std::optional<std::size_t> phaseTwo;  ///< index into points
  std::string phaseRule;
  std::vector<Theory> theory;                   ///< only with an analysis
  std::string choices;                          ///< in one line: threshold, what was masked and where, protocol
  std::optional<GroupComparison> groups;        ///< of the last point; only with an analysis
  std::vector<SparsityCurve> sparsity;          ///< of each point; only with an analysis
  std::vector<std::vector<double>> similarity;  ///< of each point, by order; empty without an analysis or splits
};

/// Reads every stored checkpoint: O(checkpoints x samples x 2^n) from the disk. Throws UserError when none is stored.
FigureData figureData(const ResultsReader& results);

/// With theory and generalization, and the analysis' threshold and phases.
FigureData figureData(const ResultsReader& results, const StoredAnalysis& analysis);

/// The points shown when nobody chose: the first, the phase-two start and the last, with one between each, by log step.
std::vector<std::size_t> representativePoints(const FigureData& data);

/// The points nearest to the given steps, in order of training, each once.
std::vector<std::size_t> pointsNearSteps(const FigureData& data, const std::vector<double>& steps);

}  // namespace spindle
