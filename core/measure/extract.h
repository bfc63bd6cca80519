// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/run_control.h"
#include "core/measure/dynamics_frame.h"
#include "core/measure/extraction_options.h"

#include <vector>

namespace spindle {

/// Computes the frames of options.checkpoints that `skip` does not exclude, checkpoint after checkpoint, with
/// options.workers threads, and hands each to sink from the calling thread as soon as it is finished. A checkpoint
/// that cannot be read or returns NaN gives a frame with `failed` or notes, and the others go on. Throws UserError
/// when nothing can be computed at all (architecture missing, every checkpoint failed).
Outcome extract(const Run& run, const ExtractionOptions& options, const std::vector<bool>& skip, FrameSink& sink,
                RunControl& control);

}  // namespace spindle
