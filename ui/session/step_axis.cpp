// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/step_axis.h"

#include "ui/session/wording.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace spindle {
namespace {

// Of the axis, where it is about as wide as in a window of usual size: a letter, and what stays free between labels.
constexpr double labelPart = 0.011, gapPart = 0.012;

bool usable(std::span<const double> steps) {
  if (steps.empty() || !std::all_of(steps.begin(), steps.end(), [](double s) { return std::isfinite(s) && s >= 0.0; }))
    return false;
  return std::is_sorted(steps.begin(), steps.end()) && steps.back() > steps.front();
}

/// 1, 2 or 5 times a power of ten, so that a length has about `wanted` of them.
double roundDistance(double length, int wanted) {
  const double rough = length / wanted;
  const double power = std::pow(10.0, std::floor(std::log10(rough)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (factor * power >= rough) return factor * power;
  }
  return 10.0 * power;
}

}  // namespace

StepAxis::StepAxis(std::span<const double> steps, AxisScale scale, std::vector<QString> labels)
    : scale_(scale), even_(!labels.empty() || !usable(steps)), labels_(std::move(labels)) {
  const double last = std::max(1.0, static_cast<double>(steps.size()) - 1.0);
  if (even_) {
    scale_ = scale;
    high_ = last;
    for (std::size_t i = 0; i < steps.size(); ++i) places_.push_back(static_cast<double>(i) / last);
    return;
  }
  low_ = forward(steps.front());
  high_ = forward(steps.back());
  for (const double step : steps) places_.push_back((forward(step) - low_) / (high_ - low_));
}

double StepAxis::forward(double step) const {
  return scale_ == AxisScale::log && !even_ ? std::log1p(step) : step;
}

double StepAxis::backward(double value) const {
  return scale_ == AxisScale::log && !even_ ? std::expm1(value) : value;
}

double StepAxis::placeOfStep(double step) const {
  return (forward(step) - low_) / (high_ - low_);
}

double StepAxis::stepAt(double place) const {
  return backward(low_ + place * (high_ - low_));
}

std::size_t StepAxis::nearest(double place) const {
  const auto closer = [place](double a, double b) { return std::abs(a - place) < std::abs(b - place); };
  return static_cast<std::size_t>(std::min_element(places_.begin(), places_.end(), closer) - places_.begin());
}

std::vector<StepAxis::Tick> StepAxis::ticks(double apart) const {
  std::vector<Tick> list;
  if (places_.empty()) return list;
  const auto offer = [&](double step) {
    const double place = placeOfStep(step);
    if (place < -1e-9 || place > 1.0 + 1e-9) return;
    if (!list.empty() && place - list.back().place < apart) return;
    list.push_back({place, stepText(step)});
  };
  if (labeled()) {
    // From the last one back, which is never left out, as far as there is room.
    const auto room = [](const QString& label) { return 0.5 * labelPart * static_cast<double>(label.size()); };
    for (std::size_t i = labels_.size(); i-- > 0;) {
      if (!list.empty() && list.back().place - room(list.back().label) - room(labels_[i]) - gapPart < places_[i])
        continue;
      list.push_back({places_[i], labels_[i]});
    }
    std::reverse(list.begin(), list.end());
    return list;
  }
  if (even_) {
    // The ordinal number of a checkpoint, counted from 1.
    const double each = std::max(1.0, roundDistance(high_, 8));
    for (double i = 0.0; i <= high_; i += each) list.push_back({i / high_, stepText(i + 1.0)});
    return list;
  }
  const double first = backward(low_);
  const double last = backward(high_);
  if (scale_ == AxisScale::linear) {
    const double each = roundDistance(last - first, 6);
    for (double step = std::ceil(first / each) * each; step <= last * (1.0 + 1e-12); step += each) offer(step);
    return list;
  }
  const bool fewDecades = last < 100.0 * (first + 1.0);
  if (first <= 0.0) offer(0.0);
  for (double power = 1.0; power <= last; power *= 10.0) {
    offer(power);
    if (!fewDecades) continue;
    offer(2.0 * power);
    offer(5.0 * power);
  }
  if (list.size() < 2) {
    list.clear();
    offer(first);
    offer(last);
  }
  return list;
}

}  // namespace spindle
