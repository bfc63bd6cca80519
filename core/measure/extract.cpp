// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/extract.h"

#include "core/base/ordered_work.h"
#include "core/base/user_error.h"
#include "core/measure/checkpoint_worker.h"
#include "core/results/pair_interactions.h"

#include <algorithm>
#include <utility>

namespace spindle {
namespace {

/// Samples of a checkpoint are shared out in chunks: all workers have something to do from the first checkpoint on, and
/// few tables wait in memory.
std::size_t chunkSize(std::size_t samples, std::size_t workers) {
  constexpr std::size_t most = 8;
  return std::clamp<std::size_t>((samples + workers - 1) / workers, 1, most);
}

FramePtr makeFrame(const Run& run, const Salience& salience, std::size_t checkpoint, std::vector<PairResult> samples,
                   std::vector<std::string> notes) {
  auto frame = std::make_shared<DynamicsFrame>();
  const Checkpoint& source = run.series().checkpoints[checkpoint];
  frame->checkpoint = checkpoint;
  frame->step = source.step;
  frame->epoch = source.epoch;
  frame->trainLoss = source.trainLoss;
  frame->testLoss = source.testLoss;
  const std::vector<SampleInteractions> interactions = interactionsOf(samples, salience.orderOne);
  frame->salience = salience;
  frame->strengths = SampleStrengths(interactions, salienceThreshold(interactions, salience));
  frame->strength = orderStrength(frame->strengths);
  frame->failed = frame->strength.samples == 0;
  std::sort(notes.begin(), notes.end());
  notes.erase(std::unique(notes.begin(), notes.end()), notes.end());
  frame->notes = std::move(notes);
  frame->samples = std::move(samples);
  return frame;
}

/// Reports finished samples over all checkpoints.
struct Counter {
  RunControl& control;
  std::size_t done = 0;
  std::size_t total = 0;
  void add(std::size_t count, const std::string& what) {
    done += count;
    control.progress(done, total, what);
  }
};

}  // namespace

Outcome extract(const Run& run, const ExtractionOptions& options, const std::vector<bool>& skip, FrameSink& sink,
                RunControl& control) {
  requireNone(options.problems(run));
  std::vector<std::size_t> checkpoints;
  for (std::size_t i = 0; i < options.checkpoints.size(); ++i) {
    if (i >= skip.size() || !skip[i]) checkpoints.push_back(options.checkpoints[i]);
  }
  if (const auto first = std::find(checkpoints.begin(), checkpoints.end(), options.first); first != checkpoints.end())
    std::rotate(checkpoints.begin(), first, first + 1);
  const auto workers = static_cast<std::size_t>(std::max(1, options.workers));
  const ExtractionInputs inputs(run, options);
  const std::size_t samples = options.samples.size();
  const bool together = options.noiseScale == NoiseScale::mean;  // the bound of each needs all scores
  const std::size_t chunk = together ? samples : chunkSize(samples, workers);
  const std::size_t chunks = (samples + chunk - 1) / chunk;

  std::vector<CheckpointWorker> states;
  for (std::size_t worker = 0; worker < workers; ++worker) states.emplace_back(run, options, inputs, control);

  Counter counter{control, 0, checkpoints.size() * samples};
  std::vector<PairResult> pairs;
  std::vector<std::string> notes = options.notes;
  std::string firstFailure;
  bool any = false;
  try {
    OrderedWork<ChunkResult>::run(
        checkpoints.size() * chunks, workers, 2 * workers,
        [&](std::size_t worker, std::size_t item) {
          const std::size_t first = item % chunks * chunk;
          return states[worker].compute(checkpoints[item / chunks], first, std::min(first + chunk, samples));
        },
        [&](std::size_t item, ChunkResult result) {
          const std::size_t checkpoint = checkpoints[item / chunks];
          std::move(result.pairs.begin(), result.pairs.end(), std::back_inserter(pairs));
          std::move(result.notes.begin(), result.notes.end(), std::back_inserter(notes));
          counter.add(result.pairs.size(), run.series().checkpoints[checkpoint].name);
          if (item % chunks + 1 < chunks) return;
          const FramePtr frame =
              makeFrame(run, options.salience, checkpoint, std::exchange(pairs, {}), std::exchange(notes, {}));
          any = any || !frame->failed;
          if (frame->failed && firstFailure.empty() && !frame->notes.empty()) firstFailure = frame->notes.front();
          sink.accept(frame);
        });
  } catch (const Stopped&) {
    return Outcome::stopped;
  }
  if (!any && !checkpoints.empty() && checkpoints.size() == options.checkpoints.size()) throw UserError(firstFailure);
  return Outcome::finished;
}

}  // namespace spindle
