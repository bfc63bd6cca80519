// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/life_curve.h"

#include <QCoreApplication>

#include <cmath>

namespace spindle {

QString lifeText(const LifeCurve& life, const QStringList& names, const QStringList& steps) {
  const auto tr = [](const char* text) { return QCoreApplication::translate("spindle::LifePlot", text); };
  QStringList members;
  for (int i = 0; i < names.size(); ++i) {
    if ((life.coalition >> i & 1u) != 0) members << names[i];
  }
  int known = 0, salient = 0;
  QString first;
  for (std::size_t c = 0; c < life.values.size(); ++c) {
    if (std::isnan(life.values[c])) continue;
    ++known;
    if (std::abs(life.values[c]) < life.thresholds[c] || life.values[c] == 0.0) continue;
    if (salient++ == 0 && static_cast<qsizetype>(c) < steps.size()) first = steps[static_cast<qsizetype>(c)];
  }
  QString text = members.join(QStringLiteral(" + "));
  if (order(life.coalition) > 1)
    text = tr("%1, %2").arg(text, life.kind == InteractionKind::andKind ? tr("AND") : tr("OR"));
  if (salient == 0) return tr("%1: salient at none of %2 checkpoints").arg(text).arg(known);
  return tr("%1: salient at %2 of %3 checkpoints, first at %4").arg(text).arg(salient).arg(known).arg(first);
}

}  // namespace spindle
