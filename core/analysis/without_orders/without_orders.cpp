// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/without_orders/without_orders.h"

#include "core/results/stored_choices.h"

namespace spindle {

WithoutOrders::Groups groupsOf(const ResultsHeader& header) {
  using enum WithoutOrders::Group;
  const std::vector<Split> splits = storedSplits(header);
  const std::vector<bool> wrong = storedMislabeled(header);
  WithoutOrders::Groups groups(splits.size());
  for (std::size_t s = 0; s < splits.size(); ++s) {
    if (splits[s] == Split::test) groups[s] = test;
    if (splits[s] == Split::train) groups[s] = wrong[s] ? mislabeled : train;
  }
  return groups;
}

WithoutOrders withoutOrders(const std::vector<std::vector<double>>& scores, const WithoutOrders::Groups& members,
                            int variables) {
  using enum WithoutOrders::Group;
  WithoutOrders result;
  for (std::size_t k = 0; k <= static_cast<std::size_t>(variables); ++k) {
    std::array<std::vector<double>, WithoutOrders::groupNames.size()> groups;
    for (std::size_t s = 0; s < scores.size(); ++s) {
      if (scores[s].empty()) continue;
      groups[everyone].push_back(scores[s][k]);
      if (members[s]) groups[*members[s]].push_back(scores[s][k]);
    }
    for (std::size_t g = 0; g < groups.size(); ++g) {
      result.samples[g] = groups[g].size();
      result.losses[g].push_back(logOddsLoss(groups[g]));
    }
    if (!groups[train].empty() && !groups[test].empty()) result.gaps.push_back(lossGapOf(groups[train], groups[test]));
  }
  return result;
}

}  // namespace spindle
