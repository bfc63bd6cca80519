// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/log/training_log.h"

#include "core/base/limits.h"
#include "core/base/user_error.h"

#include <algorithm>
#include <cmath>

namespace spindle {
namespace {

double largest(const std::vector<LogColumn>& columns, double LogPoint::*field) {
  double most = std::numeric_limits<double>::quiet_NaN();
  for (const auto& column : columns) {
    for (const auto& point : column.points) {
      if (!std::isnan(point.*field)) most = std::isnan(most) ? point.*field : std::max(most, point.*field);
    }
  }
  return most;
}

/// Order of a log: by step, where there is none by epoch. NaN sorts before numbers.
bool earlier(const LogPoint& a, const LogPoint& b) {
  const auto less = [](double x, double y) { return std::isnan(x) ? !std::isnan(y) : x < y; };
  if (less(a.step, b.step) || less(b.step, a.step)) return less(a.step, b.step);
  return std::isnan(a.step) && less(a.epoch, b.epoch);
}

}  // namespace

double TrainingLog::lastStep() const {
  return largest(columns, &LogPoint::step);
}
double TrainingLog::lastEpoch() const {
  return largest(columns, &LogPoint::epoch);
}

void LogBuilder::add(const std::string& column, const LogPoint& point) {
  if (!std::isfinite(point.value)) return;
  const auto refuse = [this](const std::string& what) {
    throw UserError(source_ + " has " + what + "; it is not a training log, or one to be made smaller.");
  };
  if (column.size() > limits::logName)
    refuse("a column with a name of " + std::to_string(column.size()) + " characters");
  if (++values_ > limits::logValues)
    refuse("more than the " + std::to_string(limits::logValues) + " values that are read");
  const auto [place, fresh] = places_.try_emplace(column, columns_.size());
  if (fresh && columns_.size() == limits::logColumns)
    refuse("more than " + std::to_string(limits::logColumns) + " columns");
  if (fresh) columns_.push_back({column, {}});
  columns_[place->second].points.push_back(point);
}

TrainingLog LogBuilder::finish() && {
  for (auto& column : columns_) {
    auto& points = column.points;
    std::stable_sort(points.begin(), points.end(), earlier);
    std::vector<LogPoint> kept;
    for (const auto& point : points) {
      if (!kept.empty() && !earlier(kept.back(), point)) {
        kept.back() = point;
      } else {
        kept.push_back(point);
      }
    }
    points = std::move(kept);
  }
  TrainingLog log;
  log.source = std::move(source_);
  log.columns = std::move(columns_);
  return log;
}

}  // namespace spindle
