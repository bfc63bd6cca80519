// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/kernel/kernel_series.h"
#include "core/chart/chart.h"
#include "core/chart/table.h"
#include "core/store/results_file.h"

#include <optional>
#include <string>
#include <vector>

namespace spindle {

using KernelSeries = std::vector<std::optional<KernelNumbers>>;

/// Charts over training: eigenvalues, normalized ones, condition numbers, distances. `missing`: why there is no kernel,
/// where there is none.
std::vector<Chart> kernelCharts(const ResultsHeader& header, const KernelSeries& series, const std::string& missing);

/// Cosines between the gradients of all samples at a checkpoint, by class. No kernel: see kernelCharts.
Chart kernelMatrixChart(const ResultsHeader& header, const std::optional<TangentKernel>& kernel, std::size_t checkpoint,
                        const std::string& missing);

/// One row a checkpoint.
Table kernelTable(const ResultsHeader& header, const KernelSeries& series);

}  // namespace spindle
