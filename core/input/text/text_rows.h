// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/sample/finish_samples.h"
#include "core/input/sample/sample_hints.h"
#include "core/input/sample/sample_set.h"
#include "core/input/text/word_piece.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace spindle {

/// One sample of text before it has tokens: a text, or words, or ids with or without words.
struct TextRow {
  std::size_t line = 0;
  std::string text;
  std::vector<std::string> words;
  std::vector<std::int64_t> ids;
  std::string label, name;
  Split split = Split::unknown;
  bool mislabeled = false;
};

/// Gives rows their tokens, words and labels (see text_samples.h). labeled: every row has a label, and what "target"
/// means for them.
SampleSet samplesFromTextRows(const std::vector<TextRow>& rows, std::optional<TargetMeans> labeled,
                              const std::string& source, const SampleHints& hints, const WordPieceTokenizer* tokenizer);

}  // namespace spindle
