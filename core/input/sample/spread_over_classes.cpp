// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/sample/spread_over_classes.h"

#include <algorithm>
#include <map>

namespace spindle {
namespace {

/// Takes one of each class in turn until `most` are taken or none is left.
void takeInTurn(const std::map<std::int64_t, std::vector<std::size_t>>& classes, std::size_t most,
                std::vector<std::size_t>& chosen) {
  std::size_t taken = 0;
  bool any = true;
  for (std::size_t round = 0; any && taken < most; ++round) {
    any = false;
    for (const auto& [label, members] : classes) {
      if (taken == most || round >= members.size()) continue;
      chosen.push_back(members[round]);
      ++taken;
      any = true;
    }
  }
}

}  // namespace

std::vector<std::size_t> spreadOverClasses(const std::vector<PartAndClass>& samples, std::size_t most) {
  std::map<Split, std::map<std::int64_t, std::vector<std::size_t>>> parts;
  for (std::size_t i = 0; i < samples.size(); ++i) parts[samples[i].part][samples[i].target].push_back(i);
  std::vector<std::size_t> chosen;
  for (const auto& [part, classes] : parts) takeInTurn(classes, most, chosen);
  std::sort(chosen.begin(), chosen.end());
  return chosen;
}

}  // namespace spindle
