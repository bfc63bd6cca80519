// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/salient_list.h"
#include "core/results/matched_samples.h"

#include <optional>
#include <vector>

namespace spindle {

/// [checkpoint][sample]; none where a sample is missing.
using SalientLists = std::vector<std::vector<std::optional<SalientList>>>;

/// Intersection over union of two sets of salient interactions (arXiv 2409.08712), order k at index k - 1; the last
/// entry is of all orders. Mean over the samples in which one of the two has any; NaN where none has.
struct SetAgreement {
  std::vector<double> iou;
  std::size_t samples = 0;  ///< known in both
};

/// Of the samples of a checkpoint here and of one there that are matched. Equal numbers of variables.
SetAgreement setAgreement(const std::vector<std::optional<SalientList>>& here,
                          const std::vector<std::optional<SalientList>>& there, const MatchedSamples& matched,
                          int variables);

}  // namespace spindle
