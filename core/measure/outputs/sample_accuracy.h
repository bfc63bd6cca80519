// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/run_control.h"
#include "core/run/run.h"

#include <optional>
#include <string>
#include <vector>

namespace spindle {

/// How often the network is right on the run's samples at one checkpoint: a check of normalization and class order.
struct SampleAccuracy {
  std::string checkpoint;  ///< name
  std::string warning;     ///< about its weights (see Network::warning)
  std::size_t right = 0, samples = 0, classes = 0;
  bool bySign = false;             ///< one output alone, which speaks for class 1
  std::vector<std::string> notes;  ///< see Network::notes
  std::string output;              ///< what the outputs are taken for, where that is a guess or a doubt
  bool outputDoubt = false;

  /// "27 of 32 samples right (84 %) at step=6000.pt", with a warning where it is at chance.
  [[nodiscard]] std::string line() const;

  [[nodiscard]] double share() const { return static_cast<double>(right) / static_cast<double>(samples); }

  /// The counts speak for guessing and against a network that has learned: guessing is right as often or more often
  /// with a probability above 5 %, and a network that is right on 4 in 10 of the samples that guessing misses would be
  /// right as seldom with one below 5 %. Binomial, exact. 2 right of 10 with ten classes prove nothing.
  [[nodiscard]] bool atChance() const;
};

/// At the last checkpoint of the series, over at most 500 samples of each part (50 of large inputs), spread evenly over
/// the classes. None where the network returns no classes or nothing is known of the labels. Loads LibTorch. Throws
/// UserError when the checkpoint cannot be used, Stopped when control asks for it.
std::optional<SampleAccuracy> sampleAccuracy(const Run& run, const RunControl& control = RunControl());

}  // namespace spindle
