// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/checkpoints/step_units.h"

#include "core/base/text.h"

#include <algorithm>
#include <cmath>

namespace spindle {
namespace {

/// Where names with both show the same number of steps for each epoch, the others' steps follow. Epochs count from 0
/// or from 1.
bool stepsFromEpochs(std::vector<PathPosition>& items, CheckpointSeries& series) {
  for (const double offset : {0.0, 1.0}) {
    double perEpoch = 0;
    std::size_t counted = 0;
    bool same = true;
    for (const auto& item : items) {
      if (!item.position.epoch || item.position.step.value_or(0) <= 0) continue;
      const double ratio = *item.position.step / (*item.position.epoch + offset);
      same = same && std::isfinite(ratio) && (counted == 0 || ratio == perEpoch);
      perEpoch = ratio;
      ++counted;
    }
    if (!same || counted < 2) continue;
    for (auto& item : items) {
      if (!item.position.step) item.position.step = (*item.position.epoch + offset) * perEpoch;
    }
    series.notes.push_back("steps of names with an epoch alone: " + shortest(perEpoch) + " steps per epoch");
    return true;
  }
  return false;
}

/// Some names have only a step, others only an epoch, and nothing tells how they relate: the larger group stays.
void keepOneUnit(std::vector<PathPosition>& items, CheckpointSeries& series) {
  const auto steps = std::count_if(items.begin(), items.end(), [](const PathPosition& i) { return i.position.step; });
  const bool keepSteps = 2 * steps >= static_cast<std::ptrdiff_t>(items.size());
  std::vector<PathPosition> kept;
  for (const auto& item : items) {
    if (keepSteps ? item.position.step.has_value() : item.position.epoch.has_value()) {
      kept.push_back(item);
    } else {
      series.setAside.push_back({item.name, keepSteps ? "its epoch cannot be compared with the steps of the others"
                                                      : "its step cannot be compared with the epochs of the others"});
    }
  }
  items = std::move(kept);
}

}  // namespace

void unifyUnits(std::vector<PathPosition>& items, CheckpointSeries& series) {
  const auto all = [&](auto field) {
    return std::all_of(items.begin(), items.end(),
                       [&](const PathPosition& i) { return (i.position.*field).has_value(); });
  };
  if (all(&NamePosition::step)) return;
  if (stepsFromEpochs(items, series)) return;
  if (!all(&NamePosition::epoch)) {
    keepOneUnit(items, series);
    if (all(&NamePosition::step)) return;
  }
  series.stepsAreEpochs = true;
  for (auto& item : items) item.position.step = item.position.epoch;
}

}  // namespace spindle
