// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/run_control.h"
#include "core/measure/extraction_options.h"
#include "core/model/network.h"
#include "core/run/run.h"

#include <filesystem>

namespace spindle {

/// What loadNetwork() and its like are given for a checkpoint of a run; the shape of an input is still to be set.
struct NetworkSource {
  std::filesystem::path architecture, weights;
  NetworkOptions options;
};

/// control: where given it must outlive the network. Throws UserError where the run has weights alone.
NetworkSource networkSource(const Run& run, std::size_t checkpoint, const ExtractionOptions& options,
                            const RunControl* control);

}  // namespace spindle
