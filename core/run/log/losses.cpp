// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/log/losses.h"

#include "core/base/text.h"
#include "core/base/user_error.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace spindle {
namespace {

enum class Role { none, train, test };

std::vector<std::string> words(const std::string& name) {
  std::vector<std::string> list(1);
  char before = 0;
  for (const char c : name) {
    const bool upper = c >= 'A' && c <= 'Z';
    const bool letter = upper || (c >= 'a' && c <= 'z');
    const bool camel = upper && before >= 'a' && before <= 'z';
    if ((!letter || camel) && !list.back().empty()) list.emplace_back();
    if (letter) list.back() += upper ? static_cast<char>(c - 'A' + 'a') : c;
    before = c;
  }
  return list;
}

Role roleOf(const std::string& name) {
  bool loss = false, train = false, test = false;
  const auto list = words(name);
  for (const auto& word : list) {
    loss = loss || word == "loss" || word == "losses" || word.ends_with("loss");
    train = train || word == "train" || word == "training" || word == "tr" || word == "trainloss";
    test = test || word == "val" || word == "valid" || word == "validation" || word == "eval" || word == "test" ||
           word == "dev" || word == "testing" || word == "valloss" || word == "testloss";
  }
  if (!loss) return Role::none;
  if (test) return Role::test;
  return train || lowerCase(name) == "loss" ? Role::train : Role::none;
}

int suffixRank(const std::string& name) {
  const auto lower = lowerCase(name);
  return lower.ends_with("_epoch") ? 0 : lower.ends_with("_step") ? 2 : 1;
}

const LogColumn* find(const TrainingLog& log, const std::string& name) {
  for (const auto& column : log.columns) {
    if (column.name == name) return &column;
  }
  return nullptr;
}

void checkWanted(const TrainingLog& log, const std::string& wanted) {
  if (wanted.empty() || find(log, wanted) != nullptr) return;
  std::vector<std::string> names;
  for (const auto& column : log.columns) names.push_back(column.name);
  const auto near = closest(wanted, names);
  throw UserError("run.json: \"loss_columns\" names \"" + wanted + "\", which " + log.source + " does not have; " +
                  (near.empty() ? "its columns are " + listed(names, 12) + "." : "did you mean \"" + near + "\"?"));
}

enum class Fit { none, step, before, epoch, between };

struct Found {
  double value = std::numeric_limits<double>::quiet_NaN();
  Fit fit = Fit::none;
};

/// The points of one loss, by step and by epoch.
class Points {
 public:
  Points(const std::vector<LogPoint>& points, bool epochsFinished) : epochsFinished_(epochsFinished) {
    for (const auto& point : points) {
      if (!std::isnan(point.step)) steps_.push_back(point);
      if (!std::isnan(point.epoch)) epochs_.push_back(point);
    }
    // The last value of an epoch stands for it.
    std::stable_sort(epochs_.begin(), epochs_.end(), [](auto& a, auto& b) { return a.epoch < b.epoch; });
  }

  [[nodiscard]] Found at(const Checkpoint& checkpoint, bool stepsAreEpochs, std::size_t checkpoints) const {
    const double step = stepsAreEpochs ? std::numeric_limits<double>::quiet_NaN() : checkpoint.step;
    if (const auto* point = exact(steps_, &LogPoint::step, step)) return {point->value, Fit::step};
    if (const auto* point = exact(steps_, &LogPoint::step, step - 1);
        point != nullptr && step > 0 && !epochsFinished_) {
      return {point->value, Fit::before};
    }
    if (const auto* point = exact(epochs_, &LogPoint::epoch, checkpoint.epoch)) return {point->value, Fit::epoch};
    if (!std::isnan(step) && !steps_.empty()) return between(steps_, &LogPoint::step, step, checkpoints);
    return between(epochs_, &LogPoint::epoch, checkpoint.epoch, checkpoints);
  }

 private:
  static const LogPoint* exact(const std::vector<LogPoint>& points, double LogPoint::*axis, double where) {
    if (std::isnan(where)) return nullptr;
    auto after = std::upper_bound(points.begin(), points.end(), where,
                                  [axis](double x, const LogPoint& point) { return x < point.*axis; });
    return after != points.begin() && (*std::prev(after)).*axis == where ? &*std::prev(after) : nullptr;
  }

  static Found between(const std::vector<LogPoint>& points, double LogPoint::*axis, double where,
                       std::size_t checkpoints) {
    if (std::isnan(where) || points.size() <= checkpoints) return {};
    const auto after = std::upper_bound(points.begin(), points.end(), where,
                                        [axis](double x, const LogPoint& point) { return x < point.*axis; });
    if (after == points.begin() || after == points.end()) return {};
    const auto& a = *std::prev(after);
    const double share = (where - a.*axis) / ((*after).*axis - a.*axis);
    return {a.value + share * (after->value - a.value), Fit::between};
  }

  bool epochsFinished_;
  std::vector<LogPoint> steps_, epochs_;
};

}  // namespace

LossChoice chooseLossColumns(const TrainingLog& log, const LossColumns& wanted) {
  LossChoice choice;
  for (const auto& column : log.columns) {
    if (column.points.empty()) continue;
    const auto role = roleOf(column.name);
    if (role == Role::train) choice.trainCandidates.push_back(column.name);
    if (role == Role::test) choice.testCandidates.push_back(column.name);
  }
  for (auto* candidates : {&choice.trainCandidates, &choice.testCandidates}) {
    std::stable_sort(candidates->begin(), candidates->end(), [](const auto& a, const auto& b) {
      return suffixRank(a) != suffixRank(b) ? suffixRank(a) < suffixRank(b) : a.size() < b.size();
    });
  }
  checkWanted(log, wanted.train);
  checkWanted(log, wanted.test);
  if (!choice.trainCandidates.empty()) choice.columns.train = choice.trainCandidates.front();
  if (!choice.testCandidates.empty()) choice.columns.test = choice.testCandidates.front();
  if (!wanted.train.empty()) choice.columns.train = wanted.train;
  if (!wanted.test.empty()) choice.columns.test = wanted.test;
  return choice;
}

LossCurve lossCurve(const TrainingLog& log, const LossColumns& columns) {
  LossCurve curve;
  curve.columns = columns;
  curve.epochsFinished = log.epochsFinished;
  if (const auto* column = find(log, columns.train)) curve.train = column->points;
  if (const auto* column = find(log, columns.test)) curve.test = column->points;
  return curve;
}

std::string joinLosses(const LossCurve& curve, CheckpointSeries& series) {
  const Points train(curve.train, curve.epochsFinished), test(curve.test, curve.epochsFinished);
  std::size_t counts[5] = {};
  const auto count = series.checkpoints.size();
  for (auto& checkpoint : series.checkpoints) {
    const auto a = train.at(checkpoint, series.stepsAreEpochs, count);
    const auto b = test.at(checkpoint, series.stepsAreEpochs, count);
    checkpoint.trainLoss = a.value;
    checkpoint.testLoss = b.value;
    ++counts[static_cast<std::size_t>(std::max(a.fit, b.fit))];
  }
  const char* how[] = {"without a loss", "at their step", "at their step - 1", "by epoch",
                       "linearly interpolated between two logged values"};
  std::string text;
  for (const auto fit : {Fit::step, Fit::before, Fit::epoch, Fit::between, Fit::none}) {
    const auto number = counts[static_cast<std::size_t>(fit)];
    if (number == 0) continue;
    if (!text.empty()) text += ", ";
    text += std::to_string(number) + " " + how[static_cast<std::size_t>(fit)];
  }
  return counts[0] == count ? std::string() : text;
}

void joinColumns(const TrainingLog& log, const LossColumns& losses, CheckpointSeries& series) {
  constexpr std::size_t most = 100;
  for (const LogColumn& column : log.columns) {
    if (column.name == losses.train || column.name == losses.test || series.loggedColumns.size() == most) continue;
    const Points points(column.points, log.epochsFinished);
    std::vector<double> values;
    for (const Checkpoint& checkpoint : series.checkpoints)
      values.push_back(points.at(checkpoint, series.stepsAreEpochs, series.checkpoints.size()).value);
    if (std::none_of(values.begin(), values.end(), [](double value) { return std::isfinite(value); })) continue;
    series.loggedColumns.push_back(column.name);
    for (std::size_t i = 0; i < values.size(); ++i) series.checkpoints[i].logged.push_back(values[i]);
  }
}

}  // namespace spindle
