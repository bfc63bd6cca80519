// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/text/word_piece.h"

#include "core/base/user_error.h"
#include "core/input/text/unicode_text.h"

#include <algorithm>

namespace spindle {
namespace {

constexpr std::size_t longestWord = 100;  // longer ones are [UNK], as in the original

bool hasCapital(std::string_view piece) {
  return !piece.starts_with('[') &&
         std::any_of(piece.begin(), piece.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

/// A word while it grows: the text it covers and its normalized letters.
struct GrowingWord {
  std::string text;
  std::u32string letters;
};

}  // namespace

WordPieceTokenizer::WordPieceTokenizer(std::string_view vocabulary, std::optional<bool> lowerCase,
                                       const std::string& source) {
  bool capitals = false;
  while (!vocabulary.empty()) {
    const auto end = std::min(vocabulary.find('\n'), vocabulary.size());
    auto piece = vocabulary.substr(0, end);
    vocabulary.remove_prefix(std::min(end + 1, vocabulary.size()));
    if (piece.ends_with('\r')) piece.remove_suffix(1);
    capitals = capitals || hasCapital(piece);
    ids_[std::string(piece)] = static_cast<std::int64_t>(pieces_++);
  }
  lowerCase_ = lowerCase.value_or(!capitals);
  const auto required = [&](const char* name) {
    const auto found = id(name);
    if (!found) {
      throw UserError(source + ": the vocabulary of " + std::to_string(pieces_) + " pieces has no " + name +
                      "; give the vocab.txt that the network was trained with.");
    }
    return *found;
  };
  unknown_ = required("[UNK]");
  first_ = required("[CLS]");
  last_ = required("[SEP]");
}

std::optional<std::int64_t> WordPieceTokenizer::id(std::string_view piece) const {
  const auto it = ids_.find(std::string(piece));
  if (it == ids_.end()) return {};
  return it->second;
}

std::size_t WordPieceTokenizer::specialAt(std::string_view text, std::size_t at) const {
  if (text[at] != '[') return 0;
  for (const std::string_view name : {"[UNK]", "[SEP]", "[PAD]", "[CLS]", "[MASK]"}) {
    if (text.substr(at).starts_with(name) && ids_.contains(std::string(name))) return name.size();
  }
  return 0;
}

std::vector<std::int64_t> WordPieceTokenizer::pieces(std::u32string_view word) const {
  if (word.size() > longestWord) return {unknown_};
  std::vector<std::int64_t> ids;
  for (std::size_t start = 0; start < word.size();) {
    std::string piece = start > 0 ? "##" : "";
    std::vector<std::size_t> ends;  // ends[k]: bytes of the piece with k + 1 letters
    for (const char32_t letter : word.substr(start)) {
      appendUtf8(piece, letter);
      ends.push_back(piece.size());
    }
    auto found = ids_.end();
    std::size_t letters = ends.size();
    for (; letters > 0; --letters) {
      piece.resize(ends[letters - 1]);
      found = ids_.find(piece);
      if (found != ids_.end()) break;
    }
    if (found == ids_.end()) return {unknown_};
    ids.push_back(found->second);
    start += letters;
  }
  return ids;
}

std::vector<TokenizedWord> WordPieceTokenizer::words(std::string_view text) const {
  std::vector<TokenizedWord> words;
  GrowingWord word;
  const auto finish = [&] {
    if (!word.letters.empty()) words.push_back({word.text, pieces(word.letters)});
    word = {};
  };
  for (std::size_t at = 0; at < text.size();) {
    if (const auto size = specialAt(text, at); size > 0) {
      finish();
      const auto name = text.substr(at, size);
      words.push_back({std::string(name), {*id(name)}});
      at += size;
      continue;
    }
    const auto begin = at;
    const char32_t point = nextCodePoint(text, at);
    if (point == 0 || point == 0xFFFD || isControl(point)) continue;
    if (isBlank(point)) {
      finish();
      continue;
    }
    const auto source = text.substr(begin, at - begin);
    std::u32string plain;
    if (lowerCase_) {
      appendPlain(plain, point);
    } else {
      plain += point;
    }
    if (plain.empty()) word.text += source;  // a mark that falls away still belongs to what is shown
    for (const char32_t& letter : plain) {
      const bool alone = isPunctuation(letter) || isCjk(point);
      if (alone) finish();
      if (word.text.empty() || &letter == plain.data()) word.text += source;
      word.letters += letter;
      if (alone) finish();
    }
  }
  finish();
  return words;
}

}  // namespace spindle
