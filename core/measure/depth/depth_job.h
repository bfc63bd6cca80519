// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/depth/depth_options.h"
#include "core/measure/extraction_job.h"

#include <filesystem>

namespace spindle {

/// Computes a series over depth into the results file `path` (METHOD.md#layer-probes): a frame for each layer, whose
/// scores are those of a linear probe on its features, and last the network's own output. options as overDepth() makes
/// them. A frame's train loss is the cross-entropy of its probe on the data it was trained on, its test loss that on
/// test samples among them.
///
/// Probes are trained first (one layer a thread), then the features of all layers are had by one forward pass a sample
/// and coalition, then each layer is decomposed and stored as soon as it is. With resume, layers that are stored are
/// skipped; probes are trained again, to the same bytes. Stopped: what was stored stays. Throws UserError.
ExtractionReport depthToFile(const Run& run, const ExtractionOptions& options, const DepthOptions& depth,
                             const std::filesystem::path& path, bool resume, RunControl& control);

}  // namespace spindle
