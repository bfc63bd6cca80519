// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/variables/input_variables.h"
#include "core/store/results_file.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace spindle {

/// An input variable as the results keep it: its name and, of these, what the kind of input has.
struct StoredVariable {
  std::string name;
  std::vector<PixelRect> pixels;         ///< images
  std::vector<std::uint32_t> positions;  ///< columns, words, points
  std::vector<std::uint32_t> elements;   ///< where there is neither

  bool operator==(const StoredVariable&) const = default;
};

/// `where` begins the sentence of the UserError that is thrown where the text is no list of variables: "The results
/// file r.h5" is damaged (the input variables of sample "boot" ...).
std::vector<StoredVariable> readVariables(const std::string& json, const std::string& where, const std::string& sample);
std::string writeVariables(const std::vector<InputVariable>& variables);

/// Those of one sample; as many as the header says, also where its text has fewer.
std::vector<StoredVariable> storedVariables(const ResultsHeader& header, std::size_t sample);

/// Names of a sample's variables; "variable 3" where the results give none.
std::vector<std::string> storedVariableNames(const ResultsHeader& header, std::size_t sample);

/// The bounding box of an image region, in pixels.
struct VariablePlace {
  double top = 0.0, left = 0.0, height = 0.0, width = 0.0;
};

/// Where a sample's variables lie; none where the results do not say it of all of them (only image regions have a
/// place: words, columns and points are numbered, which says nothing of their distance).
std::optional<std::vector<VariablePlace>> storedVariablePlaces(const ResultsHeader& header, std::size_t sample);

}  // namespace spindle
