#pragma once

#include "core/input/sample_hints.h"
#include "core/input/word_piece.h"

#include <filesystem>
#include <optional>

namespace spindle {

/// The tokenizer for samples at `samples`: the hinted vocabulary, or vocab.txt beside the file or one folder up;
/// nothing when there is none. Case by the hint, or by do_lower_case of a tokenizer_config.json beside the vocabulary,
/// or by the vocabulary. Throws UserError when a file is there and cannot be used.
std::optional<WordPieceTokenizer> vocabularyFor(const std::filesystem::path& samples, const SampleHints& hints);

}  // namespace spindle
