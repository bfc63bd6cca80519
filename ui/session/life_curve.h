// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/game/coalition.h"
#include "ui/session/selection.h"

#include <QString>
#include <QStringList>

#include <memory>
#include <vector>

namespace spindle {

/// One interaction of one sample over training; entries by checkpoint. Immutable.
struct LifeCurve {
  Coalition coalition = 0;
  InteractionKind kind = InteractionKind::andKind;
  std::size_t sample = 0;
  std::vector<double> values;      ///< NaN where not computed
  std::vector<double> thresholds;  ///< |I| from here on is salient; NaN where not computed
};
using LifeCurvePtr = std::shared_ptr<const LifeCurve>;

/// "free + call, AND: salient at 12 of 32 checkpoints, first at step 21": what a curve of it is called. names: of the
/// variables; steps: of the checkpoints, as text.
QString lifeText(const LifeCurve& life, const QStringList& names, const QStringList& steps);

}  // namespace spindle
