// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/depth/depth_options.h"
#include "core/measure/depth/linear_probe.h"
#include "core/measure/depth/probe_data.h"
#include "core/measure/extraction_options.h"
#include "core/model/network.h"
#include "core/run/run.h"

#include <string>
#include <vector>

namespace spindle {

/// What the frames of the series are made from.
struct DepthFrames {
  std::vector<std::string> names;   ///< of the layers, then outputFrame
  std::vector<LinearProbe> probes;  ///< of the layers
  std::vector<ProbeQuality> train, test;
};

/// No more threads than items.
std::size_t threadsFor(std::size_t items, const ExtractionOptions& options);

/// Trains a probe on each of the network's layers. Throws UserError where features are not finite, Stopped.
DepthFrames trainedFrames(const Run& run, const ExtractionOptions& options, const DepthOptions& depth,
                          const ProbeData& data, Network& network, std::size_t classes, RunControl& control);

}  // namespace spindle
