// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/order_map_layout.h"

#include "ui/session/series_words.h"
#include "ui/session/wording.h"

#include <QCoreApplication>

#include <algorithm>

namespace spindle {

OrderMapLayout orderMapLayout(const DynamicsTrack& track, const StepAxis& axis) {
  OrderMapLayout layout;
  if (axis.size() != track.size()) return layout;
  const std::size_t size = track.size();
  const auto between = [&](std::size_t a, std::size_t b) { return 0.5 * (axis.place(a) + axis.place(b)); };
  for (std::size_t c = 0; c < size; ++c) {
    if (track.state(c) != TickState::done) continue;
    OrderMapLayout::Column column{c, axis.place(c), axis.place(c), track.point(c)->strength.shares()};
    // At the ends as far out as in.
    if (c > 0) column.left = between(c - 1, c);
    if (c + 1 < size) column.right = between(c, c + 1);
    if (c == 0) column.left -= column.right - axis.place(c);
    if (c + 1 == size) column.right += axis.place(c) - column.left;
    layout.orders = std::max(layout.orders, static_cast<int>(column.shares.size()));
    for (const double share : column.shares) layout.largest = std::max(layout.largest, share);
    layout.columns.push_back(std::move(column));
  }
  return layout;
}

const OrderMapLayout::Column* OrderMapLayout::at(double place) const {
  const auto found = std::find_if(columns.begin(), columns.end(),
                                  [place](const Column& one) { return place >= one.left && place <= one.right; });
  return found == columns.end() ? nullptr : &*found;
}

QString orderMapText(const DynamicsTrack& track, std::size_t checkpoint, int order) {
  const TrackPoint* point = checkpoint < track.size() ? track.point(checkpoint) : nullptr;
  if (point == nullptr || order < 1 || order > point->strength.variables()) return {};
  const Checkpoint& at = track.checkpoint(checkpoint);
  const double share = 100.0 * point->strength.shares()[static_cast<std::size_t>(order - 1)];
  return QCoreApplication::translate("spindle::OrderMapPlot", "%1, order %2: %3 % of the strength (%4).")
      .arg(placeText(SeriesWords(track.series()), at), QString::number(order),
           QString::number(share, 'f', share < 10.0 ? 1 : 0), valueText(point->strength.total(order)));
}

}  // namespace spindle
