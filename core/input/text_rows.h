#pragma once

#include "core/input/finish_samples.h"
#include "core/input/sample_hints.h"
#include "core/input/sample_set.h"
#include "core/input/word_piece.h"

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
  bool mislabelled = false;
};

/// Gives rows their tokens, words and labels (see text_samples.h). labelled: every row has a label, and what "target"
/// means for them.
SampleSet samplesFromTextRows(const std::vector<TextRow>& rows, std::optional<TargetMeans> labelled,
                              const std::string& source, const SampleHints& hints, const WordPieceTokenizer* tokenizer);

}  // namespace spindle
