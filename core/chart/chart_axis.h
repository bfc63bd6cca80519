// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace spindle {

/// How values become distances along an axis. training: log(1 + x), so that step 0 has a place; category: whole
/// numbers, each in the middle of a slot of width 1, all of them labeled where there is room (orders, classes).
enum class Scale { linear, logarithmic, symlog, training, category };

struct ChartAxis {
  std::string label;  ///< "share of strength"
  std::string unit;   ///< "nats"; empty: none
  Scale scale = Scale::linear;
  std::optional<double> low, high;      ///< fixed ends; marks beyond them are cut off. Else the marks decide
  bool zero = true;                     ///< linear: 0 is always in sight
  double linearWithin = 1.0;            ///< symlog: linear between minus and plus this
  bool series = false;                  ///< the checkpoints: a playhead is marked on it
  std::vector<std::string> names = {};  ///< category: what 0, 1, 2, ... are called ("conv1"); empty: their numbers
};

/// What a whole number is called on an axis of names; empty where it has no name.
inline std::string nameOnAxis(const ChartAxis& axis, double value) {
  const bool named = value >= 0.0 && value < static_cast<double>(axis.names.size());
  return named ? axis.names[static_cast<std::size_t>(value)] : std::string();
}

/// "label (unit)", or the label alone.
inline std::string axisTitle(const ChartAxis& axis) {
  return axis.unit.empty() ? axis.label : axis.label + " (" + axis.unit + ")";
}

}  // namespace spindle
