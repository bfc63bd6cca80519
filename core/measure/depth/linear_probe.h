// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/run_control.h"

#include <cstddef>
#include <span>
#include <vector>

namespace spindle {

/// A linear classifier on the features of a layer: logits = weights x + bias.
struct LinearProbe {
  std::size_t width = 0;        ///< features of one row
  std::vector<double> weights;  ///< [class][feature]
  std::vector<double> bias;     ///< [class]

  [[nodiscard]] std::size_t classes() const { return bias.size(); }

  /// rows: rows * width floats; logits: rows * classes() floats. Sums in double.
  void evaluate(std::span<const float> rows, std::span<float> logits) const;
};

struct ProbeOptions {
  double l2 = 1e-4;         ///< weight of half the sum of the squared weights beside the mean cross-entropy
  int maxIterations = 500;  ///< of L-BFGS
  double tolerance = 1e-6;  ///< it stops when no entry of the gradient is larger
};

struct FittedProbe {
  LinearProbe probe;
  double loss = 0.0;      ///< mean cross-entropy on the rows that it was fitted to, without the penalty
  double accuracy = 0.0;  ///< on them
  int iterations = 0;
};

/// Multinomial logistic regression (METHOD.md#layer-probes). Features are centered and divided by one number for all,
/// the root of the mean squared norm of a row, so that the penalty means the same in every layer; the bias is free.
/// Minimized from zero by L-BFGS (10 pairs, Armijo line search) in double: the same bytes every time. rows:
/// labels.size()
/// * width floats; labels below classes. About 4 * rows * width * classes operations an iteration, some 50 to 300 of
/// them. Throws Stopped; std::invalid_argument for no rows or spans that do not fit.
FittedProbe fitProbe(std::span<const float> rows, std::size_t width, std::span<const std::size_t> labels,
                     std::size_t classes, const ProbeOptions& options = {}, const RunControl& control = RunControl());

/// Mean cross-entropy and share of rows whose label has the largest logit.
struct ProbeQuality {
  double loss = 0.0, accuracy = 0.0;
};
ProbeQuality probeQuality(const LinearProbe& probe, std::span<const float> rows, std::span<const std::size_t> labels);

}  // namespace spindle
