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
  // What it does where nothing else is asked for.
  int steps = 0, batch = 0, trainingSamples = 0;
  double learningRate = 0.0, labelNoise = 0.0;
  bool classes = true;  ///< else the target is a measured value, and there are no labels to be wrong
  std::string checkpoints;
  double seconds = 0.0;  ///< it takes so, on one core of 2024
};

std::vector<SampleModel> sampleModels();

/// What to train, and where the run folder goes. Empty, zero or negative values mean the model's own choice.
struct TrainOptions {
  std::string model = "fashion-lenet";
  std::filesystem::path folder;  ///< must not exist yet
  bool resume = false;           ///< but holds a training of the same options that was stopped
  std::uint64_t seed = 0;        ///< of weights, order of samples, dropout and label noise
  std::uint64_t gridSeed = 0;    ///< of the input variables drawn from the grid
  int steps = 0;
  int epochs = 0;  ///< instead of steps: passes over the training samples
  int batch = 0;
  double learningRate = 0.0;
  int trainingSamples = 0;
  double labelNoise = -1.0;  ///< share of training labels that are replaced by another class, 0 to 1
  /// "32": at most so many, on a logarithmic grid of steps from 0; "log:1.25": steps that grow by this factor;
  /// "every:5": epochs 0, 5, 10, ...; "0,10,100": these steps and the last.
  std::string checkpoints;
  std::vector<int> hidden;  ///< widths of the hidden layers, see the model's description
  /// "0.3:0.7": adds the loss that strengthens (weakens) interactions of contexts of these shares of the image
  /// (fashion-mlp only; at most one of the two).
  std::string encourage, suppress;

  std::string wiring;  ///< dag-mlp: "2_21_112", one digit for each edge (see Wiring)
  // nam-... only. Negative and 0 members: the model's own.
  std::string units;  ///< of the first layer: "exu" or "relu"
  int members = 0;
  double dropout = -1.0, featureDropout = -1.0, outputPenalty = -1.0, weightDecay = -1.0;

  // bodies-... only. Empty, 0 and negative: the model's own.
  std::string force;  ///< "charged" or "gravity"
  int horizon = 0;    ///< steps of 0.001 to look ahead
  double timeStep = 0.0, leftOut = -1.0, gradientClip = -1.0;

  [[nodiscard]] std::vector<std::string> problems() const;
};

/// Trains the network on one thread and writes a complete run folder: run.json, model.pt, checkpoints, metrics.csv,
/// samples and HOW.md. The same options give the same files with the same LibTorch, also where the training was stopped
/// or killed and resumed. The folder appears with its first checkpoint and opens as a run from then on; HOW.md comes
/// last. Progress counts steps. Loads LibTorch on first use. Throws UserError: unknown model, existing folder, missing
/// data (names the Debian package), failed write.
Outcome trainSampleModel(const TrainOptions& options, RunControl& control);

}  // namespace spindle
