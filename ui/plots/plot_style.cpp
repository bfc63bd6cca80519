// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/plot_style.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QVariant>
#include <qcustomplot.h>

#include <algorithm>

namespace spindle {
namespace {

constexpr const char* reducedProperty = "reducedDrawing";

}  // namespace

void keepSideMargins(QCPAxisRect& rect, const QFont& font, const QMargins& others) {
  constexpr double left = 4.8, right = 3.8;  // in heights of the font: a label, and ticks like "-0.025"
  const double em = QFontMetricsF(font).height();
  rect.setAutoMargins(QCP::msTop | QCP::msBottom);
  rect.setMargins({static_cast<int>(left * em), others.top(), static_cast<int>(right * em), others.bottom()});
  rect.setMinimumMargins(others);
}

QFont smallFont(const QFont& font) {
  QFont small = font;
  small.setPointSizeF(std::max(7.5, 0.9 * font.pointSizeF()));
  return small;
}

void styleAxis(QCPAxis& axis, const PlotColors& c, const QFont& label, const QFont& tick) {
  axis.setLabelFont(label);
  axis.setTickLabelFont(tick);
  axis.setLabelColor(c.text);
  axis.setTickLabelColor(c.text);
  axis.setBasePen(QPen(c.axis, 1.0));
  axis.setTickPen(QPen(c.axis, 1.0));
  axis.setTickLengthIn(0);
  axis.setSubTicks(false);
  axis.grid()->setPen(QPen(c.grid, 1.0));
  axis.grid()->setZeroLinePen(Qt::NoPen);
}

void styleLegend(QCPLegend& legend, const PlotColors& c, const QFont& font) {
  legend.setBrush(Qt::NoBrush);
  legend.setFont(font);
  legend.setTextColor(c.text);
  for (int i = 0; i < legend.itemCount(); ++i) {
    legend.item(i)->setFont(font);
    legend.item(i)->setTextColor(c.text);
  }
}

void stylePlot(QCustomPlot& plot, const PlotColors& c, const QFont& font) {
  const QFont small = smallFont(font);
  plot.setBackground(QBrush(c.background));
  plot.setNotAntialiasedElements(reducedDrawing() ? QCP::aeAll : QCP::aeNone);
  for (QCPAxis* axis : {plot.xAxis, plot.yAxis}) {
    styleAxis(*axis, c, small, small);
    axis->grid()->setZeroLinePen(QPen(c.grid, 1.0));
  }
  styleLegend(*plot.legend, c, small);
}

void setReducedDrawing(bool reduced) {
  QCoreApplication::instance()->setProperty(reducedProperty, reduced);
}

bool reducedDrawing() {
  return QCoreApplication::instance()->property(reducedProperty).toBool();
}

QCPTextElement* addPlotHead(QCustomPlot& plot) {
  plot.plotLayout()->insertRow(0);
  auto* top = new QCPLayoutGrid;
  plot.plotLayout()->addElement(0, 0, top);
  auto* heading = new QCPTextElement(&plot, QString());
  heading->setTextFlags(Qt::AlignLeft | Qt::AlignVCenter);
  plot.axisRect()->insetLayout()->take(plot.legend);
  plot.legend->setVisible(true);
  plot.legend->setFillOrder(QCPLegend::foColumnsFirst);
  plot.legend->setBorderPen(Qt::NoPen);
  plot.legend->setColumnSpacing(10);
  plot.legend->setIconSize(14, 10);
  plot.legend->setMargins({0, 2, 4, 0});
  top->addElement(0, 0, heading);
  top->addElement(0, 1, plot.legend);
  plot.legend->setLayer("legend");
  top->setColumnStretchFactor(1, 0.001);
  top->setMargins({6, 2, 4, 0});
  plot.plotLayout()->setRowStretchFactor(0, 0.001);
  return heading;
}

}  // namespace spindle
