// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/run_control.h"
#include "core/measure/dynamics_frame.h"
#include "core/measure/extraction_options.h"

#include <functional>
#include <vector>

namespace spindle {

/// Which pairs to compute: [row in options.checkpoints][position in options.samples], and what is known of the others
/// (empty tables where that is nothing).
struct PairPlan {
  std::vector<std::vector<bool>> wanted;
  std::function<PairResult(std::size_t row, std::size_t position)> stored = {};
};

/// Computes the frames of options.checkpoints that `skip` does not exclude, checkpoint after checkpoint, with
/// options.workers threads, and hands each to sink from the calling thread as soon as it is finished. A checkpoint
/// that cannot be read or returns NaN gives a frame with `failed` or notes, and the others go on. Throws UserError
/// when nothing can be computed at all (architecture missing, every checkpoint failed).
Outcome extract(const Run& run, const ExtractionOptions& options, const std::vector<bool>& skip, FrameSink& sink,
                RunControl& control);

/// The same pair by pair: frames of the checkpoints of which something is wanted, with what was stored before. With
/// options.endAfterSample, a checkpoint that is begun when the work ends goes to FrameSink::keep(), and so does every
/// minute one that takes long.
Outcome extractPairs(const Run& run, const ExtractionOptions& options, const PairPlan& plan, FrameSink& sink,
                     RunControl& control);

}  // namespace spindle
