// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/analysis.h"
#include "core/analysis/knowledge/knowledge.h"
#include "core/analysis/salient_list.h"
#include "core/chart/table.h"

#include <array>
#include <optional>
#include <vector>

namespace spindle {

inline constexpr std::array<const char*, 3> knowledgePartNames{"sum", "and", "or"};

/// One checkpoint beside the reference: AND and OR together, AND, OR.
using KnowledgeByPart = std::array<Knowledge, 3>;

/// Mean over the samples known in both; none where there is none.
std::optional<KnowledgeByPart> knowledgeBeside(const std::vector<std::optional<SalientList>>& here,
                                               const std::vector<std::optional<SalientList>>& reference, int n);

// A row for each checkpoint that can be compared; at: by checkpoint of the header.

Table completenessTable(const ResultsHeader& header, const std::vector<std::optional<KnowledgeByPart>>& at);
Table knowledgeTable(const ResultsHeader& header, const std::vector<std::optional<KnowledgeByPart>>& at);

}  // namespace spindle
