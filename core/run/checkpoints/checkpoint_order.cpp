// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/checkpoints/checkpoint_order.h"

#include "core/base/text.h"
#include "core/run/checkpoints/compiled_pattern.h"
#include "core/run/checkpoints/file_name.h"
#include "core/run/checkpoints/name_position.h"

#include <algorithm>
#include <charconv>

namespace spindle {
namespace {

namespace fs = std::filesystem;

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

struct Item {
  std::size_t index = 0;
  std::string name;
  NamePosition position;
  std::string source;

  [[nodiscard]] bool placed() const { return position.step || position.epoch; }
};

std::vector<std::string> components(const std::string& name) {
  std::vector<std::string> parts;
  std::size_t start = 0;
  for (std::size_t i = 0; i <= name.size(); ++i) {
    if (i == name.size() || name[i] == '/') {
      if (i > start) parts.push_back(name.substr(start, i - start));
      start = i + 1;
    }
  }
  return parts;
}

/// Number of folders that all names lie in: these tell nothing of one of them ("20240131-resnet-14/last.pt").
std::size_t commonFolders(const std::vector<std::string>& names) {
  if (names.size() < 2) return 0;
  const auto first = components(names.front());
  std::size_t common = first.empty() ? 0 : first.size() - 1;
  for (const auto& name : names) {
    const auto parts = components(name);
    std::size_t same = 0;
    while (same < common && same + 1 < parts.size() && parts[same] == first[same]) ++same;
    common = same;
  }
  return common;
}

/// A word that begins with "ep", as "step" does not.
bool saysEpoch(const std::string& folder) {
  const auto name = lowerCase(folder);
  for (auto at = name.find("ep"); at != std::string::npos; at = name.find("ep", at + 1)) {
    if (at == 0 || name[at - 1] < 'a' || name[at - 1] > 'z') return true;
  }
  return false;
}

/// "ep3/it1200.pt": the epoch of a file that names its step only. A single "e" counts nothing here: it may as well be
/// the number of an experiment.
std::optional<double> epochOfFolders(const std::vector<std::string>& folders, std::size_t common) {
  for (auto i = folders.size(); i > common; --i) {
    const auto& folder = folders[i - 1];
    const auto position = positionFromName(folder);
    if (!position.known()) continue;
    return saysEpoch(folder) && !position.step ? position.epoch : std::nullopt;
  }
  return std::nullopt;
}

Item fromName(std::size_t index, const std::string& name, std::size_t common) {
  Item item{index, name, {}, "name"};
  auto parts = components(name);
  if (parts.empty()) return item;
  item.position = positionFromName(stemOf(parts.back()));
  for (parts.pop_back(); !item.position.known() && parts.size() > common; parts.pop_back()) {
    const auto folder = positionFromName(parts.back());
    if (!folder.known()) continue;
    item.position.step = folder.step;
    item.position.epoch = folder.epoch;
    item.position.number = folder.number;
    item.position.pair = folder.pair;
    item.position.shortStep = folder.shortStep;
    item.position.shortSteps = folder.shortSteps;
    item.position.round = folder.round;
    item.position.initial = folder.initial;
    item.source = "folder";
  }
  if (item.position.step && !item.position.epoch) item.position.epoch = epochOfFolders(parts, common);
  return item;
}

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

/// The orderer's state: items that still stand, and the series that results.
class Orderer {
 public:
  Orderer(const std::vector<std::string>& names, const OrderHints& hints) : hints_(hints) {
    if (hints.pattern) {
      usePattern(names);
    } else {
      const auto common = commonFolders(names);
      for (std::size_t i = 0; i < names.size(); ++i) items_.push_back(fromName(i, names[i], common));
    }
  }

  CheckpointSeries run(const std::filesystem::path& folder) {
    removeAliases();
    if (!hints_.pattern) {
      decidePairs();
      checkShortSteps();
      dropConstants();
      dropStepsWithinEpochs();
    }
    decideNumbers();
    readContents();
    placeRest();
    unifyUnits();
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
  void setAside(const Item& item, const std::string& reason) { series_.setAside.push_back({item.name, reason}); }

  void usePattern(const std::vector<std::string>& names) {
    const CompiledPattern pattern(hints_.pattern->pattern);
    for (std::size_t i = 0; i < names.size(); ++i) {
      Item item{i, names[i], {}, "run.json"};
      double number = 0;
      const auto digits = pattern.find(names[i]);
      bool found = digits.has_value();
      if (found) {
        const auto [end, error] = std::from_chars(digits->data(), digits->data() + digits->size(), number);
        found = error == std::errc{} && end == digits->data() + digits->size() && std::isfinite(number);
      }
      if (!found) {
        setAside(item, "\"steps\" of run.json finds no number in its name");
        continue;
      }
      (hints_.pattern->unit == StepPattern::Unit::step ? item.position.step : item.position.epoch) = number;
      items_.push_back(std::move(item));
    }
  }

  void removeAliases() {
    if (!hints_.same) return;
    std::vector<Item> kept;
    for (const auto& item : items_) {
      const Item* twin = nullptr;
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

  void tellBoth(const Item& item) {
    series_.notes.push_back("names such as " + fs::path(item.name).filename().string() + " read as epoch " +
                            shortest(*item.position.epoch) + " and step " + shortest(*item.position.step));
  }

  /// Names that end in two numbers are epoch and step where the series shows it; else a number that is the same in all
  /// of them is no position, and the other one is.
  void decidePairs() {
    std::vector<EpochAndStep> list, swapped;
    const Item* example = nullptr;
    for (const auto& item : items_) {
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
    for (auto& item : items_) {
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
    if (straight || reversed) tellBoth(*example);
    if (straight || reversed || sameFirst || sameLast) return;
    const bool first = example->position.number == example->position.pair->first;
    series_.notes.push_back("names such as " + fs::path(example->name).filename().string() +
                            " end in two numbers that do not increase like epochs and steps: ordered by the " +
                            (first ? "first" : "last") + " one");
  }

  /// A step behind a single letter may as well be a seed or a score: it counts where it grows with the epochs.
  void checkShortSteps() {
    const Item* example = nullptr;
    std::size_t choices = std::numeric_limits<std::size_t>::max();
    for (const auto& item : items_) {
      if (!item.position.shortStep) continue;
      choices = std::min(choices, item.position.shortSteps.size());
      example = &item;
    }
    if (example == nullptr) return;
    for (std::size_t choice = 0; choice < choices; ++choice) {
      if (takeShortSteps(choice)) return tellBoth(*example);
    }
    for (auto& item : items_) {
      if (item.position.shortStep) item.position.step.reset();
    }
  }

  bool takeShortSteps(std::size_t choice) {
    std::vector<EpochAndStep> list;
    for (const auto& item : items_) {
      if (item.position.shortStep) list.push_back({*item.position.epoch, item.position.shortSteps[choice]});
    }
    if (!growTogether(std::move(list))) return false;
    for (auto& item : items_) {
      if (item.position.shortStep) item.position.step = item.position.shortSteps[choice];
    }
    return true;
  }

  /// "ep1_it300, ep2_it100": iterations that start again in each epoch do not order the checkpoints. The epochs do, and
  /// the last one of each epoch stays.
  void dropStepsWithinEpochs() {
    std::vector<Item*> both;
    for (auto& item : items_) {
      if (item.position.initial || !item.placed()) continue;
      if (!item.position.step || !item.position.epoch) return;
      both.push_back(&item);
    }
    std::sort(both.begin(), both.end(), [](const Item* a, const Item* b) {
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
      setAside(*both[i], "its steps count within epoch " + shortest(*one.epoch) + ", of which " + both[i + 1]->name +
                             " is later");
    }
    for (auto* item : both) item->position.step.reset();
    std::erase_if(items_, [&](const Item& i) { return std::count(leave.begin(), leave.end(), i.index) > 0; });
    series_.notes.push_back("steps in names restart in each epoch: checkpoints are ordered by epoch");
  }

  /// A number that is the same in all names is no position: "mlp_256", "steps100_epoch3".
  void dropConstants() {
    const auto drop = [&](std::optional<double> NamePosition::*field, bool onlyBeside) {
      std::vector<double> values;
      bool othersVary = false;
      std::optional<double> epoch;
      for (const auto& item : items_) {
        if (item.position.*field) values.push_back(*(item.position.*field));
        othersVary = othersVary || (epoch && item.position.epoch && *epoch != *item.position.epoch);
        if (item.position.epoch) epoch = item.position.epoch;
      }
      const bool constant = values.size() > 1 && std::count(values.begin(), values.end(), values[0]) ==
                                                     static_cast<std::ptrdiff_t>(values.size());
      if (!constant || (onlyBeside && !othersVary)) return;
      for (auto& item : items_) (item.position.*field).reset();
    };
    drop(&NamePosition::number, false);
    drop(&NamePosition::step, true);
  }

  void decideNumbers() {
    bool steps = false, epochs = false, rounds = true;
    double most = -1, lastEpoch = 0;
    for (const auto& item : items_) {
      lastEpoch = std::max(lastEpoch, item.position.epoch.value_or(0));
      steps = steps || item.position.step;
      epochs = epochs || item.position.epoch;
      if (item.position.number) most = std::max(most, *item.position.number);
      rounds = rounds && (!item.position.number || item.position.round);
    }
    if (most < 0) return;
    const bool logAgrees =
        most <= 1000 && !hints_.numbersAreSteps &&
        (std::abs(most - hints_.lastEpoch) <= 1 || (most <= hints_.lastEpoch + 1 && std::isnan(hints_.lastStep)));
    // "checkpoint-40000" among "epoch-1" to "epoch-30" (icefall) is no epoch.
    const bool tooMany = most >= 500 && most > 10 * lastEpoch;
    const bool areEpochs = epochs != steps ? epochs && !tooMany : rounds || logAgrees;
    for (auto& item : items_) {
      if (item.position.number) (areEpochs ? item.position.epoch : item.position.step) = item.position.number;
    }
    if (!hints_.numbersAreSteps) {
      series_.notes.push_back(std::string("file-name numbers interpreted as ") +
                              (areEpochs && rounds ? "epochs (they count rounds)"
                               : areEpochs
                                   ? epochs && !steps ? "epochs (as in the other names)" : "epochs (matches the log)"
                               : steps ? "steps (as in the other names)"
                                       : "steps"));
    }
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
    const bool anyPlaced = std::any_of(items_.begin(), items_.end(), [](const Item& i) { return i.placed(); });
    if (anyPlaced) {
      std::vector<Item> kept;
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
    const auto rank = [](const Item& item) {
      if (item.position.initial) return 0;
      return item.position.alias.empty() ? 1 : item.position.alias == "best" ? 2 : 3;
    };
    std::sort(items_.begin(), items_.end(), [&](const Item& a, const Item& b) {
      return rank(a) != rank(b) ? rank(a) < rank(b) : naturalLess(a.name, b.name);
    });
    for (std::size_t i = 0; i < items_.size(); ++i) {
      items_[i].position.step = static_cast<double>(i);
      items_[i].source = "order";
    }
    if (items_.size() > 1) series_.notes.push_back("no steps found: ordered by name and numbered from 0");
  }

  void unifyUnits() {
    const auto all = [&](auto field) {
      return std::all_of(items_.begin(), items_.end(), [&](const Item& i) { return (i.position.*field).has_value(); });
    };
    if (all(&NamePosition::step)) return;
    if (stepsFromEpochs()) return;
    if (!all(&NamePosition::epoch)) {
      keepOneUnit();
      if (all(&NamePosition::step)) return;
    }
    series_.stepsAreEpochs = true;
    for (auto& item : items_) item.position.step = item.position.epoch;
  }

  /// Where names with both show the same number of steps for each epoch, the others' steps follow. Epochs count from 0
  /// or from 1.
  bool stepsFromEpochs() {
    for (const double offset : {0.0, 1.0}) {
      double perEpoch = 0;
      std::size_t counted = 0;
      bool same = true;
      for (const auto& item : items_) {
        if (!item.position.epoch || item.position.step.value_or(0) <= 0) continue;
        const double ratio = *item.position.step / (*item.position.epoch + offset);
        same = same && std::isfinite(ratio) && (counted == 0 || ratio == perEpoch);
        perEpoch = ratio;
        ++counted;
      }
      if (!same || counted < 2) continue;
      for (auto& item : items_) {
        if (!item.position.step) item.position.step = (*item.position.epoch + offset) * perEpoch;
      }
      series_.notes.push_back("steps of names with an epoch alone: " + shortest(perEpoch) + " steps per epoch");
      return true;
    }
    return false;
  }

  /// Some names have only a step, others only an epoch, and nothing tells how they relate: the larger group stays.
  void keepOneUnit() {
    const auto steps = std::count_if(items_.begin(), items_.end(), [](const Item& i) { return i.position.step; });
    const bool keepSteps = 2 * steps >= static_cast<std::ptrdiff_t>(items_.size());
    std::vector<Item> kept;
    for (const auto& item : items_) {
      if (keepSteps ? item.position.step.has_value() : item.position.epoch.has_value()) {
        kept.push_back(item);
      } else {
        setAside(item, keepSteps ? "its epoch cannot be compared with the steps of the others"
                                 : "its step cannot be compared with the epochs of the others");
      }
    }
    items_ = std::move(kept);
  }

  [[nodiscard]] bool better(const Item& a, const Item& b) const {
    if (a.position.average != b.position.average) return b.position.average;
    if (a.position.alias.empty() != b.position.alias.empty()) return a.position.alias.empty();
    if (a.position.version != b.position.version) return a.position.version > b.position.version;
    if (hints_.newer && hints_.newer(a.index, b.index)) return true;
    if (hints_.newer && hints_.newer(b.index, a.index)) return false;
    return naturalLess(a.name, b.name);
  }

  void removeDuplicates() {
    std::sort(items_.begin(), items_.end(), [&](const Item& a, const Item& b) {
      if (*a.position.step != *b.position.step) return *a.position.step < *b.position.step;
      return naturalLess(a.name, b.name);
    });
    std::vector<Item> kept;
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
  std::vector<Item> items_;
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
