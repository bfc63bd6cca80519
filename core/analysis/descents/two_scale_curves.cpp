// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/descents/two_scale_curves.h"

#include "core/chart/number_text.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace spindle {
namespace {

constexpr int decades = 6, pointsADecade = 8;
constexpr double mostSets = 8.0;

std::size_t setsFor(int directions) {
  return static_cast<std::size_t>(std::clamp(std::round(mostSets * 1e4 / directions / directions), 1.0, mostSets));
}

std::string timeText(double t) {
  return "t = " + numberText(t < 100.0 ? std::round(10.0 * t) / 10.0 : std::round(t));
}

}  // namespace

TwoScaleCurves::TwoScaleCurves(const TeacherStudent& model, RunControl& control)
    : model_(model), sets_(setsFor(model.directions)) {
  if (model.fast > model.directions) return;
  std::vector<StudentTraining> sets;
  double stepSize = 0.0;
  for (std::size_t i = 0; i < sets_; ++i) {
    if (control.stopRequested()) throw Stopped{};
    sets.emplace_back(model, i + 1);
    stepSize += sets.back().stepSize() / static_cast<double>(sets_);
  }
  for (int i = 0; i <= decades * pointsADecade; ++i) {
    const double t = std::pow(10.0, static_cast<double>(i) / pointsADecade),
                 strength = model.decay + 1.0 / stepSize / t;
    double error = 0.0, ridge = 0.0, r = 0.0, q = 0.0, low = std::numeric_limits<double>::infinity(), high = -low;
    for (const StudentTraining& one : sets) {
      const StudentScales at = one.at(t);
      r += at.r / static_cast<double>(sets_);
      q += at.q / static_cast<double>(sets_);
      error += at.error() / static_cast<double>(sets_);
      ridge += one.ridge(strength).error() / static_cast<double>(sets_);
      low = std::min(low, at.error());
      high = std::max(high, at.error());
    }
    t_.push_back(t);
    error_.push_back(error);
    low_.push_back(low);
    high_.push_back(high);
    r_.push_back(r);
    q_.push_back(q);
    ridge_.push_back(ridge);
    strength_.push_back(strength);
    coupled_.push_back(coupledScales(model, strength));
    published_.push_back(publishedScales(model, strength).error());
  }
  descents_ = lossDescents(error_, {.window = 1});
}

std::string TwoScaleCurves::settings() const {
  return "n = " + std::to_string(model_.samples) + ", d = " + std::to_string(model_.directions) +
         ", p = " + std::to_string(model_.fast) + ", \u03ba = " + numberText(model_.condition) +
         ", \u03c3 = " + numberText(model_.noise) + ", \u03bb = " + numberText(model_.decay);
}

AnalysisFinding TwoScaleCurves::finding() const {
  if (!sound())
    return {"In theory",
            "Of d = " + std::to_string(model_.directions) + " directions at most as many can be fast; p is " +
                std::to_string(model_.fast) + ".",
            {},
            FindingKind::missing};
  const auto at = [this](std::size_t i) { return numberText(error_[i]) + " at " + timeText(t_[i]); };
  std::string found = "descends once, to " + at(descents_.minimum);
  if (descents_.kind == DescentKind::second)
    found = "descends to " + at(descents_.minimum) + ", rises to " + at(*descents_.peak) + " and descends again, to " +
            at(t_.size() - 1);
  if (descents_.kind == DescentKind::rise)
    found = "descends to " + at(descents_.minimum) + " and rises to " + at(t_.size() - 1);
  double miss = 0.0;
  for (std::size_t i = 0; i < t_.size(); ++i) miss = std::max(miss, std::abs(coupled_[i].scales.error() - ridge_[i]));
  return {"In theory",
          "The error of a linear student (" + settings() + ") " + found + ": exact gradient descent, mean of " +
              std::to_string(sets_) + " data sets. The closed form misses exact ridge regression by at most " +
              numberText(miss) + ".",
          {{"first_minimum", error_[descents_.minimum]},
           {"peak", descents_.peak ? error_[*descents_.peak] : std::numeric_limits<double>::quiet_NaN()},
           {"last", error_.back()},
           {"largest_miss", miss}}};
}

Chart TwoScaleCurves::chart() const {
  Chart chart;
  chart.name = "two-scales";
  chart.title = "Error of a linear student with features on two time scales";
  chart.heading = settings();
  chart.x.label = "t, steps of gradient descent";
  chart.x.scale = Scale::logarithmic;
  chart.y.label = "error (1 + Q \u2212 2R) / 2";
  if (!sound()) {
    chart.empty = finding().text;
    return chart;
  }
  std::vector<double> coupled, slow;
  for (const CoupledScales& one : coupled_) {
    coupled.push_back(one.scales.error());
    slow.push_back(one.slowError);
  }
  if (sets_ > 1) chart.marks.push_back(Band{"", t_, low_, high_, {InkKind::measured}});
  chart.marks.push_back(Line{"exact", t_, error_, {InkKind::measured}, LineStyle::solid, false, {}});
  chart.marks.push_back(Line{"exact ridge", t_, ridge_, {InkKind::reference}, LineStyle::none, true, {}});
  chart.marks.push_back(Line{"as published", t_, published_, {InkKind::faint}, LineStyle::dashed, false, {}});
  chart.marks.push_back(Line{"closed form", t_, coupled, {InkKind::theory}, LineStyle::dashed, false, {}});
  chart.marks.push_back(Line{"its slow part", t_, slow, {InkKind::theory}, LineStyle::dotted, false, {}});
  return chart;
}

Table TwoScaleCurves::table() const {
  Table table("two_scales", "Error of a linear student, exact and in closed form",
              {{"t", "t"},
               {"r", "R"},
               {"q", "Q"},
               {"error", "error"},
               {"error_low", "least"},
               {"error_high", "most"},
               {"ridge_strength", "ridge strength"},
               {"ridge_error", "exact ridge"},
               {"coupled", "closed form"},
               {"coupled_fast", "of it fast"},
               {"coupled_slow", "of it slow"},
               {"published", "as published"}});
  for (std::size_t i = 0; i < t_.size(); ++i)
    table.addRow({t_[i], r_[i], q_[i], error_[i], low_[i], high_[i], strength_[i], ridge_[i],
                  coupled_[i].scales.error(), coupled_[i].fastError, coupled_[i].slowError, published_[i]});
  return table;
}

}  // namespace spindle
