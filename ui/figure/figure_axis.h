// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/wording.h"

#include <QString>

#include <vector>

namespace spindle {

/// Maps values to positions along one side of a plot, and knows its ticks. steps: the axis of training steps, drawn as
/// log(step + 1) so that step 0 has a place, with ticks at 0, 1, 10, 100, ...
class FigureAxis {
 public:
  struct Tick {
    double value;
    QString label;
  };

  /// Linear over [low, high], widened to round ticks when `round`; about `wanted` ticks. The range may be empty or
  /// inverted data (all zeros): it is then widened.
  static FigureAxis linear(double low, double high, double from, double to, int wanted, bool round);
  static FigureAxis steps(double low, double high, double from, double to);

  [[nodiscard]] double at(double value) const;
  [[nodiscard]] const std::vector<Tick>& ticks() const { return ticks_; }
  [[nodiscard]] double low() const { return low_; }
  [[nodiscard]] double high() const { return high_; }

 private:
  double low_ = 0, high_ = 1, from_ = 0, to_ = 1;
  bool log_ = false;
  std::vector<Tick> ticks_;
};

}  // namespace spindle
