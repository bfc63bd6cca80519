// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/results_file.h"

#include <cstddef>
#include <optional>
#include <string>

namespace spindle {

/// Where a network says that bodies move, beside where the simulation moves them (METHOD.md#bodies), the measurement
/// "bodies" of a results file. The network gives K times up to its horizon; fed with its own answer it goes on, R
/// horizons in all. Arrays of the truth have the
/// same row for every checkpoint. N bodies; M systems (test samples of the
/// run), of which the first D are drawn; S samples of the results with their 2^(N-1) coalitions.
struct BodyMotion {
  static constexpr const char* name = "bodies";
  static constexpr std::size_t mostSystems = 200, drawnSystems = 4;

  std::string force;         ///< of the simulation that the samples come from: "charged", "gravity"
  double horizon = 1.0;      ///< in units of time
  std::size_t times = 1;     ///< K
  std::size_t horizons = 1;  ///< R
  std::size_t bodies = 0;    ///< N
  MeasuredArray error;       ///< [C, M, R K]: mean squared error of a coordinate
  MeasuredArray paths;       ///< [C, D, R K 3 N]
  MeasuredArray scores;      ///< [C, S, K 2^(N-1)]: what the observed body is carried by, by time and coalition
  MeasuredArray still;       ///< [C, M, R K]: error of bodies that stay where they are
  MeasuredArray straight;    ///< [C, M, R K]: of bodies that keep their velocities
  MeasuredArray truePaths;   ///< [C, D, (R K + 1) 3 N]: from the start on
  MeasuredArray trueScores;  ///< [C, S, K 2^(N-1)]

  [[nodiscard]] std::size_t systems() const { return error.extent[1]; }
  [[nodiscard]] std::size_t drawn() const { return paths.extent[1]; }
  [[nodiscard]] std::size_t samples() const { return scores.extent[1]; }
  [[nodiscard]] std::size_t coalitions() const { return std::size_t{1} << (bodies - 1); }
  /// In units of time; place from 0.
  [[nodiscard]] double timeAt(std::size_t place) const {
    return horizon * static_cast<double>(place + 1) / static_cast<double>(times);
  }
};

StoredMeasurement asStored(const BodyMotion& motion);

/// None where the results hold no such measurement. Throws UserError where it is of another schema or damaged.
std::optional<BodyMotion> storedMotion(const ResultsHeader& header);

}  // namespace spindle
