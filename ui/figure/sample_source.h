// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/run.h"
#include "core/store/results_file.h"
#include "ui/figure/sample_charts.h"

#include <memory>

namespace spindle {

/// The input of a row of the results, out of the run, with the variables of the results. Throws UserError where the
/// run has another input in its place (by its contents, or by name and label where the file holds no digests).
std::shared_ptr<const ShownSample> shownSample(const Run& run, const ResultsHeader& header, std::size_t row);
std::shared_ptr<const ShownSample> shownSample(const SampleSet& samples, const ResultsHeader& header, std::size_t row);

/// Throws UserError with the rows there are.
void requireRow(const ResultsHeader& header, std::size_t row);

}  // namespace spindle
