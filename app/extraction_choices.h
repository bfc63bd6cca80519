// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/salience_option.h"
#include "core/measure/extraction_options.h"

#include <cstdint>
#include <string>

namespace CLI {
class App;
}

namespace spindle::app {

inline constexpr const char* bothEnds = "band";  ///< of --ties

/// What a command line says about a measurement of scores; `extract` and `watch` take it alike.
struct ExtractionChoices {
  std::string samples, grid, score, maskAt, baseline, decomposition, ties, noiseRange, checkpoints, map;
  SalienceOption salience;
  std::size_t draws = 1;
  int variables = 0, superpixels = 0;
  double compactness = 0.0;
  std::uint64_t seed = 0;
  bool seedGiven = false;
  double noiseBound = -1.0;
  double gap = 0.0;
  int threads = workerPerCore();
  std::size_t batch = 0;
  bool plain = false;

  /// All but checkpoints, draws and ties. The object must stay where it is until the command line is parsed.
  void addTo(CLI::App& command);
  /// Over those of the run. Throws UserError, naming the option.
  [[nodiscard]] ExtractionOptions over(const Run& run) const;
};

}  // namespace spindle::app
