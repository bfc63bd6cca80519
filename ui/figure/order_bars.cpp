// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/order_bars.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

namespace spindle {

double largestStrength(const OrderStrength& strength) {
  double largest = 0.0;
  for (int k = 1; k <= strength.variables(); ++k)
    largest = std::max({largest, strength.positive(k), -strength.negative(k)});
  return largest;
}

void drawOrderBars(FigureCanvas& canvas, const QRectF& plot, const OrderStrength& strength, const FigureAxis& y,
                   bool hatchNegative) {
  const int orders = strength.variables();
  const double slot = plot.width() / orders;
  const double width = 0.72 * slot;
  for (int k = 1; k <= orders; ++k) {
    const auto i = static_cast<std::size_t>(k - 1);
    const double left = plot.left() + (k - 0.5) * slot - width / 2;
    const auto bar = [&](double from, double to) {
      return QRectF(QPointF(left, y.at(from)), QPointF(left + width, y.at(to))).normalized();
    };
    canvas.fill(bar(0, strength.andPositive[i]), figure_colors::positive);
    canvas.fill(bar(strength.andPositive[i], strength.positive(k)), figure_colors::positiveOr);
    canvas.fill(bar(0, strength.andNegative[i]), figure_colors::negative);
    canvas.fill(bar(strength.andNegative[i], strength.negative(k)), figure_colors::negativeOr);
    if (hatchNegative) canvas.hatch(bar(0, strength.negative(k)), figure_colors::ink);
  }
}

void drawOrderAxes(FigureCanvas& canvas, const QRectF& plot, int orders, const FigureAxis& y) {
  const QFont font = canvas.tickFont();
  const double slot = plot.width() / orders;
  const double widest = canvas.width(QString::number(orders), font) + 2;
  const int every = std::max(1, static_cast<int>(std::ceil(widest / slot)));
  canvas.line(plot.left(), y.at(0), plot.right(), y.at(0), figure_colors::ink, 0.6);
  canvas.line(plot.left(), plot.top(), plot.left(), plot.bottom(), figure_colors::ink, 0.6);
  for (int k = 1; k <= orders; k += every) {
    canvas.text(plot.left() + (k - 0.5) * slot, plot.bottom() + 1.5, Qt::AlignHCenter | Qt::AlignTop,
                QString::number(k), font);
  }
  for (const auto& tick : y.ticks()) {
    const double at = y.at(tick.value);
    canvas.line(plot.left() - 2.5, at, plot.left(), at, figure_colors::ink, 0.6);
    canvas.text(plot.left() - 3.5, at, Qt::AlignRight | Qt::AlignVCenter, tick.label, font);
  }
}

namespace {

struct LegendEntry {
  QString text;
  QColor color;
};

std::array<LegendEntry, 4> legendEntries() {
  const auto tr = [](const char* text) { return QCoreApplication::translate("Figure", text); };
  return {{{tr("AND, positive"), figure_colors::positive},
           {tr("OR, positive"), figure_colors::positiveOr},
           {tr("AND, negative"), figure_colors::negative},
           {tr("OR, negative"), figure_colors::negativeOr}}};
}

constexpr double entrySpace = 9.0;

double boxSize(const FigureCanvas& canvas) {
  return 0.6 * canvas.height(canvas.tickFont());
}

double entryWidth(const FigureCanvas& canvas, const LegendEntry& entry) {
  return boxSize(canvas) + 3 + canvas.width(entry.text, canvas.tickFont());
}

double rowWidth(const FigureCanvas& canvas, std::span<const LegendEntry> entries) {
  double total = -entrySpace;
  for (const LegendEntry& entry : entries) total += entryWidth(canvas, entry) + entrySpace;
  return total;
}

}  // namespace

int strengthLegendRows(const FigureCanvas& canvas, double width) {
  return rowWidth(canvas, legendEntries()) <= width ? 1 : 2;
}

void drawStrengthLegend(FigureCanvas& canvas, double x, double y, double width) {
  const auto entries = legendEntries();
  const auto rows = static_cast<std::size_t>(strengthLegendRows(canvas, width));
  const std::size_t each = entries.size() / rows;
  const double rowHeight = 1.4 * canvas.height(canvas.tickFont());
  const double box = boxSize(canvas);
  for (std::size_t row = 0; row < rows; ++row) {
    const auto shown = std::span(entries).subspan(row * each, each);
    double left = x - rowWidth(canvas, shown) / 2;
    const double middle = y + (static_cast<double>(row) + 0.5) * rowHeight;
    for (const LegendEntry& entry : shown) {
      canvas.fill({left, middle - box / 2, box, box}, entry.color);
      canvas.text(left + box + 3, middle, Qt::AlignLeft | Qt::AlignVCenter, entry.text, canvas.tickFont());
      left += entryWidth(canvas, entry) + entrySpace;
    }
  }
}

}  // namespace spindle
