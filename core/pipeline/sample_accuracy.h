#pragma once

#include "core/base/run_control.h"
#include "core/run/run.h"

#include <optional>
#include <string>

namespace spindle {

/// How often the network is right on the run's samples at one checkpoint: a check of normalisation and class order.
struct SampleAccuracy {
  std::string checkpoint;  ///< name
  std::string warning;     ///< about its weights (see Network::warning)
  std::size_t right = 0, samples = 0, classes = 0;

  /// "27 of 32 samples right (84 %) at step=6000.pt", with a warning where it is at chance.
  [[nodiscard]] std::string line() const;

  [[nodiscard]] double share() const { return static_cast<double>(right) / static_cast<double>(samples); }

  /// Not better than guessing, by less than two standard errors of guessing. Never true for fewer than 10 samples.
  [[nodiscard]] bool atChance() const;
};

/// At the last checkpoint of the series, over at most 500 samples of each part (50 of large inputs), spread evenly over
/// the classes. None where the network returns no classes or nothing is known of the labels. Loads LibTorch. Throws
/// UserError when the checkpoint cannot be used, Stopped when control asks for it.
std::optional<SampleAccuracy> sampleAccuracy(const Run& run, const RunControl& control = RunControl());

}  // namespace spindle
