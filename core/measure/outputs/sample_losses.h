// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/run_control.h"
#include "core/run/run.h"

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace spindle {

/// Losses of one checkpoint on the run's own samples; NaN where there is no sample of a split, or no result.
struct SampleLoss {
  std::string checkpoint;
  double step = 0.0, epoch = 0.0;
  double train = 0.0, test = 0.0;
  double accuracy = 0.0;  ///< over all samples
};

struct SampleLosses {
  std::vector<SampleLoss> checkpoints;
  std::size_t train = 0, test = 0;  ///< samples; those of no known split count as test
  std::vector<std::string> notes;   ///< checkpoints that could not be used, and why
  bool stepsAreEpochs = false;
};

/// Why the losses of this run cannot be computed from its samples, as one sentence; empty when they can: there must be
/// at least 10 labeled samples of at least 2 classes, and a network that returns classes.
std::string sampleLossesProblem(const Run& run);

/// Mean cross-entropy (natural logarithm) of the labels at every checkpoint, in at most `workers` threads. Loads
/// LibTorch. Throws UserError (see sampleLossesProblem, or no checkpoint can be used), and Stopped when control asks
/// for it.
SampleLosses computeSampleLosses(const Run& run, int workers, RunControl& control);

/// The name under which a run's folder keeps them; found again as a training log when the run is opened.
inline constexpr const char* sampleLossesFile = "sample_losses.csv";

/// Columns step, epoch, train_loss, test_loss, accuracy, checkpoint. Written beside the file first, then renamed.
/// Throws UserError.
void writeSampleLosses(const SampleLosses& losses, const std::filesystem::path& file);

}  // namespace spindle
