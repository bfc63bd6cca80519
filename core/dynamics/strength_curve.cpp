// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dynamics/strength_curve.h"

#include "core/base/user_error.h"

#include <cmath>
#include <limits>
#include <stdexcept>

namespace spindle {
namespace {

/// One row a present sample: the positive and the negative strength by order of the chosen part.
struct Rows {
  std::vector<std::vector<double>> positive, negative;
  std::vector<double> sum;  // of |I| over all orders
};

Rows rowsOf(const SampleStrengths& samples, InteractionPart part) {
  Rows rows;
  const auto n = static_cast<std::size_t>(samples.variables());
  for (std::size_t x = 0; x < samples.samples(); ++x) {
    if (!samples.present(x)) continue;
    std::vector<double> positive(n, 0.0), negative(n, 0.0);
    double sum = 0.0;
    for (std::size_t k = 0; k < n; ++k) {
      if (part != InteractionPart::orOnly) {
        positive[k] += samples.strength(x, SampleStrengths::andPositive)[k];
        negative[k] += samples.strength(x, SampleStrengths::andNegative)[k];
      }
      if (part != InteractionPart::andOnly) {
        positive[k] += samples.strength(x, SampleStrengths::orPositive)[k];
        negative[k] += samples.strength(x, SampleStrengths::orNegative)[k];
      }
      sum += positive[k] - negative[k];
    }
    rows.positive.push_back(std::move(positive));
    rows.negative.push_back(std::move(negative));
    rows.sum.push_back(sum);
  }
  return rows;
}

/// Mean over rows of value(row), and the standard error of mean / scale when scale = mean of unit(row).
template <class Value, class Unit>
void average(std::size_t rows, Value value, Unit unit, double scale, double& mean, double& error) {
  mean = 0.0;
  for (std::size_t x = 0; x < rows; ++x) mean += value(x);
  mean /= static_cast<double>(rows) * scale;
  double squares = 0.0;
  for (std::size_t x = 0; x < rows; ++x) {
    const double off = value(x) - mean * unit(x);
    squares += off * off;
  }
  const auto count = static_cast<double>(rows);
  error = rows < 2 ? std::numeric_limits<double>::quiet_NaN() : std::sqrt(squares / (count * (count - 1.0))) / scale;
}

template <class Name>
Name named(std::string_view text, std::initializer_list<Name> all, const char* what, const char* names) {
  for (Name name : all) {
    if (toText(name) == text) return name;
  }
  throw UserError("The " + std::string(what) + " \"" + std::string(text) + "\" is not known: use " + names + ".");
}

}  // namespace

std::vector<double> StrengthCurve::totals() const {
  std::vector<double> totals(positive.size());
  for (std::size_t k = 0; k < totals.size(); ++k) totals[k] = positive[k] - negative[k];
  return totals;
}

StrengthCurve strengthCurve(const SampleStrengths& samples, const StrengthChoice& choice) {
  const auto n = static_cast<std::size_t>(samples.variables());
  const Rows rows = rowsOf(samples, choice.part);
  StrengthCurve curve;
  for (auto* column :
       {&curve.positive, &curve.negative, &curve.positiveError, &curve.negativeError, &curve.totalError}) {
    column->assign(n, 0.0);
  }
  double meanSum = 0.0;
  for (double sum : rows.sum) meanSum += sum / static_cast<double>(rows.sum.size());
  curve.empty = !(meanSum > 0.0);
  const bool raw = choice.normalization == Normalization::none;
  if (rows.sum.empty() || (curve.empty && !raw)) return curve;
  const double scale = raw                                          ? 1.0
                       : choice.normalization == Normalization::sum ? meanSum
                                                                    : meanSum / static_cast<double>(n);
  const auto unit = [&](std::size_t x) { return raw ? 1.0 : rows.sum[x] * scale / meanSum; };
  for (std::size_t k = 0; k < n; ++k) {
    const auto positive = [&](std::size_t x) { return rows.positive[x][k]; };
    const auto negative = [&](std::size_t x) { return rows.negative[x][k]; };
    const auto total = [&](std::size_t x) { return positive(x) - negative(x); };
    double ignored = 0.0;
    average(rows.sum.size(), positive, unit, scale, curve.positive[k], curve.positiveError[k]);
    average(rows.sum.size(), negative, unit, scale, curve.negative[k], curve.negativeError[k]);
    average(rows.sum.size(), total, unit, scale, ignored, curve.totalError[k]);
  }
  return curve;
}

SalientCounts salientCounts(const SampleStrengths& samples) {
  const auto n = static_cast<std::size_t>(samples.variables());
  SalientCounts counts{std::vector<double>(n, 0.0), std::vector<double>(n, 0.0)};
  const auto share = 1.0 / static_cast<double>(samples.presentSamples());
  for (std::size_t x = 0; x < samples.samples(); ++x) {
    if (!samples.present(x)) continue;
    for (std::size_t k = 0; k < n; ++k) {
      counts.andCount[k] += share * samples.andCount(x)[k];
      counts.orCount[k] += share * samples.orCount(x)[k];
    }
  }
  return counts;
}

std::string toText(InteractionPart part) {
  switch (part) {
    case InteractionPart::both:
      return "both";
    case InteractionPart::andOnly:
      return "and";
    case InteractionPart::orOnly:
      return "or";
  }
  throw std::invalid_argument("toText: unknown part");
}

std::string toText(Normalization normalization) {
  switch (normalization) {
    case Normalization::none:
      return "none";
    case Normalization::sum:
      return "sum";
    case Normalization::mean:
      return "mean";
  }
  throw std::invalid_argument("toText: unknown normalization");
}

InteractionPart interactionPartFrom(std::string_view text) {
  return named(text, {InteractionPart::both, InteractionPart::andOnly, InteractionPart::orOnly}, "interaction part",
               "both, and or or");
}

Normalization normalizationFrom(std::string_view text) {
  return named(text, {Normalization::none, Normalization::sum, Normalization::mean}, "normalization",
               "none, sum or mean");
}

}  // namespace spindle
