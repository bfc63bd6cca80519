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

/// A heading over several panels with a line below it from end to end.
void paintSpan(FigureCanvas& canvas, const PageLayout::Span& span) {
  const double height = canvas.height(canvas.tickFont());
  canvas.text((span.left + span.right) / 2, span.top, Qt::AlignHCenter | Qt::AlignTop, span.text,
              paper::fitted(span.text, canvas.tickFont(), span.right - span.left));
  const double y = span.top + 1.12 * height;
  canvas.line(span.left, y, span.right, y, figure_colors::faint, paper::axisWidth);
}

void paintRow(FigureCanvas& canvas, const PageLayout::Row& row) {
  paintLegend(canvas, row.legend, row.legendBox);
  for (const PageLayout::Panel& panel : row.panels) {
    paintChart(canvas, panel.frame, panel.chart);
    canvas.text(panel.frame.left(), panel.frame.top(), Qt::AlignLeft | Qt::AlignTop, panel.letter, letterFont(canvas));
  }
  for (const PageLayout::Span& span : row.spans) paintSpan(canvas, span);
  const double label = canvas.height(canvas.labelFont());
  if (!row.yLabel.isEmpty())
    canvas.verticalText(row.box.left() + label / 2, row.box.center().y(), row.yLabel,
                        paper::fitted(row.yLabel, canvas.labelFont(), row.box.height()));
  if (!row.title.isEmpty())
    canvas.verticalText(1.0 + label / 2, row.box.center().y(), row.title,
                        paper::fitted(row.title, canvas.labelFont(), row.box.height()));
  if (!row.xLabel.isEmpty())
    canvas.text(row.box.center().x(), row.box.bottom(), Qt::AlignHCenter | Qt::AlignBottom, row.xLabel,
                paper::fitted(row.xLabel, canvas.labelFont(), row.box.width()));
}

}  // namespace

FigurePage figurePage(FigureCharts figure, const AnalyzedResults& results) {
  const ResultsHeader& header = results.results->header();
  return {std::move(figure), header.run, choicesLine(header, results.choices.salience), {}, header.created};
}

QSizeF pageSize(const FigurePage& page, const FigureStyle& style) {
  QImage anywhere(1, 1, QImage::Format_RGB32);
  QPainter painter(&anywhere);
  const FigureCanvas canvas(painter, style);
  return layOut(canvas, page, style).size;
}

void paintPage(QPainter& painter, const FigurePage& page, const FigureStyle& style, std::vector<PlacedText>* texts) {
  FigureCanvas canvas(painter, style);
  canvas.noteTexts(texts);
  const PageLayout layout = layOut(canvas, page, style);
  for (const PageLayout::Row& row : layout.rows) paintRow(canvas, row);
  double y = layout.noteTop;
  for (const QString& line : layout.note) {
    canvas.text(2.0, y, Qt::AlignLeft | Qt::AlignTop, line, canvas.font(notePoints(style)),
                QColor(0x70, 0x70, 0x70));
    y += noteSpacing * notePoints(style);
  }
}

std::vector<PlacedText> placedTexts(const FigurePage& page, const FigureStyle& style) {
  QImage anywhere(1, 1, QImage::Format_RGB32);
  QPainter painter(&anywhere);
  std::vector<PlacedText> texts;
  paintPage(painter, page, style, &texts);
  return texts;
}

}  // namespace spindle
