// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/analysis.h"
#include "core/analysis/analyzed_results.h"
#include "core/analysis/knowledge/agreement.h"
#include "core/analysis/salient_list.h"
#include "core/chart/chart.h"
#include "core/chart/table.h"

#include <optional>
#include <string>
#include <vector>

namespace spindle {

/// How far another network has the same salient interactions; by checkpoint here.
struct OtherNetwork {
  std::string label, place;  ///< its last checkpoint
  MatchedSamples matched;
  std::vector<std::optional<SetAgreement>> at;
};

/// Compares the salient lists of these results with those of the last checkpoint of others. shared: by the threshold of
/// all analyses.
OtherNetwork otherNetwork(const ResultsHeader& header, const AnalyzedResults& other, const std::string& label,
                          const SalientLists& here, bool shared);

/// Intersection over union at the last checkpoint that can be compared, and what samples were left out.
std::vector<AnalysisFinding> agreementFindings(const ResultsHeader& header, const OtherNetwork& other);
Chart agreementChart(const ResultsHeader& header, const std::vector<OtherNetwork>& others);
Table agreementTable(const ResultsHeader& header, const std::vector<OtherNetwork>& others);

}  // namespace spindle
