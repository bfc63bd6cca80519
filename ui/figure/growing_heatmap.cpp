// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/growing_heatmap.h"

#include "core/analysis/series_axis.h"
#include "ui/chart/figure_canvas.h"
#include "ui/chart/paper_painter.h"
#include "ui/figure/film_spots.h"
#include "ui/session/wording.h"

#include <QPainter>

#include <algorithm>
#include <limits>

namespace spindle {
namespace {

constexpr double pageHeight = 405.0, top = 34.0, margin = 6.0, headLine = 18.0;

std::vector<double> stepsOf(const AnimationData& data) {
  std::vector<double> steps;
  for (const auto& point : data.points) steps.push_back(point.step);
  return steps;
}

}  // namespace

GrowingHeatmap::GrowingHeatmap(const AnimationData& data, const AnimationSpec& spec) : data_(data), spec_(spec) {
  spec_.check();
  spots_ = filmSpots(StepAxis(stepsOf(data_), spec_.scale), spec_);
  double most = 0.0;
  for (const auto& point : data_.points) {
    for (const double share : point.strength.shares()) most = std::max(most, share);
  }
  if (most > 0.0) most_ = most;
}

Chart GrowingHeatmap::chart(int frame) const {
  const std::size_t now = spots_[static_cast<std::size_t>(frame)].lower;
  Chart chart;
  chart.name = "heatmap";
  chart.title = "Share of each order over training";
  chart.x.label = axisText(data_.words).toStdString();
  chart.x.scale = spec_.scale == AxisScale::log ? Scale::training : Scale::linear;
  chart.x.zero = false;
  const std::vector<double> steps = stepsOf(data_);
  const auto [low, high] = std::minmax_element(steps.begin(), steps.end());
  chart.x.low = std::max(0.0, *low);
  chart.x.high = std::max(*high, *chart.x.low + 1.0);
  const int variables = data_.points.front().strength.variables();
  chart.y = orderAxis(variables);
  chart.y.label = "order";
  Cells cells;
  cells.name = "share of strength";
  cells.x = steps;
  cells.y = orderPlaces(static_cast<std::size_t>(variables));
  cells.high = most_;
  // Cells keep their places; those still to come are blank.
  cells.values.assign(cells.x.size() * cells.y.size(), std::numeric_limits<double>::quiet_NaN());
  for (std::size_t c = 0; c <= now; ++c) {
    const std::vector<double> shares = data_.points[c].strength.shares();
    for (std::size_t k = 0; k < shares.size(); ++k) cells.values[k * cells.x.size() + c] = shares[k];
  }
  chart.marks.push_back(std::move(cells));
  if (data_.phaseTwo && now >= *data_.phaseTwo)
    chart.marks.push_back(Rule{steps[*data_.phaseTwo], true, "phase two starts, " + data_.start, {InkKind::text}});
  return chart;
}

QImage GrowingHeatmap::draw(int frame) const {
  QImage image(spec_.size, QImage::Format_RGB32);
  image.fill(Qt::white);
  QPainter painter(&image);
  const double scale = spec_.size.height() / pageHeight, width = spec_.size.width() / scale;
  painter.scale(scale, scale);
  FigureCanvas canvas(painter, {12.0, 10.0});
  const Chart shown = chart(frame);
  PaperPanel panel;
  panel.chart = &shown;
  paintChart(canvas, {QPointF(margin, top), QPointF(width - margin, pageHeight - margin)}, panel);
  const std::size_t now = spots_[static_cast<std::size_t>(frame)].lower;
  QString label = placeText(data_.words, data_.series().checkpoints[now]);
  if (data_.phaseTwo) label += now < *data_.phaseTwo ? QStringLiteral(", phase one") : QStringLiteral(", phase two");
  QFont bold = canvas.labelFont();
  bold.setBold(true);
  canvas.text(margin + leftRoom(canvas, panel), headLine, Qt::AlignLeft | Qt::AlignVCenter, label, bold);
  return image;
}

}  // namespace spindle
