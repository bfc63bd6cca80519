// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/checkpoints/checkpoint_order.h"

#include "core/run/checkpoints/compiled_pattern.h"
#include "core/run/checkpoints/file_name.h"
#include "core/run/checkpoints/path_position.h"
#include "core/run/checkpoints/series_numbers.h"
#include "core/run/checkpoints/step_units.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace spindle {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

/// The checkpoints that still stand, and the series that results.
class Orderer {
 public:
  Orderer(const std::vector<std::string>& names, const OrderHints& hints) : hints_(hints) {
    if (hints.pattern) {
      usePattern(names);
    } else {
      items_ = positionsFromPaths(names);
    }
  }

  CheckpointSeries run(const std::filesystem::path& folder) {
    removeAliases();
    if (!hints_.pattern) readSeriesNumbers(items_, hints_, series_);
    readContents();
    placeRest();
    unifyUnits(items_, series_);
    removeDuplicates();
    for (const auto& item : items_) {
      Checkpoint checkpoint;
      checkpoint.file = folder / item.name;
      checkpoint.name = item.name;
      checkpoint.step = *item.position.step;
      checkpoint.epoch = item.position.epoch.value_or(unknown);
      checkpoint.trainLoss = checkpoint.testLoss = unknown;
      checkpoint.stepSource = item.source;
      series_.checkpoints.push_back(std::move(checkpoint));
    }
    return std::move(series_);
  }

 private:
  void setAside(const PathPosition& item, const std::string& reason) {
    series_.setAside.push_back({item.name, reason});
  }

  void usePattern(const std::vector<std::string>& names) {
    const CompiledPattern pattern(hints_.pattern->pattern);
    for (std::size_t i = 0; i < names.size(); ++i) {
      PathPosition item{i, names[i], {}, "run.json"};
      double number = 0;
      const auto digits = pattern.find(names[i]);
      bool found = digits.has_value();
      if (found) {
        const auto [end, error] = std::from_chars(digits->data(), digits->data() + digits->size(), number);
        found = error == std::errc{} && end == digits->data() + digits->size() && std::isfinite(number);
      }
      if (!found) {
        setAside(item, withoutStepNumber);
        continue;
      }
      (hints_.pattern->unit == StepPattern::Unit::step ? item.position.step : item.position.epoch) = number;
      items_.push_back(std::move(item));
    }
  }

  void removeAliases() {
    if (!hints_.same) return;
    std::vector<PathPosition> kept;
    for (const auto& item : items_) {
      const PathPosition* twin = nullptr;
      if (!item.position.alias.empty() && !item.position.known()) {
        for (auto other = items_.rbegin(); other != items_.rend() && twin == nullptr; ++other) {
          if (other->position.known() && hints_.same(item.index, other->index)) twin = &*other;
        }
      }
      if (twin != nullptr) {
        setAside(item, "alias of " + twin->name + " (the same weights)");
      } else {
        kept.push_back(item);
      }
    }
    items_ = std::move(kept);
  }

  void readContents() {
    if (!hints_.scalars) return;
    for (auto& item : items_) {
      if (item.placed() || item.position.initial) continue;
      const auto scalars = hints_.scalars(item.index);
      for (const auto* key : {"global_step", "step", "iteration", "iter", "steps", "num_updates"}) {
        const auto found = scalars.find(key);
        if (found == scalars.end() || !std::isfinite(found->second) || found->second < 0) continue;
        item.position.step = found->second;
        break;
      }
      const auto epoch = scalars.find("epoch");
      if (epoch != scalars.end() && std::isfinite(epoch->second) && epoch->second >= 0) {
        item.position.epoch = epoch->second;
      }
      if (item.placed()) item.source = "content";
    }
  }

  void placeRest() {
    const bool anyPlaced = std::any_of(items_.begin(), items_.end(), [](const PathPosition& i) { return i.placed(); });
    if (anyPlaced) {
      std::vector<PathPosition> kept;
      for (auto& item : items_) {
        if (item.position.initial && !item.placed()) {
          item.position.step = item.position.epoch = 0.0;
        }
        if (item.placed()) {
          kept.push_back(item);
        } else if (!item.position.alias.empty()) {
          setAside(item, "no training step in the name (\"" + item.position.alias + "\") or the file");
        } else {
          setAside(item, "no training step in the name, folder or contents");
        }
      }
      items_ = std::move(kept);
      return;
    }
    const auto rank = [](const PathPosition& item) {
      if (item.position.initial) return 0;
      return item.position.alias.empty() ? 1 : item.position.alias == "best" ? 2 : 3;
    };
    std::sort(items_.begin(), items_.end(), [&](const PathPosition& a, const PathPosition& b) {
      return rank(a) != rank(b) ? rank(a) < rank(b) : naturalLess(a.name, b.name);
    });
    for (std::size_t i = 0; i < items_.size(); ++i) {
      items_[i].position.step = static_cast<double>(i);
      items_[i].source = "order";
    }
    if (items_.size() > 1) series_.notes.push_back("no steps found: ordered by name and numbered from 0");
  }

  [[nodiscard]] bool better(const PathPosition& a, const PathPosition& b) const {
    if (a.position.average != b.position.average) return b.position.average;
    if (a.position.alias.empty() != b.position.alias.empty()) return a.position.alias.empty();
    if (a.position.version != b.position.version) return a.position.version > b.position.version;
    if (hints_.newer && hints_.newer(a.index, b.index)) return true;
    if (hints_.newer && hints_.newer(b.index, a.index)) return false;
    return naturalLess(a.name, b.name);
  }

  void removeDuplicates() {
    std::sort(items_.begin(), items_.end(), [&](const PathPosition& a, const PathPosition& b) {
      if (*a.position.step != *b.position.step) return *a.position.step < *b.position.step;
      return naturalLess(a.name, b.name);
    });
    std::vector<PathPosition> kept;
    for (std::size_t i = 0; i < items_.size();) {
      auto end = i + 1;
      while (end < items_.size() && *items_[end].position.step == *items_[i].position.step) ++end;
      auto best = i;
      for (auto j = i + 1; j < end; ++j) {
        if (better(items_[j], items_[best])) best = j;
      }
      for (auto j = i; j < end; ++j) {
        if (j != best)
          setAside(items_[j], "same " + unitName() + " as " + items_[best].name + ", which is " + why(best, j));
      }
      kept.push_back(items_[best]);
      i = end;
    }
    items_ = std::move(kept);
  }

  [[nodiscard]] std::string unitName() const { return series_.stepsAreEpochs ? "epoch" : "step"; }

  [[nodiscard]] std::string why(std::size_t best, std::size_t other) const {
    const auto& a = items_[best].position;
    const auto& b = items_[other].position;
    if (a.average != b.average) return "no average";
    if (a.alias.empty() != b.alias.empty()) return "named by its position";
    return a.version != b.version || hints_.newer ? "newer" : "first by name";
  }

  const OrderHints& hints_;
  std::vector<PathPosition> items_;
  CheckpointSeries series_;
};

}  // namespace

CheckpointSeries orderCheckpoints(const std::filesystem::path& folder, const std::vector<std::string>& names,
                                  const OrderHints& hints) {
  return Orderer(names, hints).run(folder);
}

bool countFinishedEpochs(CheckpointSeries& series) {
  if (series.stepsAreEpochs || series.checkpoints.size() < 2) return false;
  double perEpoch = 0;
  std::size_t counted = 0;
  for (const auto& checkpoint : series.checkpoints) {
    if (checkpoint.step == 0) continue;
    if (std::isnan(checkpoint.epoch) || checkpoint.epoch != std::floor(checkpoint.epoch)) return false;
    const double ratio = checkpoint.step / (checkpoint.epoch + 1);
    if (counted > 0 && ratio != perEpoch) return false;
    perEpoch = ratio;
    ++counted;
  }
  if (counted < 2) return false;
  for (auto& checkpoint : series.checkpoints) {
    if (checkpoint.step > 0) checkpoint.epoch += 1;
  }
  return true;
}

}  // namespace spindle
