// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/theory/theory.h"
#include "core/dynamics/sample_interactions.h"
#include "core/dynamics/strength_curve.h"

#include <optional>
#include <span>
#include <vector>

namespace spindle {

/// Choices of the theoretical distribution (METHOD.md#theoretical-distribution).
struct TheoryOptions {
  InteractionPart part = InteractionPart::both;
  double factor = 0.03;       ///< of the per-sample theoretical threshold
  bool emptySetAsIs = false;  ///< w*(empty) = v(empty) in the AND part, as printed, instead of 0
};

/// sigma2 fitted to one checkpoint.
struct TheoryFit {
  double sigma2 = 0.0;
  double residual = 0.0;       ///< L1 distance of the two distributions, 0 to 2
  std::vector<double> shares;  ///< theoretical distribution by order at sigma2, sums to 1 (all 0: nothing salient)
};

/// The distribution by order that the theory predicts from the interactions of the final checkpoint. w* of a sample are
/// its interactions with |I| >= threshold after the order-1 merge, others 0; the solution is applied to the AND and the
/// OR vector on their own, and the strengths are added. An interaction w(S) of the solution counts when |w(S)| >=
/// factor |sum of w over S nonempty|: the theoretical threshold is per sample, the measured one a mean over samples (as
/// published). The grid of fits is evaluated once. Immutable; calls from several threads are safe.
class TheoryModel {
 public:
  /// finalSamples: the final checkpoint; missing samples are left out. threshold: of that checkpoint.
  /// Cost: 91 solutions of O(n 2^n) a sample and kind; about 0.3 s for 32 samples of n = 10.
  TheoryModel(std::span<const SampleInteractions> finalSamples, double threshold,
              const TheoryOptions& options = TheoryOptions());

  /// Shares by order, order k at index k - 1; all 0 when nothing is salient. About 3 ms for 32 samples of n = 10.
  [[nodiscard]] std::vector<double> shares(double sigma2) const;

  /// The sigma2 with the smallest L1 distance to the measured shares (n entries that sum to 1): the grid 10^-7 .. 10^2
  /// with 10 points a decade, then golden section between the neighbors of the best point, to 1e-3 in log10. Ties go
  /// to the larger sigma2. None when the measured shares are all 0 or no sample is present. Nothing is claimed for
  /// phase one: only checkpoints of phase two should be fitted.
  [[nodiscard]] std::optional<TheoryFit> fit(std::span<const double> measured) const;

  [[nodiscard]] int variables() const { return n_; }

  /// The grid, computed before: its number of points, sigma2 there, and the shares there at no cost.
  [[nodiscard]] std::size_t gridSize() const { return grid_.size(); }
  [[nodiscard]] static double gridSigma2(std::size_t point);
  [[nodiscard]] const std::vector<double>& gridShares(std::size_t point) const { return grid_[point]; }

 private:
  struct Sample {
    std::optional<TheorySpectrum> andPart, orPart;
  };
  int n_ = 0;
  double factor_;
  std::vector<Sample> samples_;
  std::vector<std::vector<double>> grid_;
};

/// Sum of |a - b|.
double l1Distance(std::span<const double> a, std::span<const double> b);

/// The fair baseline that the papers do not give: the geometric distribution on 1 .. n with one parameter, p(k) ~ q^k,
/// fitted by the same distance. Returns the residual and the shares; sigma2 holds q.
TheoryFit fitGeometric(std::span<const double> measured);

}  // namespace spindle
