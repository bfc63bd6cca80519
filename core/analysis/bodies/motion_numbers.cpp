// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/bodies/motion_numbers.h"

#include "core/game/coalition.h"
#include "core/game/moebius.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace spindle {

ErrorSummary errorSummary(const MeasuredArray& errors, std::size_t row, std::size_t time) {
  std::vector<double> all;
  double sum = 0.0;
  for (std::size_t i = 0; i < errors.extent[1]; ++i) {
    all.push_back(errors.at(row, i, time));
    sum += all.back();
  }
  if (!std::isfinite(sum)) return {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::quiet_NaN()};
  std::sort(all.begin(), all.end());
  const std::size_t half = all.size() / 2;
  return {sum / static_cast<double>(all.size()), all.size() % 2 == 1 ? all[half] : (all[half - 1] + all[half]) / 2.0};
}

OrderComparison compareOrders(const BodyMotion& motion, std::size_t checkpoint, std::size_t time) {
  const std::size_t orders = motion.bodies - 1, count = motion.coalitions();
  OrderComparison compared;
  for (auto* list : {&compared.network, &compared.truth, &compared.error}) list->assign(orders, 0.0);
  for (std::size_t s = 0; s < motion.samples(); ++s) {
    std::vector<double> network, truth;
    for (std::size_t t = 0; t < count; ++t) {
      network.push_back(motion.scores.at(checkpoint, s, time * count + t));
      truth.push_back(motion.trueScores.at(0, s, time * count + t));
    }
    moebius(network);
    moebius(truth);
    for (std::size_t t = 1; t < count; ++t) {
      const auto k = static_cast<std::size_t>(order(static_cast<Coalition>(t))) - 1;
      compared.network[k] += std::abs(network[t]) / static_cast<double>(motion.samples());
      compared.truth[k] += std::abs(truth[t]) / static_cast<double>(motion.samples());
      compared.error[k] += std::abs(network[t] - truth[t]) / static_cast<double>(motion.samples());
    }
  }
  for (std::size_t k = 0; k < orders; ++k)
    compared.error[k] =
        compared.truth[k] > 0.0 ? compared.error[k] / compared.truth[k] : std::numeric_limits<double>::quiet_NaN();
  return compared;
}

}  // namespace spindle
