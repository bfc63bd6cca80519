// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/screen_head.h"

#include "ui/chart/screen_texts.h"
#include "ui/plots/plot_style.h"

#include <qcustomplot.h>

#include <algorithm>
#include <vector>

namespace spindle {
namespace {

constexpr int between = 12;      // pixels from the heading to the legend
constexpr int headingLines = 2;  // at most
constexpr double narrow = 0.001;

/// Width of a legend whose items stand in so many columns.
int legendWidth(const std::vector<int>& items, int columns, const QCPLegend& legend) {
  std::vector<int> widths(static_cast<std::size_t>(columns), 0);
  for (std::size_t i = 0; i < items.size(); ++i)
    widths[i % widths.size()] = std::max(widths[i % widths.size()], items[i]);
  int sum = legend.margins().left() + legend.margins().right() + (columns - 1) * legend.columnSpacing();
  for (const int width : widths) sum += width;
  return sum;
}

}  // namespace

ScreenHead::ScreenHead(QCustomPlot& plot)
    : plot_(plot), heading_(addPlotHead(plot)), grid_(qobject_cast<QCPLayoutGrid*>(heading_->layout())) {}

void ScreenHead::setHeading(const QString& text) {
  words_ = text;
}

void ScreenHead::style(const PlotColors& colors, const QFont& font) {
  heading_->setFont(smallFont(font));
  heading_->setTextColor(colors.text);
}

void ScreenHead::flattenLegend() {
  columns_ = 0;
  plot_.legend->setWrap(0);
  plot_.legend->setFillOrder(QCPLayoutGrid::foColumnsFirst, true);
}

void ScreenHead::fit() {
  const QCPLegend& legend = *plot_.legend;
  std::vector<int> items;
  for (int i = 0; legend.visible() && i < legend.itemCount(); ++i) {
    if (const QCPAbstractLegendItem* item = legend.item(i)) items.push_back(item->minimumOuterSizeHint().width());
  }
  const int room = plot_.viewport().width() - grid_->margins().left() - grid_->margins().right();
  int columns = static_cast<int>(items.size());
  bool beside = true;
  if (columns > 0) {
    const double heading = wordsSize(words_, heading_->font()).width();
    beside = heading + between + legendWidth(items, columns, legend) <= room;
    while (!beside && columns > 1 && legendWidth(items, columns, legend) > room) --columns;
  }
  arrange(beside, columns);
  const QString shown = wrappedWords(words_, heading_->font(), room, headingLines);
  shortened_ = QString(shown).replace(QLatin1Char('\n'), QLatin1Char(' ')) != words_;
  heading_->setText(shown);
}

void ScreenHead::arrange(bool beside, int columns) {
  QCPLegend* legend = plot_.legend;
  if (beside != beside_) {
    beside_ = beside;
    grid_->take(legend);
    grid_->simplify();
    grid_->addElement(beside ? 0 : 1, beside ? 1 : 0, legend);
    if (beside) grid_->setColumnStretchFactor(1, narrow);
  }
  if (columns != columns_) {
    columns_ = columns;
    legend->setWrap(columns);
    legend->setFillOrder(QCPLayoutGrid::foColumnsFirst, true);
  }
  for (int i = 0; i < legend->columnCount(); ++i)
    legend->setColumnStretchFactor(i, i + 1 == legend->columnCount() ? 1.0 : narrow);
}

}  // namespace spindle
