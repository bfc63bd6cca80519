// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chart/chart_axis.h"
#include "core/store/results_file.h"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace spindle {

/// Along what several runs are laid side by side.
enum class CompareBy {
  step,
  epoch,
  phaseTwo,   ///< (1 + step) / (1 + step of the phase-two start)
  trainLoss,  ///< training loss
};

/// The choices as words of the command line, and as a reader calls them.
inline constexpr std::array<const char*, 4> compareNames{"step", "epoch", "phase-two", "train-loss"};
inline constexpr std::array<const char*, 4> compareTitles{"training step", "epoch", "relative to the phase-two start",
                                                          "training loss"};
inline std::string compareTitle(CompareBy by) {
  return compareTitles[static_cast<std::size_t>(by)];
}

/// Whether the places are numbers or names of another axis than training steps.
bool ownSteps(const ResultsHeader& header, CompareBy by);

/// What a reader calls the axis of these results: as above, or "pruning ratio", "layer".
std::string axisTitle(const ResultsHeader& header, CompareBy by);

/// The place of each checkpoint; NaN where it is unknown (no start was found, no loss is known).
std::vector<double> comparePlaces(const ResultsHeader& header, std::optional<std::size_t> start, CompareBy by);

/// The axis for these places. Not the playhead's: rows of other results are other checkpoints.
ChartAxis compareAxis(const ResultsHeader& header, CompareBy by);

/// The computed row whose place is nearest to `place`; the first of equally near ones; none where none is known.
std::optional<std::size_t> nearestRow(const std::vector<double>& places, const std::vector<std::size_t>& rows,
                                      double place);

}  // namespace spindle
