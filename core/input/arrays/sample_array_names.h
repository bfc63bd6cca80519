// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/sample/sample_set.h"

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace spindle {

// The names under which files of arrays hold samples, in the order in which they are looked for.
using ArrayNames = std::vector<std::string_view>;

const ArrayNames& inputArrays();
const ArrayNames& labelArrays();
const ArrayNames& mislabeledArrays();
const ArrayNames& columnArrays();  ///< names of a table's columns

/// Arrays of one split: x_train and y_train, ...
struct SplitArrays {
  Split split;
  ArrayNames inputs, labels;
};
const std::array<SplitArrays, 2>& splitArrays();

/// What stands behind the last '/', in lower case.
std::string lastOf(std::string_view name);

/// True when an array of this name (its last part behind '/') would be used, so that others need not be read.
bool isInputArray(std::string_view name);
bool isSampleArray(std::string_view name);

}  // namespace spindle
