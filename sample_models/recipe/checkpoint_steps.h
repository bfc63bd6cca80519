// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace spindle {

/// Steps at which checkpoints are saved: 0, then close to a geometric series up to `last`; at most `count` of them.
std::vector<int> checkpointSteps(int last, int count);

/// The same in the words of TrainOptions::checkpoints: "32", "log:1.25", "every:5" (epochs of `stepsAnEpoch` steps; may
/// be a fraction) or a list of steps. Sorted, without repetitions, with 0 and `last`. Throws UserError for other words,
/// a factor not above 1, steps beyond the last, or more than 10,000 checkpoints.
std::vector<int> checkpointSteps(const std::string& words, int last, double stepsAnEpoch);

}  // namespace spindle
