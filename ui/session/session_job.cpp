// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/session_job.h"

#include "core/base/user_error.h"
#include "core/dynamics/salience.h"
#include "core/measure/extraction_job.h"
#include "core/measure/follow/follow.h"
#include "core/measure/variable_draws.h"
#include "core/results/copy_results.h"
#include "core/results/open_results.h"
#include "core/results/pair_interactions.h"
#include "core/results/stored_choices.h"
#include "core/results/stored_dynamics.h"
#include "core/store/parts_folder.h"
#include "ui/session/bundled_results.h"
#include "ui/session/job_answer.h"
#include "ui/session/results_place.h"

#include <limits>
#include <utility>

namespace spindle {
namespace {

constexpr std::uintmax_t mostStoredBytes = std::uintmax_t{4} << 30;

/// v(N) of each sample that is there.
std::vector<double> fullScores(const std::vector<PairResult>& pairs, const SampleStrengths& samples) {
  std::vector<double> scores(pairs.size(), std::numeric_limits<double>::quiet_NaN());
  for (std::size_t s = 0; s < pairs.size(); ++s) {
    if (s < samples.samples() && samples.present(s)) scores[s] = pairs[s].values.values().back();
  }
  return scores;
}

/// The point with its tables, as long as all of them together leave room.
TrackPointPtr keptPoint(TrackPoint point, std::vector<PairResult> pairs, JobState& state) {
  std::size_t bytes = 0;
  for (const PairResult& pair : pairs) bytes += 3 * sizeof(double) * pair.values.values().size();
  if (state.tableBytes.fetch_add(bytes) + bytes <= state.mostTableBytes)
    point.tables = std::make_shared<const std::vector<PairResult>>(std::move(pairs));
  return std::make_shared<const TrackPoint>(std::move(point));
}

class PromiseSink : public FrameSink {
 public:
  PromiseSink(QPromise<TrackPointPtr>& promise, const Salience& salience, JobState& state)
      : promise_(promise), salience_(salience), state_(state) {}
  void accept(FramePtr frame) override { promise_.addResult(keptPoint(pointOf(*frame), frame->samples, state_)); }

 private:
  /// The strengths of the frame, where they are those of the view.
  [[nodiscard]] TrackPoint pointOf(const DynamicsFrame& frame) const {
    if (frame.salience != salience_) return trackPoint(frame.checkpoint, frame.samples, frame.notes, salience_);
    return {frame.checkpoint,
            frame.strength,
            frame.strengths,
            nullptr,
            frame.notes,
            frame.failed,
            fullScores(frame.samples, frame.strengths)};
  }

  QPromise<TrackPointPtr>& promise_;
  Salience salience_;
  JobState& state_;
};

/// Runs the work; what it throws becomes the state's error.
template <typename Work>
void guarded(JobState& state, Work work) {
  try {
    work();
  } catch (const Stopped&) {
    state.outcome = Outcome::stopped;
  } catch (const std::exception& error) {
    state.error = errorSentence(error).toStdString();
  }
}

/// Points of all finished checkpoints in a results file; rows of the file are positions in `checkpoints`. True when
/// every checkpoint was there.
bool deliverStored(QPromise<TrackPointPtr>& promise, const ResultsReader& results,
                   const std::vector<std::size_t>& checkpoints, const Salience& salience, const RunControl& control,
                   JobState& state) {
  const ResultsHeader& header = results.header();
  bool all = true;
  for (std::size_t row = 0; row < header.checkpoints() && row < checkpoints.size(); ++row) {
    if (control.stopRequested()) throw Stopped{};
    std::vector<PairResult> pairs = storedPairs(results, row);
    TrackPoint point = trackPoint(checkpoints[row], pairs, {}, salience);
    all = all && !point.failed;
    state.anyStored = state.anyStored || !point.failed;
    if (!point.failed) promise.addResult(keptPoint(std::move(point), std::move(pairs), state));
  }
  return all;
}

void throwAway(const std::filesystem::path& file) {
  std::filesystem::remove(PartsPaths(file).results);
  std::filesystem::remove_all(PartsPaths(file).folder);
}

/// What an earlier computation of the same left; null where there is nothing. What cannot be read is thrown away: it
/// can be computed again.
std::shared_ptr<ResultsReader> storedResults(const std::filesystem::path& file) {
  if (!PartsPaths(file).stored()) return nullptr;
  try {
    return openResults(file);
  } catch (const UserError&) {
    throwAway(file);
    return nullptr;
  }
}

void compute(QPromise<TrackPointPtr>& promise, const Run& run, const ExtractionOptions& options,
             const std::filesystem::path& file, const Salience& salience, JobState& state, RunControl& control) {
  PromiseSink sink(promise, salience, state);
  try {
    state.outcome = extractToFile(run, withBatch(run, options, file, &control), file, true, &sink, control).outcome;
  } catch (const OtherResults&) {
    throwAway(file);  // of other weights with the same names, sizes and times
    state.outcome = extractToFile(run, withBatch(run, options, {}, &control), file, false, &sink, control).outcome;
  }
}

}  // namespace

void PromiseControl::progress(std::size_t done, std::size_t total, std::string_view what) {
  promise_.setProgressRange(0, static_cast<int>(total));
  promise_.setProgressValueAndText(static_cast<int>(done),
                                   QString::fromUtf8(what.data(), static_cast<int>(what.size())));
}

TrackPoint trackPoint(std::size_t checkpoint, const std::vector<PairResult>& pairs, std::vector<std::string> notes,
                      const Salience& salience) {
  TrackPoint point;
  point.checkpoint = checkpoint;
  point.notes = std::move(notes);
  const std::vector<SampleInteractions> samples = interactionsOf(pairs, salience.orderOne);
  point.samples = SampleStrengths(samples, salienceThreshold(samples, salience));
  point.strength = orderStrength(point.samples);
  point.failed = point.strength.samples == 0;
  point.full = fullScores(pairs, point.samples);
  return point;
}

TrackPointPtr withSalience(const TrackPoint& point, const Salience& salience) {
  TrackPoint changed = trackPoint(point.checkpoint, *point.tables, point.notes, salience);
  changed.tables = point.tables;
  return std::make_shared<const TrackPoint>(std::move(changed));
}

void computeJob(QPromise<TrackPointPtr>& promise, std::shared_ptr<const Run> run, ExtractionOptions options,
                std::filesystem::path file, Salience salience, std::shared_ptr<JobState> state) {
  guarded(*state, [&] {
    PromiseControl control(promise, *state);
    std::filesystem::create_directories(file.parent_path());
    // Results hold the names and labels of samples: nobody else's business on a shared machine.
    std::error_code ignored;
    std::filesystem::permissions(file.parent_path(), std::filesystem::perms::owner_all, ignored);
    pruneResults(file.parent_path(), mostStoredBytes, file);
    auto stored = storedResults(file);
    if (!stored) {
      if (const auto bundled = bundledResults(state->bundled, *run, options, control)) {
        copyBundled(*bundled, file);
        stored = storedResults(file);
      }
    }
    if (stored) {
      const ResultsHeader header = resultsHeader(*run, options);
      state->allStored = deliverStored(promise, *stored, options.checkpoints, salience, control, *state);
      const bool joined = !PartsPaths(file).unfinished();
      if (state->allStored && joined && !sameTimeline(stored->header(), header)) renewTimeline(*stored, file, header);
      if (state->allStored) return;
    }
    if (state->storedOnly) {
      state->outcome = Outcome::stopped;
      return;
    }
    compute(promise, *run, options, file, salience, *state, control);
  });
}

void growJob(QPromise<TrackPointPtr>& promise, std::shared_ptr<const Run> run, ExtractionOptions options,
             std::filesystem::path before, std::filesystem::path file, std::shared_ptr<KnownDigests> digests,
             Salience salience, std::shared_ptr<JobState> state) {
  guarded(*state, [&] {
    PromiseControl control(promise, *state);
    PromiseSink sink(promise, salience, *state);
    std::filesystem::create_directories(file.parent_path());
    if (before != file) throwAway(file);
    try {
      state->outcome = followRound(*run, options, before, file, *digests, sink, control).outcome;
    } catch (const OtherResults&) {
      compute(promise, *run, options, file, salience, *state, control);
    }
  });
}

void drawsJob(QPromise<TrackPointPtr>& promise, std::shared_ptr<const Run> run, ExtractionOptions options,
              std::filesystem::path results, std::size_t draws, std::shared_ptr<JobState> state) {
  guarded(*state, [&] {
    PromiseControl control(promise, *state);
    options = withBatch(*run, options, results, &control);
    try {
      state->outcome = extractDraws(*run, options, results, draws, true, control);
    } catch (const OtherResults&) {
      state->outcome = extractDraws(*run, options, results, draws, false, control);
    }
  });
}

void readJob(QPromise<TrackPointPtr>& promise, std::shared_ptr<ResultsReader> results, Salience salience,
             std::shared_ptr<JobState> state) {
  guarded(*state, [&] {
    PromiseControl control(promise, *state);
    std::vector<std::size_t> checkpoints(results->header().checkpoints());
    for (std::size_t c = 0; c < checkpoints.size(); ++c) checkpoints[c] = c;
    deliverStored(promise, *results, checkpoints, salience, control, *state);
    state->allStored = true;
  });
}

}  // namespace spindle
