// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/checkpoints/name_token.h"

#include <algorithm>
#include <array>
#include <optional>

namespace spindle {

/// Whether a word is in a list.
template <std::size_t N>
bool isOne(const std::string& word, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool isStepWord(const std::string& word);
bool isIterationWord(const std::string& word);
bool isEpochWord(const std::string& word);
bool isParameterWord(const std::string& word);  ///< a hyper-parameter or a part of an architecture: "lr", "layer"

/// The tokens of a name, asked in the terms of the rules of positionFromName(). Numbers of metrics and hyper-parameters
/// are marked as used from the start.
class NameTokens {
 public:
  explicit NameTokens(std::vector<NameToken> list);

  [[nodiscard]] const std::vector<NameToken>& all() const { return list_; }

  /// Word before number i with at most two separators of "=_-:. " between, or nullptr.
  [[nodiscard]] const NameToken* wordBefore(std::size_t i, std::string& gap) const;

  /// Word after number i, glued or after one of "_- ", unless a number follows that word.
  [[nodiscard]] const NameToken* wordAfter(std::size_t i) const;

  [[nodiscard]] bool hasWord(std::string_view word) const;

  /// The first number that is not used and that rule(i, token) takes.
  template <class Rule>
  [[nodiscard]] std::optional<double> firstNumber(Rule rule) const {
    for (std::size_t i = 0; i < list_.size(); ++i) {
      const auto& token = list_[i];
      if (token.kind == NameToken::Kind::number && !token.used && rule(i, token)) return token.value;
    }
    return std::nullopt;
  }

 private:
  [[nodiscard]] bool metricBeforeWord(std::size_t i) const;
  void markMetricsAndParameters();

  std::vector<NameToken> list_;
};

}  // namespace spindle
