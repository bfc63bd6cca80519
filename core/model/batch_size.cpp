// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/batch_size.h"

#include <algorithm>
#include <chrono>
#include <limits>
#include <vector>

namespace spindle {
namespace {

double seconds(Network& network, const AdditiveInput& input, std::size_t batch, std::vector<float>& results) {
  const auto start = std::chrono::steady_clock::now();
  network.evaluateCoalitions(input, batch, results);
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

int variablesAtOnce(int variables, std::size_t outputs) {
  constexpr std::size_t most = (std::size_t{1} << 26) / sizeof(float);
  while (variables > 1 && outputs > most >> variables) --variables;
  return variables;
}

std::size_t usualBatch(std::size_t inputElements) {
  constexpr std::size_t together = 1 << 18;
  std::size_t batch = 128;
  while (batch > 16 && batch * inputElements > together) batch /= 2;
  return batch;
}

std::size_t measuredBatch(Network& network, const AdditiveInput& input) {
  constexpr double budget = 0.2;
  constexpr std::size_t smallest = 16, largest = 1024;
  AdditiveInput probe = input;
  const int varied = variablesAtOnce(std::min(static_cast<int>(probe.parts.size()), 9), network.outputs());
  probe.parts.resize(static_cast<std::size_t>(varied));
  std::vector<float> results;
  const auto resize = [&] { results.assign((std::size_t{1} << probe.parts.size()) * network.outputs(), 0.0F); };
  resize();
  // A slow network is judged by fewer coalitions, so that six candidates and two rounds fit the budget.
  double once = seconds(network, probe, 64, results);
  while (once > budget / 12 && probe.parts.size() > 6) {
    probe.parts.pop_back();
    resize();
    once /= 2;
  }
  const auto most = std::min(largest, std::size_t{1} << probe.parts.size());
  std::size_t best = std::min(smallest, most);
  double bestTime = std::numeric_limits<double>::infinity();
  for (std::size_t batch = best; batch <= most; batch *= 2) {
    const double time = std::min(seconds(network, probe, batch, results), seconds(network, probe, batch, results));
    if (time < 0.98 * bestTime) {
      bestTime = time;
      best = batch;
    } else if (time > 1.3 * bestTime) {
      break;
    }
  }
  return best;
}

}  // namespace spindle
