// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/checkpoints/epoch_and_step.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace spindle {

bool growTogether(std::vector<EpochAndStep> list) {
  std::sort(list.begin(), list.end(),
            [](const auto& a, const auto& b) { return std::pair(a.step, a.epoch) < std::pair(b.step, b.epoch); });
  const auto same = [](const auto& a, const auto& b) { return a.step == b.step && a.epoch == b.epoch; };
  list.erase(std::unique(list.begin(), list.end(), same), list.end());
  if (list.size() < 2 || list.front().epoch == list.back().epoch) return false;
  bool fractional = false, tenths = true;
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (list[i].step < list[i].epoch) return false;
    if (i > 0 && (list[i].step == list[i - 1].step || list[i].epoch < list[i - 1].epoch)) return false;
    fractional = fractional || list[i].epoch != std::floor(list[i].epoch);
    tenths = tenths && std::abs(list[i].epoch * 10 - std::round(list[i].epoch * 10)) < 1e-9;
  }
  const double slack = !fractional ? 1e-9 : tenths ? 0.1 : 0.01;
  for (const double offset : {0.0, 1.0}) {
    if (fractional && offset > 0) continue;
    const double perEpoch = list.back().step / (list.back().epoch + offset);
    if (std::all_of(list.begin(), list.end(), [&](const auto& l) {
          return std::abs(l.step / perEpoch - l.epoch - (l.step == 0 ? 0.0 : offset)) <= slack;
        })) {
      return list.size() > 2 || fractional || list.back().step > 100;
    }
  }
  if (fractional || list.back().step <= 100) return false;
  for (const double first : {0.0, 1.0}) {
    double least = 0, most = std::numeric_limits<double>::infinity();
    for (const auto& [epoch, step] : list) {
      const double before = epoch - first;  // epochs finished before this one
      if (before + 1 > 0) least = std::max(least, step / (before + 1));
      if (before + 1 <= 0 && step > 0) most = 0;
      if (before > 0) most = std::min(most, step / before);
    }
    if (least <= most) return true;
  }
  return false;
}

}  // namespace spindle
