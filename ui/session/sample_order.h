// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dynamics/phase_options.h"
#include "ui/session/dynamics_track.h"
#include "ui/session/run_facts.h"

#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace spindle {

/// What is known of one sample at one checkpoint.
struct SampleState {
  std::size_t row = 0;                                      ///< among the samples that were computed
  std::size_t sample = 0;                                   ///< its number in the run
  double score = std::numeric_limits<double>::quiet_NaN();  ///< v(N)
  std::optional<bool> right = {};                           ///< the network's class is the sample's; where it is known
  double meanOrder = std::numeric_limits<double>::quiet_NaN();
  std::optional<std::size_t> turn = {};  ///< checkpoint where phase two of this sample alone starts

  bool operator==(const SampleState&) const = default;
};

enum class SampleOrder { run, score, meanOrder, turn };

/// The start of phase two by the mean order of each sample alone, of all samples; none where there is none.
std::vector<std::optional<std::size_t>> sampleTurns(const DynamicsTrack& track, const PhaseOptions& options);

/// What the score alone tells: more than even odds for the target mean that the network is right, less that it is wrong
/// where there are two classes. Nothing for other scores than log-odds and log-probability.
std::optional<bool> rightByScore(const std::string& score, double value, std::size_t classes);

/// The state of each sample of the choice at a checkpoint, in the order of the run. turns: of sampleTurns();
/// predicted: the network's class for each, or empty where it is not known.
std::vector<SampleState> sampleStates(const DynamicsTrack& track, std::size_t checkpoint, const RunFacts& facts,
                                      const VariableChoice& choice,
                                      const std::vector<std::optional<std::size_t>>& turns,
                                      const std::vector<std::int64_t>& predicted);

/// Lowest score, lowest mean order or earliest turn first; what is not known last; equal ones as they were.
void sortSamples(std::vector<SampleState>& states, SampleOrder order);

}  // namespace spindle
