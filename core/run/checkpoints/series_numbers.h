// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/checkpoints/checkpoint_series.h"
#include "core/run/checkpoints/order_hints.h"
#include "core/run/checkpoints/path_position.h"

#include <vector>

namespace spindle {

/// Decides what the numbers of doubtful names are, by all names of a series together: which of two is the step, whether
/// a number after a single letter is one, that numbers which never change count nothing, that steps which restart in
/// each epoch do not order, and whether plain numbers are steps or epochs. Takes out, and sets aside in `series`, what
/// is later overwritten within its epoch; notes there what was guessed.
void readSeriesNumbers(std::vector<PathPosition>& items, const OrderHints& hints, CheckpointSeries& series);

}  // namespace spindle
