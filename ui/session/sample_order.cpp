// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/sample_order.h"

#include "core/dynamics/phases.h"

#include <algorithm>
#include <cmath>

namespace spindle {
namespace {

double key(const SampleState& state, SampleOrder order) {
  constexpr double last = std::numeric_limits<double>::infinity();
  const double value = order == SampleOrder::score       ? state.score
                       : order == SampleOrder::meanOrder ? state.meanOrder
                       : order == SampleOrder::turn      ? (state.turn ? static_cast<double>(*state.turn) : last)
                                                         : static_cast<double>(state.row);
  return std::isfinite(value) ? value : last;
}

}  // namespace

std::vector<std::optional<std::size_t>> sampleTurns(const DynamicsTrack& track, const PhaseOptions& options) {
  std::vector<std::vector<double>> series;
  for (std::size_t c = 0; c < track.size(); ++c) {
    const TrackPointPtr point = track.share(c);
    if (!point || point->failed) continue;
    series.resize(std::max(series.size(), point->samples.samples()),
                  std::vector<double>(track.size(), std::numeric_limits<double>::quiet_NaN()));
    for (std::size_t s = 0; s < point->samples.samples(); ++s) series[s][c] = point->samples.meanOrder(s);
  }
  std::vector<std::optional<std::size_t>> turns;
  for (const std::vector<double>& one : series) turns.push_back(meanOrderStart(one, options));
  return turns;
}

std::optional<bool> rightByScore(const std::string& score, double value, std::size_t classes) {
  if (score != "log-odds" && score != "log-probability") return std::nullopt;
  const double even = score == "log-odds" ? 0.0 : std::log(0.5);
  if (value > even) return true;
  if (value < even && classes == 2) return false;
  return std::nullopt;
}

std::vector<SampleState> sampleStates(const DynamicsTrack& track, std::size_t checkpoint, const RunFacts& facts,
                                      const VariableChoice& choice,
                                      const std::vector<std::optional<std::size_t>>& turns,
                                      const std::vector<std::int64_t>& predicted) {
  const TrackPointPtr point = checkpoint < track.size() ? track.share(checkpoint) : nullptr;
  const SampleSet& set = facts.samples;
  std::vector<SampleState> states;
  for (std::size_t row = 0; row < choice.samples.size(); ++row) {
    SampleState state{row, choice.samples[row]};
    if (point && row < point->full.size()) state.score = point->full[row];
    if (point && row < point->samples.samples() && point->samples.present(row))
      state.meanOrder = point->samples.meanOrder(row);
    if (row < turns.size()) state.turn = turns[row];
    if (row < predicted.size() && state.sample < set.samples.size())
      state.right = predicted[row] == set.samples[state.sample].target;
    else if (!set.severalLabels)
      state.right = rightByScore(facts.score, state.score, set.classes.size());
    states.push_back(state);
  }
  return states;
}

void sortSamples(std::vector<SampleState>& states, SampleOrder order) {
  std::stable_sort(states.begin(), states.end(), [order](const SampleState& a, const SampleState& b) {
    const double first = key(a, order), second = key(b, order);
    return first != second ? first < second : a.row < b.row;
  });
}

}  // namespace spindle
