// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/game/decomposition_options.h"
#include "core/game/score.h"
#include "core/input/variables/masked_input.h"

#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace spindle {

/// What decides the numbers of stored results, besides the run, its samples and their input variables. Empty where the
/// file does not say (older builds). Two computations with equal options give the same tables to the last digit.
struct MeasurementOptions {
  /// A name ("cluster mean"), or one number for all, or for each channel or column.
  using StoredBaseline = std::variant<std::string, std::vector<double>>;

  std::optional<Score> score;
  std::optional<OutputKind> output;
  std::optional<StoredBaseline> baseline;
  std::optional<Background> background;
  std::string maskAt = "input";                ///< or the layer whose output is masked
  std::optional<std::array<int, 2>> maskGrid;  ///< rows and columns of cells, where a layer is masked
  std::string protocol;                        ///< "two-phase", or empty
  std::string device;                          ///< "cuda", or empty: the CPU; moves last digits
  std::optional<DecompositionMethod> decomposition;
  std::optional<TieBreak> ties;          ///< of the sparsest decomposition; none in files of before it could be chosen
  std::optional<double> noiseBound;      ///< as a share of |v(N) - v(empty)|
  std::optional<NoiseScale> noiseScale;  ///< where it is not that of each sample
  std::optional<double> gap;             ///< certified relative gap at which the solver stops
  std::optional<std::size_t> maxIterations;
  std::optional<std::size_t> batch;  ///< inputs a forward pass; moves last digits only, as shareFirstLayer does
  std::optional<bool> shareFirstLayer;
  std::map<std::string, std::string> others;  ///< options that this version does not know, as JSON

  bool operator==(const MeasurementOptions&) const = default;
};

}  // namespace spindle
