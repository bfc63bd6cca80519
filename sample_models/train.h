// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/run_control.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace spindle {

/// One of the networks that Spindle can train itself, with real data, as an example of a run.
struct SampleModel {
  std::string name;         ///< "fashion-lenet"
  std::string description;  ///< one line for `spindle train --help`
};

std::vector<SampleModel> sampleModels();

/// What to train, and where the run folder goes. Zero or negative values mean the model's own choice.
struct TrainOptions {
  std::string model = "fashion-lenet";
  std::filesystem::path folder;  ///< must not exist yet
  std::uint64_t seed = 0;        ///< of weights, order of samples, dropout and label noise
  std::uint64_t gridSeed = 0;    ///< of the input variables drawn from the grid
  int steps = 0;
  int trainingSamples = 0;
  double labelNoise = -1.0;  ///< share of training labels that are replaced by another class, 0 to 1
  int checkpoints = 0;       ///< at most this many, on a logarithmic grid of steps from 0

  [[nodiscard]] std::vector<std::string> problems() const;
};

/// Trains the network on one thread and writes a complete run folder: run.json, model.pt, checkpoints, metrics.csv,
/// samples.npz and HOW.md. The same options give the same files with the same LibTorch. The folder appears when all is
/// done; a stopped or failed training leaves nothing. Progress counts steps. Loads LibTorch on first use.
/// Throws UserError: unknown model, existing folder, missing data (names the Debian package), failed write.
Outcome trainSampleModel(const TrainOptions& options, RunControl& control);

}  // namespace spindle
