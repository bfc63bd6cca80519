// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/run_control.h"
#include "core/base/version.h"
#include "core/measure/extraction_options.h"

#include <span>

namespace spindle {

/// What the network is and what it is asked, but for the weights: the samples' digests, the architecture's, settings.
/// numbers: the version of what decides the numbers. Cost: about 0.5 ms a MB of samples.
ResultsSource sourceWithoutWeights(const Run& run, std::span<const std::size_t> samples, int numbers = numbersVersion);

/// What the options' checkpoints, architecture and samples hold (see content_digest.h), for the results file: what
/// makes --resume refuse other weights under the same names. Reads the tables of contents of all checkpoints; of files
/// that are not zip files all bytes. Of a part: of its own checkpoints, the others' digests stay empty. Not for the GUI
/// thread. Throws Stopped.
ResultsSource resultsSource(const Run& run, const ExtractionOptions& options, const RunControl& control = RunControl());

}  // namespace spindle
