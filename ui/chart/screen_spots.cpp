// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/screen_spots.h"

#include "ui/chart/screen_places.h"
#include "ui/chart/screen_words.h"

#include <QCoreApplication>
#include <QStringList>
#include <qcustomplot.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace spindle {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double discRadius = 5.0, reach = 8.0;  // pixels

/// A value of a mark on the screen; only values with a place have one.
struct Spot {
  std::size_t mark = 0, index = 0;
  double x = 0.0;  // value
  QRectF area;     // pixels; without width for points and bands
};

class SpotList {
 public:
  SpotList(const Chart& chart, const QCustomPlot& plot, const QPointF& pixel)
      : chart_(chart), plot_(plot), pixel_(pixel), bars_(barPlaces(chart)) {
    for (std::size_t m = 0; m < chart.marks.size(); ++m)
      std::visit([this, m](const auto& mark) { add(m, mark); }, chart.marks[m]);
  }
  [[nodiscard]] const std::vector<Spot>& spots() const { return spots_; }

 private:
  [[nodiscard]] QPointF pixelOf(double xPlace, double yPlace) const {
    return {plot_.xAxis->coordToPixel(xPlace), plot_.yAxis->coordToPixel(yPlace)};
  }
  bool add(std::size_t mark, std::size_t index, double x, const QPointF& corner, const QPointF& opposite) {
    const QRectF area = QRectF(corner, opposite).normalized();
    const bool known = std::isfinite(area.left() + area.right() + area.top() + area.bottom());
    if (known) spots_.push_back({mark, index, x, area});
    return known;
  }
  void add(std::size_t m, const Bars& mark) {
    for (std::size_t i = 0; i < mark.x.size(); ++i) {
      const BarPlace& bar = bars_[m][i];
      add(m, i, mark.x[i], pixelOf(bar.middle - 0.5 * bar.width, bar.from),
          pixelOf(bar.middle + 0.5 * bar.width, bar.to));
    }
  }
  void add(std::size_t m, const Line& mark) {
    for (std::size_t i = 0; i < mark.x.size(); ++i) {
      const QPointF point = pixelOf(screenPlace(chart_.x, mark.x[i]), screenPlace(chart_.y, mark.y[i]));
      add(m, i, mark.x[i], point, point);
    }
  }
  void add(std::size_t m, const Band& mark) {
    for (std::size_t i = 0; i < mark.x.size(); ++i) {
      const double x = screenPlace(chart_.x, mark.x[i]);
      add(m, i, mark.x[i], pixelOf(x, screenPlace(chart_.y, mark.low[i])),
          pixelOf(x, screenPlace(chart_.y, mark.high[i])));
    }
  }
  /// Only the cell under the pixel: there may be very many.
  void add(std::size_t m, const Cells& mark) {
    const auto under = [](const std::vector<double>& edges, double place) {
      return std::upper_bound(edges.begin(), edges.end(), place) - edges.begin() - 1;
    };
    const std::vector<double> x = cellEdges(chart_.x, mark.x), y = cellEdges(chart_.y, mark.y);
    const auto column = under(x, plot_.xAxis->pixelToCoord(pixel_.x()));
    const auto row = under(y, plot_.yAxis->pixelToCoord(pixel_.y()));
    if (column < 0 || row < 0 || column >= std::ssize(mark.x) || row >= std::ssize(mark.y)) return;
    const auto c = static_cast<std::size_t>(column), r = static_cast<std::size_t>(row);
    const std::size_t index = r * mark.x.size() + c;
    if (std::isfinite(mark.values[index])) add(m, index, mark.x[c], pixelOf(x[c], y[r]), pixelOf(x[c + 1], y[r + 1]));
  }
  void add(std::size_t, const Rule&) {}
  void add(std::size_t, const Label&) {}

  const Chart& chart_;
  const QCustomPlot& plot_;
  QPointF pixel_;
  std::vector<std::vector<BarPlace>> bars_;
  std::vector<Spot> spots_;
};

double across(const QPointF& pixel, const QRectF& area) {
  return std::max({0.0, area.left() - pixel.x(), pixel.x() - area.right()});
}

double away(const QPointF& pixel, const QRectF& area) {
  return std::hypot(across(pixel, area), std::max({0.0, area.top() - pixel.y(), pixel.y() - area.bottom()}));
}

/// Points without a line are alike to none beside them: what counts is the point itself.
bool standsAlone(const Mark& mark) {
  const auto* line = std::get_if<Line>(&mark);
  return line != nullptr && line->style == LineStyle::none;
}

/// What is under the pixel, the last drawn first; else what is nearest to it across the plot.
const Spot* spotAt(const Chart& chart, const std::vector<Spot>& spots, const QPointF& pixel) {
  const Spot *touched = nullptr, *beside = nullptr;
  double touching = reach, least = infinity;
  for (const Spot& spot : spots) {
    const double distance = away(pixel, spot.area);
    if (distance <= touching) {
      touching = distance;
      touched = &spot;
    }
    const double sideways = standsAlone(chart.marks[spot.mark]) ? distance : across(pixel, spot.area);
    if (sideways < least) {
      least = sideways;
      beside = &spot;
    }
  }
  return touched != nullptr ? touched : beside;
}

bool inPlot(const QCustomPlot& plot, const QPointF& pixel) {
  return QRectF(plot.axisRect()->rect()).contains(pixel);
}

}  // namespace

ChartTarget targetAt(const Chart& chart, const QCustomPlot& plot, const QPointF& pixel) {
  if (!inPlot(plot, pixel)) return {};
  const SpotList list(chart, plot, pixel);
  ChartTarget nearest;
  double least = infinity;
  for (const Spot& spot : list.spots()) {
    const ChartTarget target = targetOf(chart.marks[spot.mark], spot.index);
    const double distance = std::max(0.0, away(pixel, spot.area) - (spot.area.isEmpty() ? discRadius : 0.0));
    if (target.kind == TargetKind::none || distance > least) continue;
    least = distance;
    nearest = target;
  }
  return nearest;
}

QString numbersAt(const Chart& chart, const QCustomPlot& plot, const QPointF& pixel) {
  if (!inPlot(plot, pixel)) return {};
  const SpotList list(chart, plot, pixel);
  const Spot* anchor = spotAt(chart, list.spots(), pixel);
  if (anchor == nullptr) return {};
  QString place = valueOnAxis(chart.x, anchor->x);
  if (const auto* cells = std::get_if<Cells>(&chart.marks[anchor->mark])) {
    place = QCoreApplication::translate("ChartView", "%1, %2")
                .arg(place, valueOnAxis(chart.y, cells->y[anchor->index / cells->x.size()]));
  }
  std::vector<const Spot*> same(chart.marks.size(), nullptr);
  for (const Spot& spot : list.spots()) {
    const Spot*& best = same[spot.mark];
    if (std::abs(spot.x - anchor->x) > 1e-9 * std::max(1.0, std::abs(anchor->x))) continue;
    if (best == nullptr || away(pixel, spot.area) < away(pixel, best->area)) best = &spot;
  }
  same[anchor->mark] = anchor;
  QStringList numbers;
  for (const Spot* spot : same) {
    if (spot != nullptr) numbers << numberWords(chart, chart.marks[spot->mark], spot->index);
  }
  return QCoreApplication::translate("ChartView", "%1: %2").arg(place, numbers.join(QStringLiteral(", ")));
}

}  // namespace spindle
