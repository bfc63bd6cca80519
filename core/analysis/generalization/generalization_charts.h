// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/generalization/sample_groups.h"
#include "core/analysis/generalization/similarity_pass.h"
#include "core/chart/chart.h"

#include <optional>
#include <span>

namespace spindle {

// The charts of this analysis. groups: by checkpoint, empty where no sample is known to be mislabeled; known: the
// computed checkpoints.

/// Similarity of training and test samples over training, one line for each of the first orders.
Chart similarityChart(const ResultsHeader& header, const SimilarityPass& pass);

/// The same over orders, one line a checkpoint: `start` (else the first), the middle after it, and the last.
Chart similarityOrdersChart(const ResultsHeader& header, const SimilarityPass& pass, std::span<const std::size_t> known,
                            std::optional<std::size_t> start);

/// The bars of one group at the last checkpoint that has both.
Chart groupChart(const ResultsHeader& header, std::span<const GroupComparison> groups,
                 std::span<const std::size_t> known, bool mislabeled);

/// Shares by order of both groups at a checkpoint.
Chart groupSharesChart(const ResultsHeader& header, std::span<const GroupComparison> groups, std::size_t checkpoint);

}  // namespace spindle
