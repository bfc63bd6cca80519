// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace spindle {

/// A word as it stands in the text, and the token ids that it becomes; never empty.
struct TokenizedWord {
  std::string text;
  std::vector<std::int64_t> ids;
};

/// The tokenizer of BERT: words at blanks, punctuation and ideographs, then the longest pieces of the vocabulary from
/// the left. Without case (the default when no piece has a capital) letters become lower-case and lose their accents.
/// The names in brackets ([MASK], [SEP], ...) count as one token where they stand in the text. Letters are lowered one
/// by one, so a final Greek sigma stays a sigma, as in the fast tokenizers. Immutable, so safe for several threads.
/// Source: Devlin et al., "BERT", 2019, and its vocab.txt.
class WordPieceTokenizer {
 public:
  /// vocabulary: one piece a line, the id is the line's number from 0. Throws UserError without [UNK], [CLS] or [SEP].
  WordPieceTokenizer(std::string_view vocabulary, std::optional<bool> lowerCase, const std::string& source);

  [[nodiscard]] std::vector<TokenizedWord> words(std::string_view text) const;
  [[nodiscard]] std::optional<std::int64_t> id(std::string_view piece) const;
  [[nodiscard]] bool lowerCase() const { return lowerCase_; }
  [[nodiscard]] std::size_t size() const { return pieces_; }

  [[nodiscard]] std::int64_t unknown() const { return unknown_; }
  [[nodiscard]] std::int64_t first() const { return first_; }  ///< [CLS]
  [[nodiscard]] std::int64_t last() const { return last_; }    ///< [SEP]
  [[nodiscard]] std::optional<std::int64_t> padding() const { return id("[PAD]"); }

 private:
  [[nodiscard]] std::vector<std::int64_t> pieces(std::u32string_view word) const;
  [[nodiscard]] std::size_t specialAt(std::string_view text, std::size_t at) const;

  std::unordered_map<std::string, std::int64_t> ids_;
  std::size_t pieces_ = 0;
  bool lowerCase_ = true;
  std::int64_t unknown_ = 0, first_ = 0, last_ = 0;
};

}  // namespace spindle
