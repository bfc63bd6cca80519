// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/figure_axis.h"
#include "ui/figure/figure_kinds.h"

#include <QCoreApplication>
#include <QLocale>
#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>

namespace spindle {
namespace {

QString tr(const char* text) {
  return QCoreApplication::translate("Figure", text);
}

}  // namespace

void drawSparsityFigure(FigureCanvas& canvas, const QSizeF& page, const FigureData& data) {
  std::vector<std::size_t> shown{0, data.phaseTwo.value_or(data.points.size() / 2), data.points.size() - 1};
  std::erase_if(shown, [&](std::size_t i) { return data.sparsity[i].rank.empty(); });
  double most = 1.0, high = 1e-300, low = 1e300;
  for (const std::size_t i : shown) {
    const SparsityCurve& curve = data.sparsity[i];
    most = std::max(most, static_cast<double>(curve.rank.back()));
    high = std::max({high, curve.strength.front(), curve.threshold});
    low = std::min(low, curve.threshold > 0.0 ? 1e-3 * curve.threshold : curve.strength.back());
  }
  const double label = canvas.height(canvas.labelFont());
  const double tick = canvas.height(canvas.tickFont());
  const double left = label + canvas.width(QStringLiteral("10\u207B\u2070"), canvas.tickFont()) + 6;
  const QRectF plot(left, 0.6 * tick, page.width() - left - 8, page.height() - label - 2.2 * tick);
  const FigureAxis y =
      FigureAxis::linear(std::floor(std::log10(low)), std::ceil(std::log10(high)), plot.bottom(), plot.top(), 6, false);
  const FigureAxis x = FigureAxis::linear(0.0, std::log10(most), plot.left(), plot.right(), 6, false);
  canvas.line(plot.left(), plot.bottom(), plot.right(), plot.bottom(), figure_colors::ink, 0.6);
  canvas.line(plot.left(), plot.top(), plot.left(), plot.bottom(), figure_colors::ink, 0.6);
  const auto power = [](double exponent) {
    static const QString raised = QString::fromUtf8("\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079");
    QString text = QStringLiteral("10");
    for (const QChar digit : QString::number(std::lround(exponent)))
      text += digit == u'-' ? QChar(0x207B) : raised.at(digit.digitValue());
    return text;
  };
  for (double e = std::ceil(y.low()); e <= y.high(); ++e)
    canvas.text(plot.left() - 3, y.at(e), Qt::AlignRight | Qt::AlignVCenter, power(e), canvas.tickFont());
  for (double e = 0.0; e <= std::log10(most); ++e)
    canvas.text(x.at(e), plot.bottom() + 2, Qt::AlignHCenter | Qt::AlignTop, power(e), canvas.tickFont());
  const std::array<QColor, 3> colors{figure_colors::positive, QColor(0xE6, 0x9F, 0x00), QColor(0x00, 0x9E, 0x73)};
  const QLocale counted(QLocale::English, QLocale::UnitedStates);
  QPainter& painter = canvas.painter();
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const SparsityCurve& curve = data.sparsity[shown[i]];
    QPolygonF line;
    for (std::size_t p = 0; p < curve.rank.size(); ++p) {
      const double value = std::log10(curve.strength[p]);
      if (value < y.low()) break;
      line << QPointF(x.at(std::log10(static_cast<double>(curve.rank[p]))), y.at(value));
    }
    painter.setPen(QPen(colors[i], 1.3));
    painter.setBrush(Qt::NoBrush);
    painter.drawPolyline(line);
    if (curve.threshold > 0.0) {
      const double at = y.at(std::log10(curve.threshold));
      canvas.line(plot.left(), at, plot.right(), at, colors[i], 0.7, true);
    }
    canvas.line(plot.left() + 8, plot.bottom() - (3.6 - 1.2 * static_cast<double>(i)) * tick, plot.left() + 24,
                plot.bottom() - (3.6 - 1.2 * static_cast<double>(i)) * tick, colors[i], 1.3);
    canvas.text(plot.left() + 28, plot.bottom() - (3.6 - 1.2 * static_cast<double>(i)) * tick,
                Qt::AlignLeft | Qt::AlignVCenter,
                tr("step %1: %2 of %3 salient (dashed: threshold)")
                    .arg(stepText(data.points[shown[i]].step), counted.toString(qulonglong{curve.salient}),
                         counted.toString(qulonglong{curve.pooled})),
                canvas.tickFont());
  }
  canvas.verticalText(label / 2, plot.center().y(), tr("|I|"), canvas.labelFont());
  canvas.text(plot.center().x(), page.height(), Qt::AlignHCenter | Qt::AlignBottom,
              tr("interactions of all samples, in falling order"), canvas.labelFont());
}

}  // namespace spindle
