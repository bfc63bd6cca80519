// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/log/training_log.h"

#include <QString>
#include <QStringList>

#include <cmath>
#include <string>

namespace spindle::test {

/// "step/epoch=value" of one column, "-" for what is not known; "none" where there is no such column.
inline QString points(const TrainingLog& log, const std::string& name) {
  const auto number = [](double x) { return std::isnan(x) ? QString("-") : QString::number(x); };
  for (const auto& column : log.columns) {
    if (column.name != name) continue;
    QStringList list;
    for (const auto& p : column.points) list << number(p.step) + "/" + number(p.epoch) + "=" + number(p.value);
    return list.join(' ');
  }
  return "none";
}

}  // namespace spindle::test
