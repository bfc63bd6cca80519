// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/sample/sample_set.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace spindle {

/// What run.json says about the samples; every field optional. A reader guesses what is missing and says so in
/// SampleSet::notes; what is given and does not fit the file is an error.
struct SampleHints {
  std::optional<InputKind> kind;
  std::vector<std::int64_t> shape;
  std::vector<double> mean, std;
  std::vector<std::string> classes;  ///< in label order
  std::vector<std::string> columns;  ///< tables: the columns of the input, in order
  std::string target;  ///< the label's column (tables) or key (.jsonl); else one label of several (number or class)
  std::filesystem::path vocabulary;  ///< text: vocab.txt; empty = beside the samples, or in vocabularyPlaces
  std::vector<std::filesystem::path> vocabularyPlaces;
  std::optional<std::int64_t> padding;  ///< text: the token that fills short ones
  std::optional<bool> lowerCase;        ///< text: of the tokenizer; empty = by the vocabulary
};

}  // namespace spindle
