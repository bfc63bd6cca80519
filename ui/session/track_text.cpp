// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/track_text.h"

#include <QStringList>

#include <cmath>

namespace spindle {
namespace {

QString full(double value) {
  return std::isfinite(value) ? QString::number(value, 'g', 17) : QString();
}

}  // namespace

std::array<double, 6> strengthsOf(const OrderStrength& strength, int order) {
  const auto i = static_cast<std::size_t>(order - 1);
  return {strength.andPositive[i], strength.orPositive[i],   strength.andNegative[i],
          strength.orNegative[i],  strength.positive(order), strength.negative(order)};
}

QString strengthText(const OrderStrength& strength) {
  QString text = QStringLiteral("order\tand_positive\tor_positive\tand_negative\tor_negative\tpositive\tnegative\n");
  for (int k = 1; k <= strength.variables(); ++k) {
    text += QString::number(k);
    for (const double value : strengthsOf(strength, k)) text += '\t' + QString::number(value, 'g', 17);
    text += '\n';
  }
  return text;
}

QString trackText(const DynamicsTrack& track, const LifeCurvePtr& life) {
  QStringList titles{"name", "step", "epoch", "train_loss", "test_loss", "mean_order"};
  const int n = track.variables();
  for (int k = 1; k <= n; ++k) titles << QString("positive_%1").arg(k) << QString("negative_%1").arg(k);
  if (life)
    titles << "interaction"
           << "salient_from";
  QStringList lines{titles.join('\t')};
  for (std::size_t c = 0; c < track.size(); ++c) {
    const Checkpoint& at = track.checkpoint(c);
    QStringList cells{QString::fromStdString(at.name), full(at.step), full(at.epoch), full(at.trainLoss),
                      full(at.testLoss)};
    const TrackPoint* point = track.state(c) == TickState::done ? track.point(c) : nullptr;
    cells << (point != nullptr ? full(point->strength.meanOrder()) : QString());
    for (int k = 1; k <= n; ++k) {
      cells << (point != nullptr ? full(point->strength.positive(k)) : QString())
            << (point != nullptr ? full(point->strength.negative(k)) : QString());
    }
    if (life) {
      const bool known = c < life->values.size();
      cells << (known ? full(life->values[c]) : QString()) << (known ? full(life->thresholds[c]) : QString());
    }
    lines << cells.join('\t');
  }
  return lines.join('\n') + '\n';
}

}  // namespace spindle
