// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/results_file.h"

#include <optional>
#include <string>
#include <vector>

namespace spindle {

/// Names of a sample's variables as the results keep them; "variable 3" where they give none.
std::vector<std::string> storedVariableNames(const ResultsHeader& header, std::size_t sample);

/// The bounding box of an image region, in pixels.
struct VariablePlace {
  double top = 0.0, left = 0.0, height = 0.0, width = 0.0;
};

/// Where a sample's variables lie; none where the results do not say it of all of them (only image regions have a
/// place: words, columns and points are numbered, which says nothing of their distance).
std::optional<std::vector<VariablePlace>> storedVariablePlaces(const ResultsHeader& header, std::size_t sample);

}  // namespace spindle
