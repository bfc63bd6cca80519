// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/sample/labels.h"
#include "core/input/sample/sample_hints.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace spindle {

/// Labels as rows of numbers, one row for each sample: one-hot, multi-hot or soft.
struct LabelRows {
  std::vector<double> values;  ///< row by row
  std::size_t columns = 0;     ///< 2 or more
  std::string told;            ///< what holds them, for messages: "\"y\" has the shape [6, 3]"
};

/// The place of the one in rows that are one-hot; of rows of any numbers the one label that "target" in run.json names,
/// by number or class, where it names labels. Throws UserError for rows of several or soft labels, and for a "target"
/// that is none of the labels.
Labels labelsFromRows(const LabelRows& rows, const SampleHints& hints, TargetMeans target, const std::string& source);

/// Lists of two numbers or more, as JSON, Python and numpy write them ("[1, 0]", "(1, 0)", "[ True False]"); nothing
/// where all cells are single labels. Throws UserError for lists of names, objects, lists of different lengths, and
/// lists among single labels. `where` names the column in messages.
std::optional<LabelRows> labelRows(const std::vector<std::string>& cells, const std::string& source,
                                   const std::string& where);

/// The number of a list of one ("[2]" is 2); other cells as they stand.
std::string withoutList(const std::string& cell);

/// Throws UserError that says why a list of names or an object is no label; `place` is where it stands.
[[noreturn]] void failStructuredLabel(const std::string& place, const std::string& label);

}  // namespace spindle
