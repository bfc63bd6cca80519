// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <cstddef>
#include <span>
#include <vector>

namespace spindle {

enum class AxisScale { log, linear };

/// Where checkpoints lie along the axis of training: 0 is the first, 1 the last. Log places a step at log(step + 1),
/// so that step 0 has a place and every decade the same room. Where steps are unknown, equal or fall, checkpoints lie
/// at equal distances; so do frames with labels of their own.
class StepAxis {
 public:
  struct Tick {
    double place;
    QString label;
  };

  StepAxis() = default;
  /// labels: what the places are called, where they are none of training; else empty.
  StepAxis(std::span<const double> steps, AxisScale scale, std::vector<QString> labels = {});

  [[nodiscard]] AxisScale scale() const { return scale_; }
  [[nodiscard]] bool evenlySpaced() const { return even_; }
  [[nodiscard]] std::size_t size() const { return places_.size(); }
  [[nodiscard]] double place(std::size_t checkpoint) const { return places_[checkpoint]; }
  [[nodiscard]] double placeOfStep(double step) const;
  [[nodiscard]] double stepAt(double place) const;
  [[nodiscard]] std::size_t nearest(double place) const;

  [[nodiscard]] bool labeled() const { return !labels_.empty(); }

  /// Round steps to label: 0, 1, 10, 100, ... or about six round numbers; every tick at least `apart` from the last.
  /// Labels of their own as far as there is room for their letters, the last in any case.
  [[nodiscard]] std::vector<Tick> ticks(double apart = 0.05) const;

 private:
  [[nodiscard]] double forward(double step) const;
  [[nodiscard]] double backward(double value) const;

  AxisScale scale_ = AxisScale::log;
  bool even_ = true;
  double low_ = 0.0, high_ = 1.0;
  std::vector<double> places_;
  std::vector<QString> labels_;
};

}  // namespace spindle
