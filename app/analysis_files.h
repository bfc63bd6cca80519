// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/analysis.h"

#include <memory>
#include <string>
#include <vector>

namespace spindle::app {

/// An analysis beside what it found: findings of the whole, then those of the place that was asked for.
struct FoundAnalysis {
  std::shared_ptr<const Analysis> analysis;
  std::shared_ptr<const AnalysisResult> result;
  std::vector<AnalysisFinding> findings;
};

/// Findings and tables as a JSON document; large tables are left to CSV.
std::string jsonOf(const std::vector<FoundAnalysis>& all, const ResultsHeader& header, const Salience& salience,
                   RunControl& control);

/// All tables, large ones too, as JSON lines after one line with the version and the choices; and as NumPy's .npz.
std::string jsonLinesOf(const std::vector<FoundAnalysis>& all, const ResultsHeader& header, const Salience& salience,
                        RunControl& control);
std::string npzOf(const std::vector<FoundAnalysis>& all, RunControl& control);

/// The tables for LaTeX (booktabs); large tables are left to CSV.
std::string texOf(const std::vector<FoundAnalysis>& all, const ResultsHeader& header, const Salience& salience,
                  RunControl& control);

}  // namespace spindle::app
