// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dynamics/phases.h"
#include "core/measure/extract.h"

#include <filesystem>
#include <string>
#include <vector>

namespace spindle {

/// How an extraction into a file ended.
struct ExtractionReport {
  Outcome outcome = Outcome::finished;
  bool besideOthers = false;          ///< stopped; what was finished waits beside results of another computation
  bool nothingNew = false;            ///< stopped before anything was finished: `path` is as it was before
  std::size_t computed = 0;           ///< checkpoints computed now
  std::size_t skipped = 0;            ///< checkpoints that were done before
  std::vector<std::string> failures;  ///< one sentence for each checkpoint that failed
  std::vector<std::string> notes;     ///< warnings of checkpoints that did not fail
  std::vector<std::string> changed;   ///< checkpoints whose files were written while they were computed: left out
  PhaseResult phase;
};

/// Settles with the first checkpoint that loads what the network returns (see network_outputs.h), tells it in
/// options.notes and checks the labels. With options.batch = 0: takes the batch size stored in `resumeFrom` where it
/// holds results (a network's last bits depend on it), else usualBatch(); on a GPU, but for parts, the one measured on
/// the first checkpoint and sample. control, where given, ends loops inside the network with Stopped.
ExtractionOptions withBatch(const Run& run, ExtractionOptions options, const std::filesystem::path& resumeFrom,
                            const RunControl* control = nullptr);

/// Computes into the results file `path`; with resume, skips what is there. `also` sees every frame too (may be null).
/// Finishes the file whether it ended or was stopped. Throws UserError; what was finished before that stays resumable.
/// Where it was stopped, older results of another computation at `path` stay as they are, and what was finished waits
/// in the .parts folder beside them.
ExtractionReport extractToFile(const Run& run, const ExtractionOptions& options, const std::filesystem::path& path,
                               bool resume, FrameSink* also, RunControl& control);

}  // namespace spindle
