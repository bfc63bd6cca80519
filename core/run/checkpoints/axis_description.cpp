// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/checkpoints/axis_description.h"

#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/run/checkpoints/compiled_pattern.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>

namespace spindle {
namespace {

[[noreturn]] void refuseAxis(const std::filesystem::path& folder, const std::string& what) {
  throw UserError((folder / "run.json").string() + ": \"axis\" " + what);
}

std::optional<double> numberIn(std::string_view text) {
  double value = 0.0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

}  // namespace

CheckpointSeries checkpointsAlong(const AxisDescription& axis, const std::filesystem::path& folder,
                                  const std::vector<std::string>& names) {
  constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
  CheckpointSeries series;
  series.kind = axis.training ? SeriesKind::training : SeriesKind::models;
  series.axis = axis.name;
  for (const auto& [name, value] : axis.values) {
    if (std::find(names.begin(), names.end(), name) == names.end())
      refuseAxis(folder, "gives a number for \"" + printable(name) + "\", which is no checkpoint; there are " +
                             listed(names, 8) + ".");
  }
  const CompiledPattern pattern(axis.pattern);
  for (const std::string& name : names) {
    std::optional<double> value;
    if (const auto given = axis.values.find(name); given != axis.values.end()) value = given->second;
    if (const auto found = axis.pattern.empty() ? std::nullopt : pattern.find(name)) {
      value = numberIn(*found);
      if (!value)
        refuseAxis(folder, "should find a number in each name, but its pattern finds \"" +
                               printable(std::string(*found)) + "\" in " + name + ".");
    }
    if (value)
      series.checkpoints.push_back({folder / name, name, *value, unknown, unknown, unknown, "axis"});
    else
      series.setAside.push_back({name, "no number under \"axis\" of run.json"});
  }
  if (series.checkpoints.empty())
    refuseAxis(folder, "gives none of the checkpoints a number; there are " + listed(names, 8) + ".");
  std::stable_sort(series.checkpoints.begin(), series.checkpoints.end(),
                   [](const Checkpoint& a, const Checkpoint& b) { return a.step < b.step; });
  const auto same = std::adjacent_find(series.checkpoints.begin(), series.checkpoints.end(),
                                       [](const Checkpoint& a, const Checkpoint& b) { return a.step == b.step; });
  if (same != series.checkpoints.end())
    refuseAxis(folder, "gives " + same->name + " and " + std::next(same)->name + " the same number, " +
                           shortest(same->step) + "; leave one out under \"checkpoints\".");
  if (axis.training && series.checkpoints.front().step < 0.0)
    refuseAxis(folder, "is one of training and begins below 0 (" + series.checkpoints.front().name + ": " +
                           shortest(series.checkpoints.front().step) + "); count from 0 or more.");
  return series;
}

}  // namespace spindle
