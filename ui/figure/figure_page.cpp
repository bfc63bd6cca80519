// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/figure_page.h"

#include "core/results/stored_choices.h"
#include "ui/chart/paper_plot.h"
#include "ui/figure/page_layout.h"

#include <QImage>
#include <QPainter>

#include <utility>

namespace spindle {
namespace {

void paintRow(FigureCanvas& canvas, const PageLayout::Row& row, const FigureStyle& style) {
  paintLegend(canvas, row.legend, row.legendBox);
  const PaperStyle paper{style.labelPoints, style.tickPoints, style.hatchNegative};
  for (const PageLayout::Panel& panel : row.panels) paintChart(canvas, panel.frame, panel.chart, paper);
  const double label = canvas.height(canvas.labelFont());
  if (!row.yLabel.isEmpty())
    canvas.verticalText(row.box.left() + label / 2, row.box.center().y(), row.yLabel,
                        paper::fitted(row.yLabel, canvas.labelFont(), row.box.height()));
  if (!row.xLabel.isEmpty())
    canvas.text(row.box.center().x(), row.box.bottom(), Qt::AlignHCenter | Qt::AlignBottom, row.xLabel,
                paper::fitted(row.xLabel, canvas.labelFont(), row.box.width()));
}

}  // namespace

FigurePage figurePage(FigureCharts figure, const AnalyzedResults& results) {
  const ResultsHeader& header = results.results->header();
  return {std::move(figure), header.run, choicesLine(header, results.choices.salience)};
}

QSizeF pageSize(const FigurePage& page, const FigureStyle& style) {
  QImage anywhere(1, 1, QImage::Format_RGB32);
  QPainter painter(&anywhere);
  const FigureCanvas canvas(painter, style.labelPoints, style.tickPoints);
  return layOut(canvas, page, style).size;
}

void paintPage(QPainter& painter, const FigurePage& page, const FigureStyle& style) {
  FigureCanvas canvas(painter, style.labelPoints, style.tickPoints);
  const PageLayout layout = layOut(canvas, page, style);
  for (const PageLayout::Row& row : layout.rows) paintRow(canvas, row, style);
  double y = layout.noteTop;
  for (const QString& line : layout.note) {
    canvas.text(2.0, y, Qt::AlignLeft | Qt::AlignTop, line, FigureCanvas::font(notePoints(style)),
                QColor(0x70, 0x70, 0x70));
    y += noteSpacing * notePoints(style);
  }
}

}  // namespace spindle
