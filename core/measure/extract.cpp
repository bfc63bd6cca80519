// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/extract.h"

#include "core/base/ordered_work.h"
#include "core/base/user_error.h"
#include "core/measure/checkpoint_worker.h"
#include "core/results/pair_interactions.h"

#include <algorithm>
#include <chrono>
#include <optional>
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

/// Samples of one row of options.checkpoints that are computed in one go.
struct Chunk {
  std::size_t row = 0;
  std::vector<std::size_t> positions;
  bool last = false;  ///< of its row
};

std::vector<Chunk> chunksOf(const PairPlan& plan, std::size_t firstRow, std::size_t workers, bool together) {
  std::vector<Chunk> chunks;
  for (std::size_t i = 0; i < plan.wanted.size(); ++i) {
    const std::size_t row = i == 0 ? firstRow : i <= firstRow ? i - 1 : i;
    std::vector<std::size_t> positions;
    for (std::size_t s = 0; s < plan.wanted[row].size(); ++s) {
      if (plan.wanted[row][s]) positions.push_back(s);
    }
    const std::size_t size = together ? positions.size() : chunkSize(positions.size(), workers);
    for (std::size_t at = 0; at < positions.size(); at += size) {
      const auto from = positions.begin() + static_cast<std::ptrdiff_t>(at);
      const std::size_t end = std::min(at + size, positions.size());
      chunks.push_back({row, {from, positions.begin() + static_cast<std::ptrdiff_t>(end)}, end == positions.size()});
    }
  }
  return chunks;
}

/// Puts chunks together to frames and hands these to a sink.
class FrameMaker {
 public:
  FrameMaker(const Run& run, const ExtractionOptions& options, const PairPlan& plan, FrameSink& sink,
             RunControl& control, std::size_t total)
      : run_(run),
        options_(options),
        plan_(plan),
        sink_(sink),
        control_(control),
        total_(total),
        notes_(options.notes) {}

  void take(const Chunk& chunk, ChunkResult result) {
    if (row_ != chunk.row) begin(chunk.row);
    whole_ = whole_ && result.pairs.size() == chunk.positions.size();
    for (std::size_t i = 0; i < result.pairs.size(); ++i) {
      pairs_[chunk.positions[i]] = std::move(result.pairs[i]);
      fresh_ = true;
    }
    std::move(result.notes.begin(), result.notes.end(), std::back_inserter(notes_));
    done_ += result.pairs.size();
    control_.progress(done_, total_, run_.series().checkpoints[options_.checkpoints[chunk.row]].name);
    if (!chunk.last || !whole_) {
      constexpr auto often = std::chrono::minutes(1);
      if (std::chrono::steady_clock::now() - kept_ > often) keep();
      return;
    }
    const FramePtr frame = makeFrame(run_, options_.salience, options_.checkpoints[chunk.row],
                                     std::exchange(pairs_, {}), std::exchange(notes_, {}));
    row_.reset();
    any_ = any_ || !frame->failed;
    if (frame->failed && firstFailure_.empty() && !frame->notes.empty()) firstFailure_ = frame->notes.front();
    sink_.accept(frame);
  }

  /// Of a checkpoint that is begun, what is finished.
  void keep() {
    if (!row_ || !fresh_ || !options_.endAfterSample || options_.noiseScale == NoiseScale::mean) return;
    sink_.keep(makeFrame(run_, options_.salience, options_.checkpoints[*row_], pairs_, notes_));
    fresh_ = false;
    kept_ = std::chrono::steady_clock::now();
  }

  [[nodiscard]] bool any() const { return any_; }
  [[nodiscard]] const std::string& firstFailure() const { return firstFailure_; }

 private:
  void begin(std::size_t row) {
    keep();
    row_ = row;
    whole_ = true;
    fresh_ = false;
    kept_ = std::chrono::steady_clock::now();
    pairs_.assign(options_.samples.size(), {});
    for (std::size_t s = 0; plan_.stored && s < pairs_.size(); ++s) {
      if (!plan_.wanted[row][s]) pairs_[s] = plan_.stored(row, s);
    }
  }

  const Run& run_;
  const ExtractionOptions& options_;
  const PairPlan& plan_;
  FrameSink& sink_;
  RunControl& control_;
  std::size_t done_ = 0, total_;
  std::optional<std::size_t> row_;
  std::vector<PairResult> pairs_;
  std::vector<std::string> notes_;
  std::string firstFailure_;
  bool whole_ = true, fresh_ = false, any_ = false;
  std::chrono::steady_clock::time_point kept_;
};

}  // namespace

Outcome extract(const Run& run, const ExtractionOptions& options, const std::vector<bool>& skip, FrameSink& sink,
                RunControl& control) {
  PairPlan plan;
  for (std::size_t row = 0; row < options.checkpoints.size(); ++row)
    plan.wanted.emplace_back(options.samples.size(), row >= skip.size() || !skip[row]);
  return extractPairs(run, options, plan, sink, control);
}

Outcome extractPairs(const Run& run, const ExtractionOptions& options, const PairPlan& plan, FrameSink& sink,
                     RunControl& control) {
  requireNone(options.problems(run));
  const auto workers = static_cast<std::size_t>(std::max(1, options.workers));
  const auto first = std::find(options.checkpoints.begin(), options.checkpoints.end(), options.first);
  const std::size_t firstRow =
      first == options.checkpoints.end() ? 0 : static_cast<std::size_t>(first - options.checkpoints.begin());
  const bool together = options.noiseScale == NoiseScale::mean;  // the bound of each needs all scores
  const std::vector<Chunk> chunks = chunksOf(plan, firstRow, workers, together);
  std::size_t total = 0;
  for (const Chunk& chunk : chunks) total += chunk.positions.size();
  if (chunks.empty()) return Outcome::finished;

  const ExtractionInputs inputs(run, options);
  std::vector<CheckpointWorker> states;
  for (std::size_t worker = 0; worker < workers; ++worker) states.emplace_back(run, options, inputs, control);
  FrameMaker frames(run, options, plan, sink, control, total);
  bool ended = false;
  try {
    OrderedWork<ChunkResult>::run(
        chunks.size(), workers, 2 * workers,
        [&](std::size_t worker, std::size_t item) {
          return states[worker].compute(options.checkpoints[chunks[item].row], chunks[item].positions);
        },
        [&](std::size_t item, ChunkResult result) {
          ended = ended || result.pairs.size() < chunks[item].positions.size();
          frames.take(chunks[item], std::move(result));
        });
  } catch (const Stopped&) {
    ended = true;
  }
  frames.keep();
  if (ended) return Outcome::stopped;
  const bool all = total == options.checkpoints.size() * options.samples.size();
  if (!frames.any() && all) throw UserError(frames.firstFailure());
  return Outcome::finished;
}

}  // namespace spindle
