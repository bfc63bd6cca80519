// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/analyzed_results.h"

namespace spindle {

/// Rows of the checkpoints that are computed, in the order of training.
std::vector<std::size_t> knownCheckpoints(std::span<const SampleStrengths> strengths);

/// The rows shown when nobody chose: the first, the start of phase two and the last, with one between each, by log
/// step; evenly along a series that is none of training. Empty where nothing is computed.
std::vector<std::size_t> representativeCheckpoints(const ResultsHeader& header,
                                                   std::span<const SampleStrengths> strengths,
                                                   const PhaseReport& phases);

/// The known rows nearest to the given steps, in the order of training, each once.
std::vector<std::size_t> checkpointsNearSteps(const ResultsHeader& header, std::span<const SampleStrengths> strengths,
                                              const std::vector<double>& steps);

/// The rows that a figure's place charts are drawn at.
std::vector<std::size_t> placesOf(const FigureInfo& figure, const AnalyzedResults& results);

}  // namespace spindle
