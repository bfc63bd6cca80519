// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/user_error.h"
#include "core/measure/extraction_job.h"
#include "core/measure/follow/known_digests.h"
#include "core/run/growing/growing_run.h"

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace spindle {

/// What waiting does not mend; following ends with it.
struct WrongOption : UserError {
  using UserError::UserError;
};

/// How a folder is followed.
struct FollowOptions {
  std::filesystem::path folder, results;
  std::chrono::milliseconds interval{1000};  ///< between two looks; tests take less than the user can
  std::chrono::milliseconds timeout{0};      ///< ends when nothing has changed for so long; 0: never
  /// What is to be computed of the run as it is now: all its checkpoints.
  std::function<ExtractionOptions(const Run&)> options;
};

/// Hears what following brings. Called in the thread that follows.
class FollowSink : public FrameSink {
 public:
  /// The run as it is now, before its new checkpoints are computed.
  virtual void grown(const std::shared_ptr<const Run>& /*run*/) {}
  /// A round is in the results file. True: that is enough.
  virtual bool finished(const Run& /*run*/, const ExtractionReport& /*report*/) { return false; }
  /// Nothing to compute: what is waited for, in words. Comes at every look.
  virtual void waiting(const std::string& /*what*/) {}
};

/// trained: the training of a sample network has ended (see training_ended.h).
enum class FollowEnd { enough, stopped, timeout, trained };

/// Follows a run folder that grows: computes checkpoints as they become complete into the results file, which is whole
/// after every round and equal, number for number, to what one extraction of the folder gives at the end. A checkpoint
/// that is written anew replaces its frame; one whose file is deleted keeps it; one that failed is not tried again
/// until its file changes. What stops a round (no samples yet, no model.pt yet, no space) is told as what is waited
/// for, and tried again when something in the folder changes. Throws WrongOption where options.options does,
/// OtherResults where the results file is one of another computation.
FollowEnd followRun(const FollowOptions& options, FollowSink& sink, RunControl& control);

/// One round of it for a run that look() gave: fits the results at `before` to its checkpoints, moves them to `path`
/// and computes what is new.
ExtractionReport followRound(const Run& run, const ExtractionOptions& options, const std::filesystem::path& before,
                             const std::filesystem::path& path, KnownDigests& digests, FrameSink& sink,
                             RunControl& control);

/// The checkpoints of which `path` holds numbers of the weights that lie in the run's folder now, or that are gone.
std::vector<Checkpoint> computedCheckpoints(const std::filesystem::path& path, const std::filesystem::path& folder,
                                            KnownDigests& digests);

}  // namespace spindle
