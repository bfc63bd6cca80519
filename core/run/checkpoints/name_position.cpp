// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/checkpoints/name_position.h"

#include "core/base/text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <string>
#include <vector>

namespace spindle {
namespace {

struct Token {
  enum class Kind { word, number, gap } kind;
  std::string text;
  double value = 0.0;
  bool fractional = false;  ///< written with a decimal point and no k or M after it
  bool used = false;        ///< part of a metric, a date or a hyper-parameter
};

template <std::size_t N>
bool isOne(const std::string& word, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

constexpr std::array<std::string_view, 42> metricWords = {
    "loss",  "acc",    "accuracy", "err",    "error", "auc",        "auroc",     "map",    "iou",  "miou", "dice",
    "bleu",  "rouge",  "psnr",     "ssim",   "ppl",   "perplexity", "mse",       "mae",    "rmse", "nll",  "elbo",
    "score", "metric", "reward",   "return", "top",   "prec",       "precision", "recall", "fid",  "wer",  "cer",
    "val",   "valid",  "test",     "train",  "eval",  "f",          "dev",       "bpc",    "kl"};
constexpr std::array<std::string_view, 35> parameterWords = {
    "lr",    "wd",        "bs",       "seed",    "s",    "fold",  "dropout", "dim",  "hidden",
    "width", "depth",     "layer",    "layers",  "head", "heads", "gpu",     "gpus", "rank",
    "size",  "batchsize", "v",        "version", "run",  "exp",   "trial",   "temp", "alpha",
    "beta",  "gamma",     "momentum", "world",   "part", "px",    "res",     "cuda"};
constexpr std::array<std::string_view, 9> containerWords = {"checkpoint", "checkpoints", "ckpt",  "ckp",     "model",
                                                            "net",        "weights",     "state", "snapshot"};
constexpr std::array<std::string_view, 7> initialWords = {"init",    "initial",   "initialization", "random",
                                                          "scratch", "untrained", "pretraining"};
constexpr std::array<std::string_view, 4> aliasWords = {"final", "last", "latest", "best"};

bool letter(char c) {
  return (c >= 'a' && c <= 'z');
}
bool digit(char c) {
  return c >= '0' && c <= '9';
}

std::vector<Token> tokens(std::string_view s) {
  std::vector<Token> list;
  std::size_t i = 0;
  while (i < s.size()) {
    const auto start = i;
    if (letter(s[i])) {
      while (i < s.size() && letter(s[i])) ++i;
      list.push_back({Token::Kind::word, std::string(s.substr(start, i - start))});
      continue;
    }
    if (!digit(s[i])) {
      while (i < s.size() && !letter(s[i]) && !digit(s[i])) ++i;
      list.push_back({Token::Kind::gap, std::string(s.substr(start, i - start))});
      continue;
    }
    while (i < s.size() && digit(s[i])) ++i;
    Token token{Token::Kind::number, {}};
    if (i + 1 < s.size() && s[i] == '.' && digit(s[i + 1])) {
      token.fractional = true;
      for (++i; i < s.size() && digit(s[i]);) ++i;
    }
    if (i + 2 < s.size() && s[i] == 'e' && (s[i + 1] == '-' || s[i + 1] == '+') && digit(s[i + 2])) {
      token.fractional = true;
      for (i += 2; i < s.size() && digit(s[i]);) ++i;
    }
    token.text = std::string(s.substr(start, i - start));
    std::from_chars(token.text.data(), token.text.data() + token.text.size(), token.value);
    const bool suffixEnds = i + 1 == s.size() || (i + 1 < s.size() && !letter(s[i + 1]) && !digit(s[i + 1]));
    if (i < s.size() && (s[i] == 'k' || s[i] == 'm') && suffixEnds) {
      token.value *= s[i] == 'k' ? 1e3 : 1e6;
      token.fractional = token.value != static_cast<double>(static_cast<std::int64_t>(token.value));
      ++i;
    }
    list.push_back(std::move(token));
  }
  return list;
}

bool isDate(std::string_view digits) {
  if (digits.size() != 8 || (digits.substr(0, 2) != "19" && digits.substr(0, 2) != "20")) return false;
  const auto month = digits.substr(4, 2), day = digits.substr(6, 2);
  return month >= "01" && month <= "12" && day >= "01" && day <= "31";
}

/// Puts '|' over 20240131, 2024-01-31, and a time of day that follows, so that their digits are nothing. A number
/// after "step" or "iter" is never a date.
void blankDates(std::string& s) {
  const auto digitsFrom = [&](std::size_t i) {
    auto end = i;
    while (end < s.size() && digit(s[end])) ++end;
    return end - i;
  };
  for (std::size_t i = 0; i < s.size();) {
    if (!digit(s[i])) {
      ++i;
      continue;
    }
    const auto run = digitsFrom(i);
    std::size_t end = i;
    if (run == 8 && isDate(std::string_view(s).substr(i, 8))) {
      end = i + 8;
    } else if (run == 14 && isDate(std::string_view(s).substr(i, 8))) {
      end = i + 14;
    } else if (run == 4 && i + 10 <= s.size() && digitsFrom(i + 5) == 2 && digitsFrom(i + 8) == 2 &&
               s[i + 4] == s[i + 7] && isDate(s.substr(i, 4) + s.substr(i + 5, 2) + s.substr(i + 8, 2))) {
      end = i + 10;
    }
    auto word = i;
    while (word > 0 && !letter(s[word - 1]) && !digit(s[word - 1])) --word;
    const auto before = std::string_view(s).substr(0, word);
    if (end == i || before.ends_with("step") || before.ends_with("steps") || before.ends_with("iter")) {
      i += run;
      continue;
    }
    // A time of day: hhmm, hhmmss, hh-mm-ss, after one separator or "t".
    if (end + 1 < s.size() && (s[end] == '-' || s[end] == '_' || s[end] == 't' || s[end] == ' ')) {
      const auto time = digitsFrom(end + 1);
      if (time == 4 || time == 6) {
        end += 1 + time;
      } else if (time == 2) {
        auto part = end;
        for (int parts = 0; parts < 3 && part < s.size() && digitsFrom(part + 1) == 2; ++parts) part += 3;
        if (part >= end + 6) end = part;
      }
    }
    std::fill(s.begin() + static_cast<std::ptrdiff_t>(i), s.begin() + static_cast<std::ptrdiff_t>(end), '|');
    i = end;
  }
}

int takeVersion(std::string& s) {
  const auto at = s.rfind("-v");
  if (at == std::string::npos || at == 0 || at + 2 >= s.size() || s.size() - at > 6) return 0;
  if (!std::all_of(s.begin() + static_cast<std::ptrdiff_t>(at) + 2, s.end(), digit)) return 0;
  const int version = std::stoi(s.substr(at + 2));
  s.resize(at);
  return version;
}

/// The tokens, asked in the terms of the rules.
class Name {
 public:
  explicit Name(std::vector<Token> list) : list_(std::move(list)) {}

  std::vector<Token>& all() { return list_; }
  [[nodiscard]] const std::vector<Token>& all() const { return list_; }

  /// Word before number i with at most two separators of "=_-:. " between, or nullptr.
  [[nodiscard]] const Token* wordBefore(std::size_t i, std::string& gap) const {
    gap.clear();
    if (i == 0) return nullptr;
    if (list_[i - 1].kind == Token::Kind::word) return &list_[i - 1];
    if (i < 2 || list_[i - 1].kind != Token::Kind::gap || list_[i - 2].kind != Token::Kind::word) return nullptr;
    gap = list_[i - 1].text;
    if (gap.size() > 2 || gap.find_first_not_of("=_-:. ") != std::string::npos) return nullptr;
    return &list_[i - 2];
  }

  /// Word after number i, glued or after one of "_- ", unless a number follows that word.
  [[nodiscard]] const Token* wordAfter(std::size_t i) const {
    auto next = i + 1;
    if (next < list_.size() && list_[next].kind == Token::Kind::gap && list_[next].text.size() == 1 &&
        list_[next].text.find_first_of("_- ") == 0) {
      ++next;
    }
    if (next >= list_.size() || list_[next].kind != Token::Kind::word) return nullptr;
    auto later = next + 1;
    if (later < list_.size() && list_[later].kind == Token::Kind::gap) ++later;
    if (later < list_.size() && list_[later].kind == Token::Kind::number && !list_[later].used) return nullptr;
    return &list_[next];
  }

  [[nodiscard]] bool hasWord(std::string_view word) const {
    return std::any_of(list_.begin(), list_.end(),
                       [&](const Token& t) { return t.kind == Token::Kind::word && t.text == word; });
  }

  /// True when a metric's name is joined to the word before number i: val_loss_epoch=0.3.
  [[nodiscard]] bool metricBeforeWord(std::size_t i) const {
    const auto word = list_[i - 1].kind == Token::Kind::word ? i - 1 : i - 2;
    if (word < 2 || list_[word - 1].text.find_first_of("_/") == std::string::npos) return false;
    const auto& before = list_[word - 2];
    return before.kind == Token::Kind::word && isOne(before.text, metricWords) && before.text != "train";
  }

 private:
  std::vector<Token> list_;
};

bool stepWord(const std::string& word) {
  return word.ends_with("step") || word.ends_with("steps");
}
bool iterationWord(const std::string& word) {
  return word == "iter" || word == "iters" || word == "ite" || word.ends_with("iteration") ||
         word.ends_with("iterations");
}
bool epochWord(const std::string& word) {
  return word == "ep" || word == "eps" || word == "epo" || word.ends_with("epoch") || word.ends_with("epochs");
}

void markMetricsAndParameters(Name& name) {
  auto& list = name.all();
  std::string gap;
  for (std::size_t i = 0; i < list.size(); ++i) {
    auto& token = list[i];
    if (token.kind != Token::Kind::number) continue;
    const auto* word = name.wordBefore(i, gap);
    if (word == nullptr) continue;
    const bool position = stepWord(word->text) || iterationWord(word->text) || epochWord(word->text);
    if (position) {
      token.used = token.fractional && name.metricBeforeWord(i);
    } else if (isOne(word->text, metricWords)) {
      token.used = true;
      // "acc1=0.93", "top5_acc=0.9": the digit belongs to the metric's name, the number after it is its value.
      if (gap.empty() && i + 2 < list.size() && list[i + 1].kind == Token::Kind::gap &&
          list[i + 2].kind == Token::Kind::number && list[i + 2].fractional) {
        list[i + 2].used = true;
      }
    } else if (isOne(word->text, parameterWords)) {
      token.used = true;
    }
  }
}

template <class Rule>
std::optional<double> first(Name& name, Rule rule) {
  for (std::size_t i = 0; i < name.all().size(); ++i) {
    const auto& token = name.all()[i];
    if (token.kind == Token::Kind::number && !token.used && rule(i, token)) return token.value;
  }
  return std::nullopt;
}

bool whole(const Token& token) {
  return token.kind == Token::Kind::number && !token.used && !token.fractional;
}

/// Both numbers of "1200steps_3epochs" have their word behind them: 3 is no step. A digit in the name of an
/// architecture takes no word ("lenet5steps_3epochs").
bool wordIsOfNumberBefore(const Name& name, std::size_t i) {
  const auto& list = name.all();
  const auto* own = name.wordAfter(i);
  if (own == nullptr || !epochWord(own->text) || i < 3 || list[i - 1].kind != Token::Kind::gap) return false;
  if (i == 4 && list[1].kind == Token::Kind::gap && list[1].text.size() == 1) return whole(list[0]);
  return whole(list[i - 3]) && (i == 3 || list[i - 4].kind == Token::Kind::gap);
}

/// Word after number i, also where the next number has its own: "1200its_3epochs", "1200_its_3_epochs".
const Token* wordBetween(const Name& name, std::size_t i) {
  const auto& list = name.all();
  const auto next = i + (i + 1 < list.size() && list[i + 1].kind == Token::Kind::gap ? 4 : 3);
  if (next >= list.size() || !whole(list[next]) || !wordIsOfNumberBefore(name, next)) return name.wordAfter(i);
  return &list[next - 2];
}

std::optional<double> findStep(Name& name) {
  std::string gap;
  const auto after = [&](auto isWord) {
    return first(name, [&](std::size_t i, const Token& token) {
      const auto* word = name.wordBefore(i, gap);
      return word != nullptr && !token.fractional && isWord(word->text) && !wordIsOfNumberBefore(name, i);
    });
  };
  if (const auto step = after(stepWord)) return step;
  if (const auto step = after(iterationWord)) return step;
  if (const auto step = after([&](const std::string& word) {
        return word == "it" ||
               (!gap.empty() && (word == "batch" || word == "update" || word == "updates" || word == "upd"));
      })) {
    return step;
  }
  return first(name, [&](std::size_t i, const Token& token) {
    const auto* word = wordBetween(name, i);
    return word != nullptr && !token.fractional &&
           (stepWord(word->text) || iterationWord(word->text) || word->text == "it" || word->text == "its");
  });
}

/// The "e" of "u1200e3": the step in front of it stands behind its own letter. Not "s1e3", an episode of a season.
bool epochBehindStep(const Name& name, std::size_t e) {
  constexpr std::array<std::string_view, 4> letters = {"u", "upd", "i", "it"};
  const auto& list = name.all();
  if (e < 2 || e + 2 < list.size() || !whole(list[e - 1]) || !isOne(list[e - 2].text, letters)) return false;
  return e == 2 || list[e - 3].kind == Token::Kind::gap;
}

std::optional<double> findEpoch(Name& name) {
  std::string gap;
  const auto withOwnWord = [&](std::size_t i) {
    const auto* word = i < name.all().size() ? name.wordAfter(i) : nullptr;
    return word != nullptr && (stepWord(word->text) || iterationWord(word->text) || word->text == "it");
  };
  const auto before = first(name, [&](std::size_t i, const Token& token) {
    const auto* word = name.wordBefore(i, gap);
    if (word == nullptr) return false;
    if (word->text == "eps" && token.fractional) return false;
    if (!gap.empty() && withOwnWord(i)) return false;  // "3ep_100it": 100 is the iteration
    const bool bareE = word->text == "e" && gap.empty() &&
                       (i < 2 || name.all()[i - 2].kind == Token::Kind::gap || epochBehindStep(name, i - 1));
    return bareE || epochWord(word->text);
  });
  if (before) return before;
  return first(name, [&](std::size_t i, const Token&) {
    const bool glued = i + 1 < name.all().size() && name.all()[i + 1].kind == Token::Kind::word;
    const auto* word = glued && withOwnWord(i + 3) ? &name.all()[i + 1] : name.wordAfter(i);
    return word != nullptr && (word->text == "ep" || word->text == "epoch" || word->text == "epochs");
  });
}

/// Beside an epoch: "s", "i", "b", ... glued to a whole number, then a whole number alone at the end.
std::vector<double> findShortSteps(const Name& name) {
  constexpr std::array<std::string_view, 8> letters = {"s", "st", "i", "b", "u", "upd", "gs", "n"};
  const auto& list = name.all();
  std::vector<double> steps;
  for (std::size_t i = 1; i < list.size(); ++i) {
    const bool number = list[i].kind == Token::Kind::number && !list[i].fractional;
    if (number && list[i - 1].kind == Token::Kind::word && isOne(list[i - 1].text, letters)) {
      steps.push_back(list[i].value);
    }
  }
  const auto count = list.size();
  if (count < 3 || list[count - 2].kind != Token::Kind::gap || list[count - 3].kind != Token::Kind::number)
    return steps;
  if (whole(list.back()) && list[count - 2].text.size() == 1) steps.push_back(list.back().value);
  return steps;
}

/// Tokens in front of the values of metrics that end the name, with or without their words: "_0.873", "_loss0.87".
std::size_t countBeforeMetrics(const Name& name) {
  const auto& list = name.all();
  auto count = list.size();
  while (count >= 3 && list[count - 1].kind == Token::Kind::number && list[count - 1].fractional) {
    auto before = count - 2;
    if (list[before].kind == Token::Kind::gap && list[before - 1].kind == Token::Kind::word) --before;
    const bool word = list[before].kind == Token::Kind::word;
    if (word && (before == 0 || !list[count - 1].used)) break;
    const auto gap = word ? before - 1 : before;
    if (gap == 0 || list[gap].kind != Token::Kind::gap || list[gap - 1].kind != Token::Kind::number) break;
    count = gap;
  }
  return count;
}

/// Two whole numbers in front of metrics or at the end, with one "_" or "-" between: "net-d0_2_1500".
std::optional<std::pair<double, double>> findPair(const Name& name) {
  const auto& list = name.all();
  const auto count = countBeforeMetrics(name);
  if (count < 3) return std::nullopt;
  const auto &first = list[count - 3], &last = list[count - 1];
  const auto separates = [](const Token& t) { return t.kind == Token::Kind::gap && (t.text == "_" || t.text == "-"); };
  if (!whole(first) || !whole(last) || !separates(list[count - 2])) return std::nullopt;
  if (count > 3 && !separates(list[count - 4])) return std::nullopt;
  return std::pair(first.value, last.value);
}

/// "10_net_G": a whole number at the start, which counts nothing ("3_layers").
std::optional<double> findLeading(Name& name) {
  auto& list = name.all();
  if (list.size() < 3 || list[0].kind != Token::Kind::number || list[0].used || list[0].fractional) return std::nullopt;
  const auto* word = name.wordAfter(0);
  const bool separated = list[1].kind == Token::Kind::gap && (list[1].text == "_" || list[1].text == "-");
  if (!separated || word == nullptr || isOne(word->text, parameterWords)) return std::nullopt;
  return list[0].value;
}

std::optional<double> findNumber(Name& name) {
  std::string gap;
  auto& list = name.all();
  const auto named = first(name, [&](std::size_t i, const Token& token) {
    const auto* word = name.wordBefore(i, gap);
    return word != nullptr && !token.fractional && isOne(word->text, containerWords);
  });
  if (named) return named;
  if (list.empty()) return std::nullopt;
  // Values of a metric without its name follow the number: "unet-07-0.18".
  auto last = list.size() - 1;
  while (last >= 2 && list[last].kind == Token::Kind::number && list[last].fractional &&
         list[last - 1].kind == Token::Kind::gap && list[last - 2].kind == Token::Kind::number) {
    last -= 2;
  }
  const auto& end = list[last];
  if (end.kind != Token::Kind::number || end.used || end.fractional) return findLeading(name);
  const bool alone = last == 0;
  const bool separated = last > 0 && list[last - 1].kind == Token::Kind::gap &&
                         (list[last - 1].text.ends_with('_') || list[last - 1].text.ends_with('-'));
  if (!alone && !separated) return findLeading(name);
  const bool timestamp = end.text.size() == 10 && end.text.front() == '1';
  return timestamp ? std::nullopt : std::optional<double>(end.value);
}

/// "round_12", "rnd003_loc5": rounds of federated learning.
std::optional<double> findRound(Name& name) {
  std::string gap;
  return first(name, [&](std::size_t i, const Token& token) {
    const auto* word = name.wordBefore(i, gap);
    return word != nullptr && !token.fractional && (word->text == "round" || word->text == "rnd");
  });
}

}  // namespace

NamePosition positionFromName(std::string_view stem) {
  NamePosition position;
  std::string text = lowerCase(stem);
  position.version = takeVersion(text);
  blankDates(text);
  Name name(tokens(text));
  markMetricsAndParameters(name);
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
