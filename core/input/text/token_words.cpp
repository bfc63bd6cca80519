// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/text/token_words.h"

#include "core/base/text.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace spindle {
namespace {

constexpr std::array<std::string_view, 2> beginnings = {"\u2581", "\u0120"};  // SentencePiece; GPT-2 and RoBERTa

std::string_view beginning(std::string_view piece) {
  for (const auto mark : beginnings) {
    if (piece.starts_with(mark)) return mark;
  }
  return {};
}

/// "[CLS]", "<s>", "<|endoftext|>"; not the unknown word, which stands for one, nor a bracket.
bool isSpecial(std::string_view piece) {
  const bool marked = piece.size() > 2 &&
                      ((piece.front() == '[' && piece.back() == ']') || (piece.front() == '<' && piece.back() == '>'));
  if (!marked) return false;
  const auto name = lowerCase(piece.substr(1, piece.size() - 2));
  return name != "unk" && name != "oov";
}

void nameTokens(Sample& sample, const std::vector<std::string>& pieces, bool marked, std::size_t& foreign) {
  std::vector<std::string> words;
  std::vector<std::vector<std::uint32_t>> tokens;
  bool open = false;  // the token before belongs to a word of the vocabulary, which a piece may continue
  for (std::uint32_t t = 0; t < sample.values.size(); ++t) {
    const auto id = static_cast<double>(sample.values[t]);
    const bool known = id >= 0 && id == std::floor(id) && id < static_cast<double>(pieces.size()) &&
                       !pieces[static_cast<std::size_t>(id)].empty();
    if (!known) {
      ++foreign;
      words.push_back(shortest(id));
      tokens.push_back({t});
      open = false;
      continue;
    }
    std::string_view piece = pieces[static_cast<std::size_t>(id)];
    if (isSpecial(piece)) {
      open = false;
      continue;
    }
    const auto mark = beginning(piece);
    const bool hashes = piece.size() > 2 && piece.starts_with("##");
    const bool joins = open && (hashes || (marked && mark.empty()));
    piece.remove_prefix(hashes ? 2 : mark.size());
    if (joins) {
      words.back() += piece;
      tokens.back().push_back(t);
    } else {
      words.emplace_back(piece);
      tokens.push_back({t});
    }
    open = true;
  }
  sample.words = std::move(words);
  sample.wordTokens = std::move(tokens);
}

}  // namespace

bool hasTokenNumbers(const SampleSet& set) {
  return std::all_of(set.samples.begin(), set.samples.end(), [](const Sample& sample) {
    for (std::size_t w = 0; w < sample.words.size(); ++w) {
      const auto& tokens = sample.wordTokens[w];
      if (tokens.size() != 1 || tokens[0] >= sample.values.size()) return false;
      if (sample.words[w] != shortest(static_cast<double>(sample.values[tokens[0]]))) return false;
    }
    return true;
  });
}

void nameTokens(SampleSet& set, const std::vector<std::string>& pieces) {
  for (const auto* name : {"[PAD]", "<pad>", "<PAD>", "<|pad|>"}) {
    const auto found = std::find(pieces.begin(), pieces.end(), name);
    if (found == pieces.end()) continue;
    if (set.paddingKnown) break;
    set.paddingToken = found - pieces.begin();
    set.paddingKnown = true;
    break;
  }
  const bool marked = std::any_of(pieces.begin(), pieces.end(), [](const auto& p) { return !beginning(p).empty(); });
  std::size_t foreign = 0;
  for (auto& sample : set.samples) nameTokens(sample, pieces, marked, foreign);
  set.notes.push_back("words by the vocabulary of " + std::to_string(pieces.size()) + " pieces");
  if (foreign > 0) {
    set.notes.push_back(std::to_string(foreign) + " token ids are not in the vocabulary and keep their numbers");
  }
}

}  // namespace spindle
