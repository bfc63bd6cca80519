// SPDX-License-Identifier: GPL-3.0-or-later
// The axis of strength: its unit, and limits that stay the same over the whole run.
#include "ui/panels/dynamics_view.h"
#include "ui/plots/order_bars_plot.h"

#include <algorithm>

namespace spindle {

void DynamicsView::setAxisLocked(bool locked) {
  locked_ = locked;
  refreshLimits();
}

void DynamicsView::fitHere() {
  auto [low, high] = shownLimits(strength_, view_);
  if (const TrackPoint* point = besidePoint()) {
    const auto [least, most] = shownLimits(point->strength, view_);
    low = std::min(low, least);
    high = std::max(high, most);
  }
  bars_->setLimits(low, high);
}

QString DynamicsView::unit() const {
  const QString salient = tr("%1, %2").arg(QString::fromStdString(toText(session_.salience().rule)),
                                           QString::number(session_.salience().factor));
  if (beside_.isOpen() && beside_.asDifferences())
    return tr("%1, second less first (%2)").arg(view_.normalize ? tr("share") : tr("strength"), salient);
  if (view_.normalize) return tr("share of total strength (%1)").arg(salient);
  const std::string score = session_.facts() != nullptr ? session_.facts()->score : std::string();
  if (score == "log-odds" || score == "log-probability")
    return tr("strength (nats, %1, %2)").arg(QString::fromStdString(score), salient);
  return score.empty() ? tr("strength (%1)").arg(salient)
                       : tr("strength (%1, %2)").arg(QString::fromStdString(score), salient);
}

void DynamicsView::refreshLimits() {
  bars_->setValueLabel(unit());
  if (!locked_) return fitHere();
  auto [low, high] = shownLimits(session_.track(), view_, spreadShown_);
  if (ghost_) {
    const auto [least, most] = shownLimits(*ghost_, view_);
    low = std::min(low, least);
    high = std::max(high, most);
  }
  for (std::size_t c = 0; c < session_.track().size(); ++c) {
    const auto ends = tiesAt(c);
    if (!ends) continue;
    for (const OrderStrength* end : {&ends->first, &ends->second}) {
      for (int k = 1; k <= end->variables(); ++k) {
        low = std::min(low, end->negative(k));
        high = std::max(high, end->positive(k));
      }
    }
  }
  widenForBeside(low, high);
  bars_->setLimits(low, high);
}

/// Differences of shares or strengths are small beside these: they have an axis of their own.
void DynamicsView::widenForBeside(double& low, double& high) const {
  const DynamicsTrack &one = session_.track(), &other = beside_.session().track();
  if (!beside_.isOpen()) return;
  if (!beside_.asDifferences()) {
    const auto [least, most] = shownLimits(other, view_);
    low = std::min(low, least);
    high = std::max(high, most);
    return;
  }
  low = high = 0.0;
  for (std::size_t c = 0; c < one.size(); ++c) {
    const auto row = one.state(c) == TickState::done ? beside_.rowAt(c) : std::nullopt;
    if (!row) continue;
    const OrderStrength difference = strengthDifference(shownStrength(one.point(c)->strength, view_),
                                                        shownStrength(other.point(*row)->strength, view_));
    for (int k = 1; k <= difference.variables(); ++k) {
      low = std::min(low, difference.negative(k));
      high = std::max(high, difference.positive(k));
    }
  }
}

}  // namespace spindle
