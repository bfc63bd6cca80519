// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/results_file.h"

#include <span>
#include <string>
#include <vector>

namespace spindle {

/// One thing in which several results differ, with its value in each.
struct DifferingChoice {
  std::string name;                 ///< "score", "samples", "weights"
  std::vector<std::string> values;  ///< by results; "-" where the file does not say
  /// Repetitions of one experiment differ in it by nature: names, weights (seeds), losses, and what moves last digits
  /// only.
  bool ofReplicates = false;
};

/// What differs between results, and only that: options of the measurement, samples, input variables, checkpoints, the
/// contents that were read, Spindle's version. What a view chose never counts. Throws UserError for damaged options.
std::vector<DifferingChoice> differingChoices(std::span<const ResultsHeader* const> results);

}  // namespace spindle
