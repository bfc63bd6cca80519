// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/without_orders/truncated_scores.h"
#include "core/store/results_file.h"

#include <array>
#include <optional>
#include <vector>

namespace spindle {

/// What one checkpoint says of the network without interactions above an order: [group][k], [k] for k = 0 .. n.
struct WithoutOrders {
  /// Of the training samples those with a wrong label are apart: results often hold more of them than their share.
  static constexpr std::array<const char*, 4> groupNames{"all", "train", "test", "mislabeled"};
  enum Group : std::size_t { everyone, train, test, mislabeled };
  using Groups = std::vector<std::optional<Group>>;  ///< by sample; none: of unknown split

  std::array<std::vector<LogOddsLoss>, groupNames.size()> losses;
  std::array<std::size_t, groupNames.size()> samples{};
  std::vector<LossGap> gaps;  ///< empty unless train and test samples are known
};

/// scores: truncatedScores() by sample, empty where one is missing. Resamples for the gaps.
WithoutOrders withoutOrders(const std::vector<std::vector<double>>& scores, const WithoutOrders::Groups& members,
                            int variables);

/// The group of each sample besides `everyone`.
WithoutOrders::Groups groupsOf(const ResultsHeader& header);

}  // namespace spindle
