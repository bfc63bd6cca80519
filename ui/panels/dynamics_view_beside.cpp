// SPDX-License-Identifier: GPL-3.0-or-later
// What the middle of the window shows of a second run.
#include "ui/panels/dynamics_view.h"
#include "ui/plots/order_bars_plot.h"
#include "ui/plots/timeline_plot.h"
#include "ui/session/series_words.h"

#include <algorithm>

namespace spindle {

const TrackPoint* DynamicsView::besidePoint() const {
  if (!beside_.isOpen() || !playhead_.hasSpot()) return nullptr;
  const auto row = beside_.rowAt(playhead_.spot().nearest());
  return row ? beside_.session().track().point(*row) : nullptr;
}

void DynamicsView::showBeside() {
  const TrackPoint* point = besidePoint();
  bars_->setBeside(point != nullptr ? std::optional(shownStrength(point->strength, view_)) : std::nullopt,
                   beside_.firstName(), beside_.name(), beside_.asDifferences());
}

QString DynamicsView::besideHeading() const {
  const TrackPoint* point = besidePoint();
  if (point == nullptr)
    return beside_.isOpen() ? tr(" \u00b7 %1 has no checkpoint here").arg(beside_.name()) : QString();
  const DynamicsTrack& track = beside_.session().track();
  const QString place = shortPlaceText(SeriesWords(track.series()), track.checkpoint(point->checkpoint));
  const QString mean = scopeMean(beside_.session().scope(), *beside_.session().facts(), point->strength.samples);
  return mean == averaged() ? tr(" \u00b7 %1: %2").arg(beside_.name(), place)
                            : tr(" \u00b7 %1: %2, %3").arg(beside_.name(), place, mean);
}

void DynamicsView::takeBeside() {
  const DynamicsTrack& track = beside_.session().track();
  if (!beside_.isOpen()) {
    timeline_->setBeside(std::nullopt);
  } else {
    TimelineBeside shown;
    shown.name = beside_.name();
    for (std::size_t c = 0; c < track.size(); ++c) {
      const auto place = track.state(c) == TickState::done ? beside_.placeOnAxis(c, playhead_.axis()) : std::nullopt;
      if (!place) continue;
      shown.places.push_back(*place);
      shown.meanOrders.push_back(track.point(c)->strength.meanOrder());
    }
    if (const auto start = beside_.session().phaseTwo().checkpoint) {
      shown.start = beside_.placeOnAxis(*start, playhead_.axis());
      shown.startStep = shortPlaceText(SeriesWords(track.series()), track.checkpoint(*start));
    }
    timeline_->setBeside(std::move(shown));
  }
  refreshLimits();
  showSpot();
}

void DynamicsView::setSpreadShown(bool shown) {
  spreadShown_ = shown;
  refreshLimits();
  showSpot();
}

}  // namespace spindle
