// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/figure_axis.h"
#include "ui/figure/figure_kinds.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cmath>

namespace spindle {
namespace {

QString tr(const char* text) {
  return QCoreApplication::translate("Figure", text);
}

/// viridis, linear between eight of its colors; share from 0 to 1.
QColor viridis(double share) {
  static constexpr std::array<std::array<int, 3>, 8> colors{{{68, 1, 84},
                                                             {70, 50, 127},
                                                             {54, 92, 141},
                                                             {39, 127, 142},
                                                             {31, 161, 135},
                                                             {74, 194, 109},
                                                             {159, 218, 58},
                                                             {253, 231, 37}}};
  const double place = std::clamp(share, 0.0, 1.0) * (colors.size() - 1);
  const auto i = std::min(static_cast<std::size_t>(place), colors.size() - 2);
  const double part = place - static_cast<double>(i);
  const auto mix = [&](std::size_t c) {
    return static_cast<int>(std::lround(colors[i][c] + part * (colors[i + 1][c] - colors[i][c])));
  };
  return {mix(0), mix(1), mix(2)};
}

}  // namespace

void drawHeatmapFigure(FigureCanvas& canvas, const QSizeF& page, const FigureData& data) {
  const QFont tick = canvas.tickFont();
  const double labelHeight = canvas.height(canvas.labelFont());
  const double tickHeight = canvas.height(tick);
  const double left = labelHeight + canvas.width(QStringLiteral("10"), tick) + 8;
  const double scaleRoom = canvas.width(QStringLiteral("0.00"), tick) + 20 + labelHeight;
  const QRectF plot(left, tickHeight * 1.2, page.width() - left - scaleRoom,
                    page.height() - tickHeight * 2.2 - labelHeight - 5);
  const FigureAxis x =
      FigureAxis::steps(data.points.front().step, data.points.back().step, plot.left() + 4, plot.right() - 4);
  double largest = 0.0;
  std::vector<std::vector<double>> shares;
  for (const auto& point : data.points) {
    const auto& share = shares.emplace_back(point.strength.shares());
    largest = std::max(largest, *std::max_element(share.begin(), share.end()));
  }
  if (largest <= 0) largest = 1;
  const double row = plot.height() / data.variables;
  for (std::size_t i = 0; i < data.points.size(); ++i) {
    const double here = x.at(data.points[i].step);
    const double from = i == 0 ? plot.left() : (x.at(data.points[i - 1].step) + here) / 2;
    const double to = i + 1 == data.points.size() ? plot.right() : (x.at(data.points[i + 1].step) + here) / 2;
    for (int k = 1; k <= data.variables; ++k) {
      canvas.fill({from, plot.bottom() - k * row, to - from + 0.15, row + 0.15},
                  viridis(shares[i][static_cast<std::size_t>(k - 1)] / largest));
    }
  }
  for (int k = 1; k <= data.variables; ++k)
    canvas.text(plot.left() - 4, plot.bottom() - (k - 0.5) * row, Qt::AlignRight | Qt::AlignVCenter, QString::number(k),
                tick);
  for (const auto& t : x.ticks()) {
    canvas.line(x.at(t.value), plot.bottom(), x.at(t.value), plot.bottom() + 2.5, figure_colors::ink, 0.6);
    canvas.text(x.at(t.value), plot.bottom() + 3, Qt::AlignHCenter | Qt::AlignTop, t.label, tick);
  }
  if (data.phaseTwo) {
    const double at = x.at(data.points[*data.phaseTwo].step);
    canvas.line(at, plot.top(), at, plot.bottom(), Qt::white, 0.8, true);
    const QString text = tr("phase two starts, step %1").arg(stepText(data.points[*data.phaseTwo].step));
    const double half = canvas.width(text, tick) / 2;
    canvas.text(std::clamp(at, plot.left() + half, std::max(plot.left() + half, plot.right() - half)), 0,
                Qt::AlignHCenter | Qt::AlignTop, text, tick);
  }
  const QRectF scale(plot.right() + 8, plot.top(), 7, plot.height());
  constexpr int steps = 64;
  for (int i = 0; i < steps; ++i) {
    const double h = scale.height() / steps;
    canvas.fill({scale.left(), scale.bottom() - (i + 1) * h, scale.width(), h + 0.15}, viridis((i + 0.5) / steps));
  }
  const FigureAxis shareAxis = FigureAxis::linear(0, largest, scale.bottom(), scale.top(), 4, false);
  for (const auto& t : shareAxis.ticks())
    canvas.text(scale.right() + 3, shareAxis.at(t.value), Qt::AlignLeft | Qt::AlignVCenter, t.label, tick);
  canvas.verticalText(page.width() - labelHeight / 2, plot.center().y(), tr("share of strength"), tick);
  canvas.verticalText(labelHeight / 2, plot.center().y(), tr("order"), canvas.labelFont());
  canvas.text(plot.center().x(), page.height(), Qt::AlignHCenter | Qt::AlignBottom, tr("training step"),
              canvas.labelFont());
}

}  // namespace spindle
