// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/text/text_rows.h"

#include "core/base/limits.h"
#include "core/base/user_error.h"
#include "core/input/sample/finish_samples.h"

#include <algorithm>

namespace spindle {
namespace {

/// Above this not every id has a float of its own.
constexpr std::int64_t largestId = std::int64_t{1} << 24;

/// Tokens of one sample and the words that they belong to.
struct Tokens {
  std::vector<std::int64_t> ids;
  std::vector<std::string> words;
  std::vector<std::vector<std::uint32_t>> positions;

  void add(const TokenizedWord& word) {
    words.push_back(word.text);
    auto& places = positions.emplace_back();
    for (const auto id : word.ids) {
      places.push_back(static_cast<std::uint32_t>(ids.size()));
      ids.push_back(id);
    }
  }
};

Tokens tokenized(const TextRow& row, const WordPieceTokenizer& tokenizer) {
  Tokens tokens;
  tokens.ids.push_back(tokenizer.first());
  if (row.words.empty()) {
    for (const auto& word : tokenizer.words(row.text)) tokens.add(word);
  }
  for (const auto& word : row.words) {
    TokenizedWord whole{word, {}};
    for (const auto& part : tokenizer.words(word)) whole.ids.insert(whole.ids.end(), part.ids.begin(), part.ids.end());
    if (whole.ids.empty()) whole.ids.push_back(tokenizer.unknown());
    tokens.add(whole);
  }
  tokens.ids.push_back(tokenizer.last());
  return tokens;
}

Tokens given(const TextRow& row, const std::string& place) {
  Tokens tokens;
  const auto count = row.ids.size(), words = row.words.size();
  if (words > 0 && words != count && words + 2 != count) {
    throw UserError(place + " has " + std::to_string(words) + " words and " + std::to_string(count) +
                    " ids; give one id for each word, with or without a first and a last one.");
  }
  const std::size_t skipped = words > 0 && words + 2 == count ? 1 : 0;
  tokens.ids = row.ids;
  for (std::size_t i = skipped; i < count - skipped; ++i) {
    tokens.words.push_back(words > 0 ? row.words[i - skipped] : std::to_string(row.ids[i]));
    tokens.positions.push_back({static_cast<std::uint32_t>(i)});
  }
  for (const auto id : row.ids) {
    if (id < 0 || id >= largestId) {
      throw UserError(place + " has the token id " + std::to_string(id) + "; ids count from 0 to 2^24 - 1.");
    }
  }
  return tokens;
}

/// Cuts or fills to the wanted length.
Sample sampleOf(Tokens tokens, std::size_t length, std::int64_t padding) {
  Sample sample;
  if (tokens.ids.size() > length) {
    tokens.ids[length - 1] = tokens.ids.back();
    for (auto& places : tokens.positions) std::erase_if(places, [&](std::uint32_t p) { return p + 1 >= length; });
  }
  tokens.ids.resize(length, padding);
  for (const auto id : tokens.ids) sample.values.push_back(static_cast<float>(id));
  sample.words = std::move(tokens.words);
  sample.wordTokens = std::move(tokens.positions);
  return sample;
}

void requireFewTokens(std::size_t tokens, std::uint64_t most, const std::string& source) {
  if (tokens <= most) return;
  throw UserError(source + ": has more than the " + std::to_string(most) +
                  (most == limits::tokens ? " tokens" : " tokens, short texts filled,") +
                  " that are read; give fewer samples (a few hundred suffice).");
}

/// Where nobody says what fills short texts, token 0 does, unless it is a word.
void requireUnusedZero(const std::vector<TextRow>& rows, const WordPieceTokenizer* tokenizer,
                       const std::string& source) {
  const bool word = std::any_of(rows.begin(), rows.end(), [](const TextRow& row) {
    return std::find(row.ids.begin(), row.ids.end(), 0) != row.ids.end();
  });
  if (tokenizer == nullptr && !word) return;
  throw UserError(source + ": the texts have different lengths, and " +
                  (tokenizer != nullptr ? "the vocabulary has no [PAD]" : "token 0, which would fill them, is in use") +
                  "; set \"padding\" under \"input\" in run.json to the token that fills short texts in training.");
}

}  // namespace

SampleSet samplesFromTextRows(const std::vector<TextRow>& rows, std::optional<TargetMeans> labeled,
                              const std::string& source, const SampleHints& hints,
                              const WordPieceTokenizer* tokenizer) {
  if (hints.kind.value_or(InputKind::text) != InputKind::text || hints.shape.size() > 1) {
    throw UserError(source + ": holds text, but \"input\" in run.json describes " +
                    toText(hints.kind.value_or(InputKind::text)) + " of rank " + std::to_string(hints.shape.size()) +
                    "; give kind text and the shape [tokens].");
  }
  SampleSet set;
  set.source = source;
  set.storedType = "text";
  set.format.kind = InputKind::text;

  std::vector<Tokens> all;
  all.reserve(rows.size());
  std::size_t longest = 1, cut = 0, filled = 0, tokens = 0;
  for (const auto& row : rows) {
    const auto place = source + ": line " + std::to_string(row.line);
    if (row.ids.empty() && row.text.empty() && row.words.empty()) {
      throw UserError(place + " has no text; give \"text\", \"words\" or \"ids\".");
    }
    if (row.ids.empty() && tokenizer == nullptr) {
      throw UserError(place +
                      " has text, but there is no vocabulary to make tokens of it; put the network's vocab.txt " +
                      "beside the file or give \"ids\".");
    }
    all.push_back(row.ids.empty() ? tokenized(row, *tokenizer) : given(row, place));
    longest = std::max(longest, all.back().ids.size());
    requireFewTokens(tokens += all.back().ids.size(), limits::tokens, source);
  }
  // BERT knows 512 places; its tokenizer cuts longer texts, too.
  if (tokenizer != nullptr && rows.front().ids.empty()) longest = std::min<std::size_t>(longest, 512);
  const auto padding = hints.padding || tokenizer == nullptr ? hints.padding : tokenizer->padding();
  set.paddingToken = padding.value_or(0);
  set.paddingKnown = padding.has_value();
  const bool fixed = !hints.shape.empty();
  const auto length = fixed ? static_cast<std::size_t>(std::clamp<std::int64_t>(hints.shape[0], 2, 1 << 20)) : longest;
  set.format.shape = {static_cast<std::int64_t>(length)};
  requireFewTokens(rows.size() * length, limits::paddedTokens, source);
  std::vector<std::string> labels;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto own = all[i].ids.size();
    if (own > length && !rows[i].ids.empty()) {
      throw UserError(source + ": line " + std::to_string(rows[i].line) + " has shape [" + std::to_string(own) +
                      "] but the input's shape is [" + std::to_string(length) + "]; shorten the ids.");
    }
    cut += own > length ? 1 : 0;
    filled += own < length ? 1 : 0;
    auto& sample = set.samples.emplace_back(sampleOf(std::move(all[i]), length, set.paddingToken));
    sample.name = rows[i].name;
    sample.split = rows[i].split;
    sample.mislabeled = rows[i].mislabeled;
    labels.push_back(rows[i].label);
  }
  if (tokenizer != nullptr && rows.front().ids.empty()) {
    set.notes.push_back(std::string("WordPiece tokens, ") + (tokenizer->lowerCase() ? "lower case" : "case kept") +
                        ", vocabulary of " + std::to_string(tokenizer->size()) + " pieces");
  }
  if (cut > 0) set.notes.push_back(std::to_string(cut) + " samples cut to " + std::to_string(length) + " tokens");
  if (filled > 0) {
    if (!padding) requireUnusedZero(rows, tokenizer, source);
    set.paddingKnown = true;
    set.notes.push_back(
        std::to_string(filled) + " samples filled to " + std::to_string(length) + " tokens with " +
        (tokenizer != nullptr && padding == tokenizer->padding()
             ? "[PAD]"
             : "token " + std::to_string(set.paddingToken) + " (\"padding\" under \"input\" in run.json)"));
  }
  if (labeled) {
    takeLabels(set, 0, labelsFrom(labels, hints, source, "the label", *labeled));
  } else {
    set.notes.push_back("no labels: all labels set to 0");
  }
  return finishSamples(std::move(set), hints);
}

}  // namespace spindle
