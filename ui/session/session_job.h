// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/run_control.h"
#include "core/dynamics/salience.h"
#include "core/measure/extract.h"
#include "core/measure/follow/known_digests.h"
#include "ui/session/track_point.h"

#include <QPromise>

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>

namespace spindle {

/// Of tables that stay in memory at most, where nobody says otherwise.
inline constexpr std::size_t usualTableBytes = std::size_t{512} << 20;

/// What a computing job and the measurement share: the wish to stop, and how the job ended (read once it has finished).
struct JobState {
  std::atomic<bool> stop{false};
  Outcome outcome = Outcome::finished;
  std::string error;  ///< one sentence; empty where nothing went wrong
  bool allStored = false, anyStored = false;
  std::size_t mostTableBytes = usualTableBytes;  ///< set before it starts
  bool storedOnly = false;                       ///< set before it starts: show what is stored, compute nothing
  std::filesystem::path bundled;                 ///< set before it starts: results that came with the program
  std::atomic<std::size_t> tableBytes{0};        ///< held by the points that were delivered
};

/// Reports to a promise; stops when the promise is canceled or the measurement wants it. Any thread.
class PromiseControl : public RunControl {
 public:
  PromiseControl(QPromise<TrackPointPtr>& promise, const JobState& state) : promise_(promise), state_(state) {}
  [[nodiscard]] bool stopRequested() const override { return state_.stop || promise_.isCanceled(); }
  void progress(std::size_t done, std::size_t total, std::string_view what) override;

 private:
  QPromise<TrackPointPtr>& promise_;
  const JobState& state_;
};

/// The point of a finished checkpoint from its tables, which it does not keep.
TrackPoint trackPoint(std::size_t checkpoint, const std::vector<PairResult>& pairs, std::vector<std::string> notes,
                      const Salience& salience);

/// The same with another threshold. Needs the point's tables.
TrackPointPtr withSalience(const TrackPoint& point, const Salience& salience);

/// Delivers what stands in `file` already, or in the bundled results of the same computation, then computes the rest
/// into it, frame by frame. Lets no exception out.
void computeJob(QPromise<TrackPointPtr>& promise, std::shared_ptr<const Run> run, ExtractionOptions options,
                std::filesystem::path file, Salience salience, std::shared_ptr<JobState> state);

/// Computes what a run has that has grown and the results at `before` lack, and keeps all in `file`; delivers what is
/// new.
void growJob(QPromise<TrackPointPtr>& promise, std::shared_ptr<const Run> run, ExtractionOptions options,
             std::filesystem::path before, std::filesystem::path file, std::shared_ptr<KnownDigests> digests,
             Salience salience, std::shared_ptr<JobState> state);

/// Computes other draws of the variables beside the results (see variable_draws.h); delivers nothing.
void drawsJob(QPromise<TrackPointPtr>& promise, std::shared_ptr<const Run> run, ExtractionOptions options,
              std::filesystem::path results, std::size_t draws, std::shared_ptr<JobState> state);

/// Delivers all that a results file holds.
void readJob(QPromise<TrackPointPtr>& promise, std::shared_ptr<ResultsReader> results, Salience salience,
             std::shared_ptr<JobState> state);

}  // namespace spindle
