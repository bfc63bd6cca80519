// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dynamics/change_point.h"

#include "core/dynamics/sentence.h"
#include "core/dynamics/v_shaped_fit.h"

#include <algorithm>
#include <functional>

namespace spindle {
namespace {

constexpr std::size_t leastKnown = 3;

}  // namespace

ChangePointFit::ChangePointFit(const OrderSeries& series) : checkpoints_(series.checkpoints()) {
  std::vector<double> weights;
  for (std::size_t t = 0; t < series.checkpoints(); ++t) {
    if (series.weight(t) == 0.0) continue;
    index_.push_back(t);
    weights.push_back(series.weight(t));
  }
  const std::size_t count = index_.size();
  if (count < leastKnown) return;
  std::vector<VShapedFit> fits;  // of the shares of all orders above k
  std::vector<double> above(count, 0.0);
  for (auto k = static_cast<std::size_t>(series.variables()); k-- > 1;) {
    for (std::size_t i = 0; i < count; ++i) above[i] += series.shares(index_[i])[k];
    fits.emplace_back(above, weights);
  }
  std::vector<double> residual(count, 0.0);
  for (const VShapedFit& fit : fits) {
    for (std::size_t s = 0; s < count; ++s) residual[s] += fit.residual(s);
  }
  // Rounding must not decide between splits that are all exact: the last of them counts.
  const double least = *std::min_element(residual.begin(), residual.end());
  double weightSum = 0.0;
  for (double weight : weights) weightSum += weight;
  split_ = count - 1;
  while (residual[split_] > least + 1e-14 * weightSum) --split_;
  meanOrder_.assign(count, 1.0);
  for (const VShapedFit& fit : fits) {
    const std::vector<double> fitted = fit.fitted(split_);
    std::transform(meanOrder_.begin(), meanOrder_.end(), fitted.begin(), meanOrder_.begin(), std::plus<>());
  }
  fall_ = meanOrder_.front() - meanOrder_[split_];
  rise_ = meanOrder_.back() - meanOrder_[split_];
  const double oneWay = std::min(residual.front(), residual.back());
  gain_ = oneWay > 0.0 ? 1.0 - least / oneWay : 0.0;
}

bool ChangePointFit::turns(const PhaseOptions& options) const {
  return fall_ >= options.fall && rise_ >= options.rise && gain_ >= options.turnGain;
}

std::optional<std::size_t> ChangePointFit::start(const PhaseOptions& options) const {
  if (index_.size() < leastKnown || !turns(options)) return std::nullopt;
  std::size_t at = index_.size() - 1;
  while (at > split_ && meanOrder_[at] > meanOrder_[split_] + options.tie) --at;
  return index_[at];
}

PhaseResult ChangePointFit::result(const PhaseOptions& options) const {
  constexpr const char* rule = "change point";
  const auto none = [](const std::string& why) {
    return PhaseResult{std::nullopt, std::nullopt, rule, "No start of phase two: " + why};
  };
  if (index_.size() < leastKnown)
    return none(
        sentence("the strength by order is known at %zu of %zu checkpoints only.", index_.size(), checkpoints_));
  if (!turns(options)) {
    return none(
        sentence("the best split into a falling and a rising part, at checkpoint %zu of %zu, falls by "
                 "%.2f and rises by %.2f in mean order and saves %.0f %% of the residual of a series "
                 "without a turn; %.2f, %.2f and %.0f %% are needed.",
                 index_[split_] + 1, checkpoints_, fall_, rise_, 100.0 * gain_, options.fall, options.rise,
                 100.0 * options.turnGain));
  }
  const std::size_t at = *start(options);
  return {at, std::nullopt, rule,
          sentence("The shares of the orders fit a fall up to checkpoint %zu of %zu (%.2f in mean order) and a rise "
                   "after it (%.2f) with %.0f %% less residual than the best monotone fit.",
                   at + 1, checkpoints_, fall_, rise_, 100.0 * gain_)};
}

}  // namespace spindle
