// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/game/score.h"

#include "core/base/user_error.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

namespace spindle {
namespace {

constexpr std::array scoreNames{std::pair{Score::logOdds, "log-odds"}, std::pair{Score::logit, "logit"},
                                std::pair{Score::logProbability, "log-probability"},
                                std::pair{Score::probability, "probability"}, std::pair{Score::value, "value"}};
constexpr std::array outputNames{
    std::pair{OutputKind::logits, "logits"}, std::pair{OutputKind::logProbabilities, "log-probabilities"},
    std::pair{OutputKind::probabilities, "probabilities"}, std::pair{OutputKind::value, "value"}};

template <class Names, class Key>
std::string nameOf(const Names& names, Key key) {
  return std::find_if(names.begin(), names.end(), [&](const auto& entry) { return entry.first == key; })->second;
}

template <class Names>
auto keyOf(const Names& names, std::string_view text, std::string_view what) {
  std::string known;
  for (const auto& [key, name] : names) {
    if (text == name) return key;
    known += (known.empty() ? "" : ", ") + std::string(name);
  }
  throw UserError("Unknown " + std::string(what) + " \"" + std::string(text) + "\"; use one of " + known + ".");
}

constexpr double infinity = std::numeric_limits<double>::infinity();

/// log(1 + exp(x)) without overflow.
double softplus(double x) {
  return std::max(x, 0.0) + std::log1p(std::exp(-std::abs(x)));
}

/// The row as numbers whose softmax are the probabilities: logits, or log-probabilities.
double exponent(float entry, OutputKind output) {
  const double x = entry;
  return output == OutputKind::probabilities ? std::log(x) : x;
}

/// log of the sum of exp over all entries but `skipped`; -infinity for none.
double logSumExp(std::span<const float> row, OutputKind output, std::size_t skipped) {
  double largest = -infinity;
  for (std::size_t j = 0; j < row.size(); ++j) {
    if (j != skipped) largest = std::max(largest, exponent(row[j], output));
  }
  if (std::isinf(largest)) return largest;
  double sum = 0.0;
  for (std::size_t j = 0; j < row.size(); ++j) {
    if (j != skipped) sum += std::exp(exponent(row[j], output) - largest);
  }
  return largest + std::log(sum);
}

/// Log-odds of class 1 from the single column of a two-class network.
double singleColumnLogOdds(double x, OutputKind output) {
  if (output == OutputKind::logits) return x;
  if (output == OutputKind::probabilities) return std::log(x) - std::log1p(-x);
  // log(1 - exp(x)) for x <= 0, by the form that keeps digits on either side of -log 2.
  return x - (x > -0.6931471805599453 ? std::log(-std::expm1(x)) : std::log1p(-std::exp(x)));
}

double classScore(std::span<const float> row, OutputKind output, Score score, std::size_t target) {
  constexpr auto none = std::numeric_limits<std::size_t>::max();
  if (row.size() == 1) {
    const double odds = (target == 1 ? 1.0 : -1.0) * singleColumnLogOdds(row[0], output);
    if (score == Score::logOdds || score == Score::logit) return odds;
    return score == Score::logProbability ? -softplus(-odds) : std::exp(-softplus(-odds));
  }
  const double z = exponent(row[target], output);
  if (score == Score::logit) return z;
  if (score == Score::logOdds) return z - logSumExp(row, output, target);
  const double logProbability = output == OutputKind::logits ? z - logSumExp(row, output, none) : z;
  return score == Score::logProbability ? logProbability : std::exp(logProbability);
}

}  // namespace

double scoreOf(std::span<const float> row, OutputKind output, Score score, std::size_t target) {
  if (const auto problem = scoreProblem(output, score); !problem.empty()) throw UserError(problem);
  const std::size_t classes = score == Score::value ? row.size() : std::max<std::size_t>(row.size(), 2);
  if (row.empty() || target >= classes) {
    throw UserError("The target is " + std::to_string(target) + " but the network's output has only " +
                    std::to_string(row.size()) + (row.size() == 1 ? " column" : " columns") +
                    "; check the samples' targets.");
  }
  if (std::any_of(row.begin(), row.end(), [](float x) { return std::isnan(x); })) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  if (score == Score::value) return row[target];
  return classScore(row, output, score, target);
}

std::string scoreProblem(OutputKind output, Score score) {
  const bool lostLogits = score == Score::logit && output != OutputKind::logits;
  if (score == Score::value || (output != OutputKind::value && !lostLogits)) return {};
  return "The score \"" + toText(score) + "\" cannot be had from a network that returns \"" + toText(output) +
         "\"; choose another score, or correct \"output\" in run.json.";
}

std::string toText(Score score) {
  return nameOf(scoreNames, score);
}

std::string toText(OutputKind output) {
  return nameOf(outputNames, output);
}

Score scoreFrom(std::string_view text) {
  return keyOf(scoreNames, text, "score");
}

OutputKind outputKindFrom(std::string_view text) {
  return keyOf(outputNames, text, "output");
}

}  // namespace spindle
