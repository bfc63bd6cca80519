// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/follow/follow.h"

#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/measure/follow/failed_files.h"
#include "core/measure/results_source.h"
#include "core/results/open_results.h"
#include "core/run/growing/training_ended.h"
#include "core/store/parts_folder.h"

#include <algorithm>
#include <thread>
#include <utility>

namespace spindle {
namespace {

using Clock = std::chrono::steady_clock;

/// Notes what failed on its way to the sink.
class FailureSink : public FrameSink {
 public:
  FailureSink(FrameSink& sink, const Run& run, FailedFiles& failed) : sink_(sink), run_(run), failed_(failed) {}
  void accept(FramePtr frame) override {
    const bool whole = std::all_of(frame->samples.begin(), frame->samples.end(),
                                   [](const PairResult& pair) { return pair.values.variables() != 0; });
    if (frame->failed || !whole) failed_.add(run_.series().checkpoints[frame->checkpoint]);
    sink_.accept(std::move(frame));
  }

 private:
  FrameSink& sink_;
  const Run& run_;
  FailedFiles& failed_;
};

std::string waitingFor(const GrowingLook& look) {
  if (!look.run && look.unfinished.empty()) return look.problem;
  const auto count = look.run ? look.run->series().checkpoints.size() : 0;
  std::string text = std::to_string(count) + (count == 1 ? " checkpoint" : " checkpoints") + ", waiting for ";
  return text + (look.unfinished.empty() ? "the next" : listed(look.unfinished) + " to be complete");
}

/// Until the next look; false when the user wants to stop.
bool pause(std::chrono::milliseconds interval, const RunControl& control) {
  constexpr std::chrono::milliseconds slice{50};
  for (const auto end = Clock::now() + interval; Clock::now() < end;) {
    if (control.stopRequested()) return false;
    std::this_thread::sleep_for(std::min<Clock::duration>(slice, end - Clock::now()));
  }
  return !control.stopRequested();
}

}  // namespace

std::vector<Checkpoint> computedCheckpoints(const std::filesystem::path& path, const std::filesystem::path& folder,
                                            KnownDigests& digests) {
  std::vector<Checkpoint> found;
  if (path.empty() || !PartsPaths(path).stored()) return found;
  const auto results = openResults(path);
  const ResultsHeader& header = results->header();
  if (!header.source.known()) return found;
  for (std::size_t c = 0; c < header.checkpoints(); ++c) {
    bool any = false;
    for (std::size_t s = 0; s < header.samples() && !any; ++s) any = results->done(c, s);
    const std::filesystem::path file = folder / header.checkpointNames[c];
    const std::string& digest = digests.of(file);
    if (!any || (!digest.empty() && digest != header.source.checkpoints[c])) continue;
    Checkpoint& one = found.emplace_back(Checkpoint{file, header.checkpointNames[c], header.step[c], header.epoch[c],
                                                    header.trainLoss[c], header.testLoss[c], "results"});
    for (const LoggedColumn& column : header.logged) one.logged.push_back(column.values[c]);
  }
  return found;
}

ExtractionReport followRound(const Run& run, const ExtractionOptions& options, const std::filesystem::path& before,
                             const std::filesystem::path& path, KnownDigests& digests, FrameSink& sink,
                             RunControl& control) {
  const bool resume = PartsPaths(before).stored();
  ExtractionOptions whole = withBatch(run, options, resume ? before : std::filesystem::path(), &control);
  whole.source = sourceWithoutWeights(run, whole.samples);
  for (const std::size_t c : whole.checkpoints) {
    if (control.stopRequested()) throw Stopped{};
    whole.source->checkpoints.push_back(digests.of(run.series().checkpoints[c].file));
  }
  if (resume) {
    ResultsHeader header = resultsHeader(run, whole);
    header.source = *whole.source;
    growResults(before, header);
    if (before != path) std::filesystem::rename(before, path);
  }
  return extractToFile(run, whole, path, resume, &sink, control);
}

FollowEnd followRun(const FollowOptions& options, FollowSink& sink, RunControl& control) {
  GrowingRun growing(options.folder);
  KnownDigests digests;
  FailedFiles failed;
  bool again = false, known = false;
  auto lastChange = Clock::now();
  for (; !control.stopRequested();) {
    const bool trained = trainingEnded(options.folder);
    GrowingLook look = growing.look();
    if (look.run && !known) {
      growing.keep(computedCheckpoints(options.results, look.run->folder(), digests));
      growing.forget();
      known = true;
      continue;
    }
    if (look.run && (look.changed || again)) {
      again = false;
      lastChange = Clock::now();
      sink.grown(look.run);
      try {
        ExtractionOptions now = options.options(*look.run);
        now.notNow = failed.notNow(*look.run);
        FailureSink watched(sink, *look.run, failed);
        const ExtractionReport report =
            followRound(*look.run, now, options.results, options.results, digests, watched, control);
        if (report.outcome == Outcome::stopped) return FollowEnd::stopped;
        growing.keep(computedCheckpoints(options.results, look.run->folder(), digests));
        again = !report.changed.empty();
        lastChange = Clock::now();
        if (sink.finished(*look.run, report)) return FollowEnd::enough;
      } catch (const OtherResults&) {
        throw;
      } catch (const WrongOption&) {
        throw;
      } catch (const Stopped&) {
        return FollowEnd::stopped;
      } catch (const UserError& error) {
        growing.forget();
        look = {nullptr, false, {}, error.what()};
      }
    }
    sink.waiting(waitingFor(look));
    if (trained && look.run && !look.changed && !again && look.unfinished.empty()) return FollowEnd::trained;
    if (options.timeout.count() > 0 && Clock::now() - lastChange >= options.timeout) return FollowEnd::timeout;
    if (!pause(options.interval, control)) break;
  }
  return FollowEnd::stopped;
}

}  // namespace spindle
