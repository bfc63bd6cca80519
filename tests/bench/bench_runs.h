// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/checkpoint_worker.h"
#include "core/measure/extract.h"
#include "core/measure/network/masked_model.h"

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>

namespace spindle::bench {

/// The folder with the runs to measure on: mlp, lenet and vgg, as tests/bench/run.sh trains them.
inline std::filesystem::path runFolder(const std::string& name) {
  const char* folder = std::getenv("SPINDLE_BENCH_RUNS");
  return std::filesystem::path(folder != nullptr ? folder : ".") / name;
}

/// Options of the run with n cells of its grid and the first `samples` samples, one worker.
inline ExtractionOptions benchOptions(const Run& run, int n, std::size_t samples, bool share) {
  ExtractionOptions options = extractionOptions(run);
  GridDescription grid;
  grid.grid.count = n;
  grid.grid.within = {1, 1, 6, 6};
  options.samples.resize(samples);
  options.variables = run.variables(grid, options.samples);
  options.workers = 1;
  options.shareFirstLayer = share;
  return options;
}

/// v of some samples at the checkpoint that lies `place` of the way through the run.
inline std::vector<CoalitionTable> benchTables(const Run& run, int n, std::size_t samples, double place) {
  const ExtractionOptions options = benchOptions(run, n, samples, true);
  const auto last = static_cast<double>(run.series().checkpoints.size() - 1);
  const auto network = loadCheckpoint(run, static_cast<std::size_t>(place * last), options);
  const ExtractionInputs inputs(run, options);
  std::vector<CoalitionTable> tables;
  for (std::size_t s = 0; s < samples; ++s)
    tables.push_back(MaskedModel(*network, inputs.inputs[s], inputs.rules[s]).table(256));
  return tables;
}

}  // namespace spindle::bench
