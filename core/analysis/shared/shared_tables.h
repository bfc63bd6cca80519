// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/shared/shared_pass.h"
#include "core/chart/table.h"

#include <span>

namespace spindle {

// Tables of the analysis shared, a row for each checkpoint with samples. at: by checkpoint of the header.

/// Overlap of the K strongest interactions by part and K.
Table overlapTable(const ResultsHeader& header, std::span<const SharedAt> at);

/// Shared and other salient strength by extraction and order.
Table sharedTable(const ResultsHeader& header, std::span<const SharedAt> at);

/// Share of a network's salient interactions that all others have.
Table powerTable(const ResultsHeader& header, std::span<const SharedAt> at);

}  // namespace spindle
