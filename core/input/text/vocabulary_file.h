// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/sample/sample_hints.h"
#include "core/input/text/word_piece.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace spindle {

/// The vocabulary for samples at `samples`: the hinted one, or vocab.txt or tokenizer.json beside the file, one folder
/// up, or in one of hints.vocabularyPlaces; empty when there is none. A hinted one may be missing.
std::filesystem::path vocabularyFile(const std::filesystem::path& samples, const SampleHints& hints);

/// Reads vocab.txt, or the WordPiece model of a tokenizer.json. Case as given, or by do_lower_case of a
/// tokenizer_config.json beside it, or by tokenizer.json's normalizer, or by the vocabulary. Throws UserError.
WordPieceTokenizer readVocabulary(const std::filesystem::path& file, std::optional<bool> lowerCase);

/// The pieces alone, by their ids: of a vocab.txt (any, one piece a line) or a tokenizer.json (of any kind; none where
/// it lists no pieces). Throws UserError.
std::vector<std::string> vocabularyPieces(const std::filesystem::path& file);

/// The tokenizer of vocabularyFile(); nothing when there is none. Throws UserError when it cannot be used.
std::optional<WordPieceTokenizer> vocabularyFor(const std::filesystem::path& samples, const SampleHints& hints);

}  // namespace spindle
