// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/parts/pair_cost.h"

#include "core/base/user_error.h"
#include "core/measure/checkpoint_worker.h"

#include <algorithm>
#include <array>
#include <bit>
#include <chrono>
#include <sys/resource.h>
#include <vector>

namespace spindle {
namespace {

class Clock {
 public:
  [[nodiscard]] double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

std::size_t peakMegabytes() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return static_cast<std::size_t>(usage.ru_maxrss) / 1024;
}

/// Of all coalitions, from those of as many variables as fill one batch.
double estimatedSeconds(Network& network, const AdditiveInput& input, std::size_t batch) {
  AdditiveInput some = input;
  const auto wanted = static_cast<std::size_t>(std::bit_width(std::max<std::size_t>(batch, 1)) - 1);
  if (some.parts.size() > wanted) some.parts.resize(wanted);
  std::vector<float> results((std::size_t{1} << some.parts.size()) * network.outputs());
  network.evaluateCoalitions(some, batch, results);  // the first call prepares the network
  const Clock clock;
  network.evaluateCoalitions(some, batch, results);
  return clock.seconds() * static_cast<double>(std::size_t{1} << (input.parts.size() - some.parts.size()));
}

}  // namespace

PairCost measuredPairCost(const Run& run, const ExtractionOptions& options, RunControl& control) {
  requireNone(options.problems(run));
  ExtractionOptions one = options;
  one.samples.resize(1);
  one.variables.resize(1);
  one.noiseScale = NoiseScale::sample;
  const ExtractionInputs inputs(run, one);
  PairCost cost;
  const std::size_t before = peakMegabytes();
  std::string failure;
  for (const std::size_t checkpoint : options.checkpoints) {
    try {
      const Clock loading;
      const auto network = loadCheckpoint(run, checkpoint, one, &control);
      cost.loadSeconds = loading.seconds();
      cost.pairSeconds = estimatedSeconds(*network, networkInput(*network, inputs, 0), options.batch);
      constexpr double patience = 10.0;
      if (cost.pairSeconds < patience) {
        CheckpointWorker worker(run, one, inputs, control);
        constexpr std::array<std::size_t, 1> first{0};
        worker.compute(checkpoint, first);  // loads the network
        const Clock clock;
        worker.compute(checkpoint, first);
        cost.pairSeconds = clock.seconds();
      }
      cost.startSeconds = 2.0 * cost.loadSeconds + 1.0;
      cost.processMegabytes = peakMegabytes();
      cost.networkMegabytes = cost.processMegabytes - before;
      return cost;
    } catch (const UserError& error) {
      if (failure.empty()) failure = error.what();
    }
  }
  throw UserError(failure);
}

}  // namespace spindle
