// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/sample/sample_hints.h"
#include "core/input/sample/sample_set.h"

#include <string>
#include <string_view>

namespace spindle {

/// Samples from a table with a header, one row a sample. Delimiter and decimal comma are found by looking; the label is
/// the hinted column, or else `target`, `label`, `class` or `y`, or else the last; columns `split` and `name` are taken
/// as such; a first column without a name (a data frame's index) is left out. Columns of words become numbers in the
/// words' sorted order, with a note. With a hinted image or point shape a row holds the flattened input, and whole
/// numbers up to 255 of an image are divided by 255. A first row of numbers that do not count up is data, not a header.
/// Throws UserError that names row and column: an empty cell, a missing value, a row of another length.
SampleSet samplesFromTable(std::string_view text, const std::string& source, const SampleHints& hints);

}  // namespace spindle
