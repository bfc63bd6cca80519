// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/extraction_job.h"
#include "core/results/stored_gates.h"

#include <filesystem>

namespace spindle {

/// Through which gates networks are evaluated.
struct GateChoice {
  std::filesystem::path file;  ///< results that hold gates of this run (spindle measure gates)
  bool predicted = false;      ///< those of the class that the network without gates answers; else of the target
};

/// Computes the interactions of gated networks into the results file `path` (METHOD.md#interactions-in-a-path): units
/// outside the path of a sample's class are 0, and the score is that of this class. Checkpoint by checkpoint in
/// options.workers threads; with resume, finished checkpoints are skipped. Pairs whose class has no path are left out
/// with a note. Throws UserError, too, for gates of another run or other weights, and for masking at a layer.
ExtractionReport gatedToFile(const Run& run, const ExtractionOptions& options, const GateChoice& choice,
                             const std::filesystem::path& path, bool resume, RunControl& control);

}  // namespace spindle
