// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/analysis.h"
#include "core/results/stored_motion.h"

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace spindle {

/// A network whose motion was measured.
struct ComparedMotion {
  std::string run;
  std::shared_ptr<const ResultsReader> results;
  BodyMotion motion;
  std::vector<std::size_t> measured;  ///< checkpoints
};

inline constexpr std::size_t shownPaths = 2;

bool isMeasured(const ComparedMotion& one, std::size_t checkpoint);
std::string missingBodies();  ///< what to do where nothing is measured

/// Charts without marks under the names of those below.
std::vector<Chart> emptyBodyCharts(const ResultsHeader& header, bool atPlaces);

// The first network is that of the results; others are shown at their last checkpoint.
Chart errorOverTime(const ResultsHeader& header, const std::vector<ComparedMotion>& networks, std::size_t checkpoint);
Chart errorOverTraining(const ResultsHeader& header, const std::vector<ComparedMotion>& networks);
Chart ordersBesideTruth(const ResultsHeader& header, const ComparedMotion& one, std::size_t checkpoint);
Chart ordersOverTime(const ResultsHeader& header, const ComparedMotion& one, std::size_t checkpoint);
Chart interactionErrorOverTraining(const ResultsHeader& header, const ComparedMotion& one);
Chart pathChart(const ResultsHeader& header, const ComparedMotion& one, std::size_t checkpoint, std::size_t system);

}  // namespace spindle
