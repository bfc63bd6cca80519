// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/analysis.h"
#include "core/analysis/context_orders/context_orders.h"
#include "core/analysis/context_orders/context_strength.h"

#include <array>
#include <optional>

namespace spindle {

/// Of what a context order is told: the scores, or what one kind of interactions contributes to them. The AND and OR
/// parts add up to the whole but for the noise term that the decomposition may leave out of the scores.
enum class ContextPart : std::size_t { whole, andPart, orPart };
inline constexpr std::array<const char*, 3> contextPartNames{"whole", "and", "or"};
inline constexpr std::array<const char*, 3> contextPartTitles{"whole", "AND part", "OR part"};

/// The multi-order interactions of every pair, sample and checkpoint: 8 bytes a part, pair and context order.
class ContextPass : public TablePass {
 public:
  explicit ContextPass(std::size_t checkpoints);
  void visit(std::size_t checkpoint, const StoredCheckpoint& stored, const SampleStrengths& strengths) override;

  /// [sample]; missing samples have no variables. Empty where nothing is computed.
  [[nodiscard]] const std::vector<ContextOrders>& at(std::size_t checkpoint, ContextPart part) const;
  /// Largest |whole - AND part - OR part| of any pair, order, sample and checkpoint.
  [[nodiscard]] double noise() const { return noise_; }

 private:
  std::vector<std::array<std::vector<ContextOrders>, 3>> orders_;
  double noise_ = 0.0;
};

/// Which pairs are averaged over, for each sample: all (also for samples without a place), or those that lie near one
/// another; none where a sample's variables have no place.
std::optional<std::vector<std::vector<std::size_t>>> chosenPairs(const ResultsHeader& header, bool near);

/// The curves of all parts: [checkpoint][part].
using ContextCurves = std::vector<std::array<ContextCurve, 3>>;

/// At every checkpoint.
ContextCurves contextCurves(const ContextPass& pass, std::size_t checkpoints,
                            std::span<const std::vector<std::size_t>> pairs, RunControl& control);

/// Mean over samples of I^(m)(i, j) of one part as a matrix [i * n + j], symmetric, NaN on the diagonal; of one sample
/// where one is given. Empty where nothing is known.
std::vector<double> pairMatrix(std::span<const ContextOrders> samples, std::size_t order,
                               std::optional<std::size_t> sample);

}  // namespace spindle
