// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/depth/linear_probe.h"
#include "core/measure/extraction_options.h"

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace spindle {

/// What a measurement over depth needs beside the options of one over training.
struct DepthOptions {
  std::vector<std::string> layers{"all"};  ///< see NetworkOptions::valuesOf
  std::size_t checkpoint = 0;              ///< index into run.series()
  std::filesystem::path probeData;         ///< empty: the run's own training samples
  ProbeOptions probes;
};

/// The bound of the noise term that the paper uses for layers (arXiv 2409.08712).
inline constexpr double depthNoiseBound = 0.04;

/// The checkpoint that `text` means: "last", or a training step (or epoch, or number of the run's axis) at which one
/// was saved. Throws UserError with the nearest ones.
std::size_t checkpointAt(const Run& run, const std::string& text);

/// The options with masking at the input, where features of all layers have the same variables, and one checkpoint.
/// Throws UserError where what is asked for has no meaning over depth: a score of a plain value.
ExtractionOptions overDepth(const Run& run, ExtractionOptions options, const DepthOptions& depth);

}  // namespace spindle
