// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/measurement.h"

#include <functional>
#include <vector>

namespace spindle {

/// Fills the rows of one checkpoint, arrays of extent {1, ., .} that hold NaN; `row` counts as in the results,
/// `checkpoint` in the series of the run. Throws UserError where the checkpoint cannot be used, and Stopped.
using MeasureRows = std::function<void(std::size_t row, std::size_t checkpoint, std::vector<MeasuredArray>& rows)>;

/// Told of each finished checkpoint, in their order, from the calling thread; with one worker before the next begins.
using RowsFinished = std::function<void(std::size_t row, const std::vector<MeasuredArray>& rows)>;

/// Runs a measurement checkpoint by checkpoint in the request's worker threads (or of its part alone) and puts the rows
/// together in their order. `measured`: all but the values of its arrays. Each finished checkpoint is kept in a piece
/// beside the results (parts/measurement_pieces.h) and not computed again by the next call; the numbers are the same to
/// the last bit. A checkpoint that cannot be used stays NaN and gives a note; where that are all, UserError. Throws
/// Stopped.
MeasurementReport measureByCheckpoint(const MeasurementRequest& request, StoredMeasurement measured,
                                      const MeasureRows& measure, RunControl& control,
                                      const RowsFinished& finished = {});

}  // namespace spindle
