// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/checkpoints/name_position.h"

#include "core/base/text.h"
#include "core/run/checkpoints/name_tokens.h"

#include <algorithm>
#include <array>

namespace spindle {
namespace {

constexpr std::array<std::string_view, 9> containerWords = {"checkpoint", "checkpoints", "ckpt",  "ckp",     "model",
                                                            "net",        "weights",     "state", "snapshot"};
constexpr std::array<std::string_view, 7> initialWords = {"init",    "initial",   "initialization", "random",
                                                          "scratch", "untrained", "pretraining"};
constexpr std::array<std::string_view, 4> aliasWords = {"final", "last", "latest", "best"};

int takeVersion(std::string& s) {
  const auto at = s.rfind("-v");
  if (at == std::string::npos || at == 0 || at + 2 >= s.size() || s.size() - at > 6) return 0;
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  if (!std::all_of(s.begin() + static_cast<std::ptrdiff_t>(at) + 2, s.end(), digit)) return 0;
  const int version = std::stoi(s.substr(at + 2));
  s.resize(at);
  return version;
}

bool whole(const NameToken& token) {
  return token.kind == NameToken::Kind::number && !token.used && !token.fractional;
}

/// Both numbers of "1200steps_3epochs" have their word behind them: 3 is no step. A digit in the name of an
/// architecture takes no word ("lenet5steps_3epochs").
bool wordIsOfNumberBefore(const NameTokens& name, std::size_t i) {
  const auto& list = name.all();
  const auto* own = name.wordAfter(i);
  if (own == nullptr || !isEpochWord(own->text) || i < 3 || list[i - 1].kind != NameToken::Kind::gap) return false;
  if (i == 4 && list[1].kind == NameToken::Kind::gap && list[1].text.size() == 1) return whole(list[0]);
  return whole(list[i - 3]) && (i == 3 || list[i - 4].kind == NameToken::Kind::gap);
}

/// Word after number i, also where the next number has its own: "1200its_3epochs", "1200_its_3_epochs".
const NameToken* wordBetween(const NameTokens& name, std::size_t i) {
  const auto& list = name.all();
  const auto next = i + (i + 1 < list.size() && list[i + 1].kind == NameToken::Kind::gap ? 4 : 3);
  if (next >= list.size() || !whole(list[next]) || !wordIsOfNumberBefore(name, next)) return name.wordAfter(i);
  return &list[next - 2];
}

std::optional<double> findStep(const NameTokens& name) {
  std::string gap;
  const auto after = [&](auto isWord) {
    return name.firstNumber([&](std::size_t i, const NameToken& token) {
      const auto* word = name.wordBefore(i, gap);
      return word != nullptr && !token.fractional && isWord(word->text) && !wordIsOfNumberBefore(name, i);
    });
  };
  if (const auto step = after(isStepWord)) return step;
  if (const auto step = after(isIterationWord)) return step;
  if (const auto step = after([&](const std::string& word) {
        return word == "it" ||
               (!gap.empty() && (word == "batch" || word == "update" || word == "updates" || word == "upd"));
      })) {
    return step;
  }
  return name.firstNumber([&](std::size_t i, const NameToken& token) {
    const auto* word = wordBetween(name, i);
    return word != nullptr && !token.fractional &&
           (isStepWord(word->text) || isIterationWord(word->text) || word->text == "it" || word->text == "its");
  });
}

/// The "e" of "u1200e3": the step in front of it stands behind its own letter. Not "s1e3", an episode of a season.
bool epochBehindStep(const NameTokens& name, std::size_t e) {
  constexpr std::array<std::string_view, 4> letters = {"u", "upd", "i", "it"};
  const auto& list = name.all();
  if (e < 2 || e + 2 < list.size() || !whole(list[e - 1]) || !isOne(list[e - 2].text, letters)) return false;
  return e == 2 || list[e - 3].kind == NameToken::Kind::gap;
}

std::optional<double> findEpoch(const NameTokens& name) {
  std::string gap;
  const auto withOwnWord = [&](std::size_t i) {
    const auto* word = i < name.all().size() ? name.wordAfter(i) : nullptr;
    return word != nullptr && (isStepWord(word->text) || isIterationWord(word->text) || word->text == "it");
  };
  const auto before = name.firstNumber([&](std::size_t i, const NameToken& token) {
    const auto* word = name.wordBefore(i, gap);
    if (word == nullptr) return false;
    if (word->text == "eps" && token.fractional) return false;
    if (!gap.empty() && withOwnWord(i)) return false;  // "3ep_100it": 100 is the iteration
    const bool bareE = word->text == "e" && gap.empty() &&
                       (i < 2 || name.all()[i - 2].kind == NameToken::Kind::gap || epochBehindStep(name, i - 1));
    return bareE || isEpochWord(word->text);
  });
  if (before) return before;
  return name.firstNumber([&](std::size_t i, const NameToken&) {
    const bool glued = i + 1 < name.all().size() && name.all()[i + 1].kind == NameToken::Kind::word;
    const auto* word = glued && withOwnWord(i + 3) ? &name.all()[i + 1] : name.wordAfter(i);
    return word != nullptr && (word->text == "ep" || word->text == "epoch" || word->text == "epochs");
  });
}

/// Beside an epoch: "s", "i", "b", ... glued to a whole number, then a whole number alone at the end.
std::vector<double> findShortSteps(const NameTokens& name) {
  constexpr std::array<std::string_view, 8> letters = {"s", "st", "i", "b", "u", "upd", "gs", "n"};
  const auto& list = name.all();
  std::vector<double> steps;
  for (std::size_t i = 1; i < list.size(); ++i) {
    const bool number = list[i].kind == NameToken::Kind::number && !list[i].fractional;
    if (number && list[i - 1].kind == NameToken::Kind::word && isOne(list[i - 1].text, letters)) {
      steps.push_back(list[i].value);
    }
  }
  const auto count = list.size();
  if (count < 3 || list[count - 2].kind != NameToken::Kind::gap || list[count - 3].kind != NameToken::Kind::number)
    return steps;
  if (whole(list.back()) && list[count - 2].text.size() == 1) steps.push_back(list.back().value);
  return steps;
}

/// Tokens in front of the values of metrics that end the name, with or without their words: "_0.873", "_loss0.87".
std::size_t countBeforeMetrics(const NameTokens& name) {
  const auto& list = name.all();
  auto count = list.size();
  while (count >= 3 && list[count - 1].kind == NameToken::Kind::number && list[count - 1].fractional) {
    auto before = count - 2;
    if (list[before].kind == NameToken::Kind::gap && list[before - 1].kind == NameToken::Kind::word) --before;
    const bool word = list[before].kind == NameToken::Kind::word;
    if (word && (before == 0 || !list[count - 1].used)) break;
    const auto gap = word ? before - 1 : before;
    if (gap == 0 || list[gap].kind != NameToken::Kind::gap || list[gap - 1].kind != NameToken::Kind::number) break;
    count = gap;
  }
  return count;
}

/// Two whole numbers in front of metrics or at the end, with one "_" or "-" between: "net-d0_2_1500".
std::optional<std::pair<double, double>> findPair(const NameTokens& name) {
  const auto& list = name.all();
  const auto count = countBeforeMetrics(name);
  if (count < 3) return std::nullopt;
  const auto &first = list[count - 3], &last = list[count - 1];
  const auto separates = [](const NameToken& t) {
    return t.kind == NameToken::Kind::gap && (t.text == "_" || t.text == "-");
  };
  if (!whole(first) || !whole(last) || !separates(list[count - 2])) return std::nullopt;
  if (count > 3 && !separates(list[count - 4])) return std::nullopt;
  return std::pair(first.value, last.value);
}

/// "10_net_G": a whole number at the start, which counts nothing ("3_layers").
std::optional<double> findLeading(const NameTokens& name) {
  const auto& list = name.all();
  if (list.size() < 3 || list[0].kind != NameToken::Kind::number || list[0].used || list[0].fractional)
    return std::nullopt;
  const auto* word = name.wordAfter(0);
  const bool separated = list[1].kind == NameToken::Kind::gap && (list[1].text == "_" || list[1].text == "-");
  if (!separated || word == nullptr || isParameterWord(word->text)) return std::nullopt;
  return list[0].value;
}

std::optional<double> findNumber(const NameTokens& name) {
  std::string gap;
  const auto& list = name.all();
  const auto named = name.firstNumber([&](std::size_t i, const NameToken& token) {
    const auto* word = name.wordBefore(i, gap);
    return word != nullptr && !token.fractional && isOne(word->text, containerWords);
  });
  if (named) return named;
  if (list.empty()) return std::nullopt;
  // Values of a metric without its name follow the number: "unet-07-0.18".
  auto last = list.size() - 1;
  while (last >= 2 && list[last].kind == NameToken::Kind::number && list[last].fractional &&
         list[last - 1].kind == NameToken::Kind::gap && list[last - 2].kind == NameToken::Kind::number) {
    last -= 2;
  }
  const auto& end = list[last];
  if (end.kind != NameToken::Kind::number || end.used || end.fractional) return findLeading(name);
  const bool alone = last == 0;
  const bool separated = last > 0 && list[last - 1].kind == NameToken::Kind::gap &&
                         (list[last - 1].text.ends_with('_') || list[last - 1].text.ends_with('-'));
  if (!alone && !separated) return findLeading(name);
  const bool timestamp = end.text.size() == 10 && end.text.front() == '1';
  return timestamp ? std::nullopt : std::optional<double>(end.value);
}

/// "round_12", "rnd003_loc5": rounds of federated learning.
std::optional<double> findRound(const NameTokens& name) {
  std::string gap;
  return name.firstNumber([&](std::size_t i, const NameToken& token) {
    const auto* word = name.wordBefore(i, gap);
    return word != nullptr && !token.fractional && (word->text == "round" || word->text == "rnd");
  });
}

}  // namespace

NamePosition positionFromName(std::string_view stem) {
  NamePosition position;
  std::string text = lowerCase(stem);
  position.version = takeVersion(text);
  const NameTokens name(nameTokens(text));
  position.step = findStep(name);
  position.epoch = findEpoch(name);
  if (position.epoch && !position.step) {
    position.shortSteps = findShortSteps(name);
    position.shortStep = !position.shortSteps.empty();
    if (position.shortStep) position.step = position.shortSteps.front();
  }
  if (!position.step && !position.epoch) {
    position.number = findNumber(name);
    position.pair = findPair(name);
    const auto round = findRound(name);
    position.round = round && (!position.number || position.number == round);
    if (position.round) position.number = round;
  }
  const bool numbered = position.step || position.epoch || position.number;
  position.initial =
      !numbered && std::any_of(initialWords.begin(), initialWords.end(), [&](auto w) { return name.hasWord(w); });
  for (const auto word : aliasWords) {
    if (name.hasWord(word)) position.alias = word;
  }
  position.average = name.hasWord("ema") || name.hasWord("swa");
  return position;
}

}  // namespace spindle
