// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/checkpoints/series_numbers.h"

#include "core/base/text.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace spindle {
namespace {

namespace fs = std::filesystem;
using PathPositions = std::vector<PathPosition>;

/// Two numbers of one name, read as these.
struct EpochAndStep {
  double epoch = 0, step = 0;
};

/// Some number of steps an epoch explains all: by the same ratio everywhere, or, where steps are too large for a score
/// in percent, by steps that fall into their epoch. Epochs count from 0 or from 1, or are parts of one.
bool growTogether(std::vector<EpochAndStep> list) {
  std::sort(list.begin(), list.end(),
            [](const auto& a, const auto& b) { return std::pair(a.step, a.epoch) < std::pair(b.step, b.epoch); });
  const auto same = [](const auto& a, const auto& b) { return a.step == b.step && a.epoch == b.epoch; };
  list.erase(std::unique(list.begin(), list.end(), same), list.end());
  if (list.size() < 2 || list.front().epoch == list.back().epoch) return false;
  bool fractional = false, tenths = true;
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (list[i].step < list[i].epoch) return false;
    if (i > 0 && (list[i].step == list[i - 1].step || list[i].epoch < list[i - 1].epoch)) return false;
    fractional = fractional || list[i].epoch != std::floor(list[i].epoch);
    tenths = tenths && std::abs(list[i].epoch * 10 - std::round(list[i].epoch * 10)) < 1e-9;
  }
  const double slack = !fractional ? 1e-9 : tenths ? 0.1 : 0.01;
  for (const double offset : {0.0, 1.0}) {
    if (fractional && offset > 0) continue;
    const double perEpoch = list.back().step / (list.back().epoch + offset);
    if (std::all_of(list.begin(), list.end(), [&](const auto& l) {
          return std::abs(l.step / perEpoch - l.epoch - (l.step == 0 ? 0.0 : offset)) <= slack;
        })) {
      return list.size() > 2 || fractional || list.back().step > 100;
    }
  }
  if (fractional || list.back().step <= 100) return false;
  for (const double first : {0.0, 1.0}) {
    double least = 0, most = std::numeric_limits<double>::infinity();
    for (const auto& [epoch, step] : list) {
      const double before = epoch - first;  // epochs finished before this one
      if (before + 1 > 0) least = std::max(least, step / (before + 1));
      if (before + 1 <= 0 && step > 0) most = 0;
      if (before > 0) most = std::min(most, step / before);
    }
    if (least <= most) return true;
  }
  return false;
}

void tellBoth(const PathPosition& item, CheckpointSeries& series) {
  series.notes.push_back("names such as " + fs::path(item.name).filename().string() + " read as epoch " +
                         shortest(*item.position.epoch) + " and step " + shortest(*item.position.step));
}

/// Names that end in two numbers are epoch and step where the series shows it; else a number that is the same in all
/// of them is no position, and the other one is.
void decidePairs(PathPositions& items, CheckpointSeries& series) {
  std::vector<EpochAndStep> list, swapped;
  const PathPosition* example = nullptr;
  for (const auto& item : items) {
    if (!item.position.pair) continue;
    const auto [a, b] = *item.position.pair;
    list.push_back({a, b});
    swapped.push_back({b, a});
    example = &item;
  }
  if (list.size() < 2) return;
  const bool straight = growTogether(list), reversed = !straight && growTogether(swapped);
  const auto constant = [&](double EpochAndStep::*field) {
    return std::all_of(list.begin(), list.end(), [&](const auto& l) { return l.*field == list.front().*field; });
  };
  const bool sameFirst = constant(&EpochAndStep::epoch), sameLast = constant(&EpochAndStep::step);
  for (auto& item : items) {
    if (!item.position.pair) continue;
    const auto [first, last] = *item.position.pair;
    if (straight || reversed) {
      item.position.epoch = straight ? first : last;
      item.position.step = straight ? last : first;
      item.position.number.reset();
    } else if (sameFirst != sameLast) {
      item.position.number = sameFirst ? last : first;
    }
  }
  if (straight || reversed) tellBoth(*example, series);
  if (straight || reversed || sameFirst || sameLast) return;
  const bool first = example->position.number == example->position.pair->first;
  series.notes.push_back("names such as " + fs::path(example->name).filename().string() +
                         " end in two numbers that do not increase like epochs and steps: ordered by the " +
                         (first ? "first" : "last") + " one");
}

bool takeShortSteps(PathPositions& items, std::size_t choice) {
  std::vector<EpochAndStep> list;
  for (const auto& item : items) {
    if (item.position.shortStep) list.push_back({*item.position.epoch, item.position.shortSteps[choice]});
  }
  if (!growTogether(std::move(list))) return false;
  for (auto& item : items) {
    if (item.position.shortStep) item.position.step = item.position.shortSteps[choice];
  }
  return true;
}

/// A step behind a single letter may as well be a seed or a score: it counts where it grows with the epochs.
void checkShortSteps(PathPositions& items, CheckpointSeries& series) {
  const PathPosition* example = nullptr;
  std::size_t choices = std::numeric_limits<std::size_t>::max();
  for (const auto& item : items) {
    if (!item.position.shortStep) continue;
    choices = std::min(choices, item.position.shortSteps.size());
    example = &item;
  }
  if (example == nullptr) return;
  for (std::size_t choice = 0; choice < choices; ++choice) {
    if (takeShortSteps(items, choice)) return tellBoth(*example, series);
  }
  for (auto& item : items) {
    if (item.position.shortStep) item.position.step.reset();
  }
}

/// "ep1_it300, ep2_it100": iterations that start again in each epoch do not order the checkpoints. The epochs do, and
/// the last one of each epoch stays.
void dropStepsWithinEpochs(PathPositions& items, CheckpointSeries& series) {
  std::vector<PathPosition*> both;
  for (auto& item : items) {
    if (item.position.initial || !item.placed()) continue;
    if (!item.position.step || !item.position.epoch) return;
    both.push_back(&item);
  }
  std::sort(both.begin(), both.end(), [](const PathPosition* a, const PathPosition* b) {
    return std::pair(*a->position.epoch, *a->position.step) < std::pair(*b->position.epoch, *b->position.step);
  });
  bool again = false;
  double most = -1;
  for (std::size_t i = 0; i < both.size(); ++i) {
    const bool newEpoch = i > 0 && *both[i]->position.epoch != *both[i - 1]->position.epoch;
    again = again || (newEpoch && *both[i]->position.step <= most);
    most = std::max(most, *both[i]->position.step);
  }
  if (!again) return;
  std::vector<std::size_t> leave;
  for (std::size_t i = 0; i + 1 < both.size(); ++i) {
    const auto &one = both[i]->position, &next = both[i + 1]->position;
    if (*one.epoch != *next.epoch || *one.step == *next.step) continue;
    leave.push_back(both[i]->index);
    series.setAside.push_back({both[i]->name, "its steps count within epoch " + shortest(*one.epoch) + ", of which " +
                                                  both[i + 1]->name + " is later"});
  }
  for (auto* item : both) item->position.step.reset();
  std::erase_if(items, [&](const PathPosition& i) { return std::count(leave.begin(), leave.end(), i.index) > 0; });
  series.notes.push_back("steps in names restart in each epoch: checkpoints are ordered by epoch");
}

/// A number that is the same in all names is no position: "mlp_256", "steps100_epoch3".
void dropConstants(PathPositions& items) {
  const auto drop = [&](std::optional<double> NamePosition::*field, bool onlyBeside) {
    std::vector<double> values;
    bool othersVary = false;
    std::optional<double> epoch;
    for (const auto& item : items) {
      if (item.position.*field) values.push_back(*(item.position.*field));
      othersVary = othersVary || (epoch && item.position.epoch && *epoch != *item.position.epoch);
      if (item.position.epoch) epoch = item.position.epoch;
    }
    const bool constant = values.size() > 1 && std::count(values.begin(), values.end(), values[0]) ==
                                                   static_cast<std::ptrdiff_t>(values.size());
    if (!constant || (onlyBeside && !othersVary)) return;
    for (auto& item : items) (item.position.*field).reset();
  };
  drop(&NamePosition::number, false);
  drop(&NamePosition::step, true);
}

void decideNumbers(PathPositions& items, const OrderHints& hints, CheckpointSeries& series) {
  bool steps = false, epochs = false, rounds = true;
  double most = -1, lastEpoch = 0;
  for (const auto& item : items) {
    lastEpoch = std::max(lastEpoch, item.position.epoch.value_or(0));
    steps = steps || item.position.step;
    epochs = epochs || item.position.epoch;
    if (item.position.number) most = std::max(most, *item.position.number);
    rounds = rounds && (!item.position.number || item.position.round);
  }
  if (most < 0) return;
  const bool logAgrees =
      most <= 1000 && !hints.numbersAreSteps &&
      (std::abs(most - hints.lastEpoch) <= 1 || (most <= hints.lastEpoch + 1 && std::isnan(hints.lastStep)));
  // "checkpoint-40000" among "epoch-1" to "epoch-30" (icefall) is no epoch.
  const bool tooMany = most >= 500 && most > 10 * lastEpoch;
  const bool areEpochs = epochs != steps ? epochs && !tooMany : rounds || logAgrees;
  for (auto& item : items) {
    if (item.position.number) (areEpochs ? item.position.epoch : item.position.step) = item.position.number;
  }
  if (!hints.numbersAreSteps) {
    series.notes.push_back(std::string("file-name numbers interpreted as ") +
                           (areEpochs && rounds ? "epochs (they count rounds)"
                            : areEpochs
                                ? epochs && !steps ? "epochs (as in the other names)" : "epochs (matches the log)"
                            : steps ? "steps (as in the other names)"
                                    : "steps"));
  }
}

}  // namespace

void readSeriesNumbers(std::vector<PathPosition>& items, const OrderHints& hints, CheckpointSeries& series) {
  decidePairs(items, series);
  checkShortSteps(items, series);
  dropConstants(items);
  dropStepsWithinEpochs(items, series);
  decideNumbers(items, hints, series);
}

}  // namespace spindle
