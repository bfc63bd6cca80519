// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/reference_checkpoint.h"

#include <cmath>

namespace spindle {
namespace {

bool computed(const ResultsReader& results, std::size_t checkpoint) {
  for (std::size_t s = 0; s < results.header().samples(); ++s) {
    if (results.done(checkpoint, s)) return true;
  }
  return false;
}

}  // namespace

std::optional<std::size_t> lastComputedCheckpoint(const ResultsReader& results) {
  for (std::size_t c = results.header().checkpoints(); c > 0; --c) {
    if (computed(results, c - 1)) return c - 1;
  }
  return std::nullopt;
}

std::optional<std::size_t> bestComputedCheckpoint(const ResultsReader& results) {
  const std::vector<double>& loss = results.header().testLoss;
  std::optional<std::size_t> best;
  for (std::size_t c = 0; c < loss.size(); ++c) {
    if (std::isfinite(loss[c]) && (!best || loss[c] < loss[*best]) && computed(results, c)) best = c;
  }
  return best;
}

}  // namespace spindle
