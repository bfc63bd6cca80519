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
  canvas.line(span.left, y, span.right, y, canvas.color(ColorRole::grid), paper::axisWidth);
}

void paintRow(FigureCanvas& canvas, const PageLayout::Row& row) {
  paintLegend(canvas, row.legend, row.legendBox);
  for (const PageLayout::Panel& panel : row.panels) {
    paintChart(canvas, panel.frame, panel.chart);
    canvas.text(panel.letterLeft, panel.frame.top(), Qt::AlignLeft | Qt::AlignTop, panel.letter, letterFont(canvas));
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

/// Posters are drawn as pages of papers and enlarged, so that every length keeps its proportion.
double enlarged(const FigureStyle& style) {
  constexpr double largest = 12.0, usual = 8.0;
  return style.tickPoints > largest ? style.tickPoints / usual : 1.0;
}

FigureStyle reduced(FigureStyle style) {
  const double by = enlarged(style);
  style.widthInches /= by;
  style.labelPoints /= by;
  style.tickPoints /= by;
  style.lines /= by;
  return style;
}

}  // namespace

FigurePage figurePage(FigureCharts figure, const AnalyzedResults& results) {
  const ResultsHeader& header = results.results->header();
  return {std::move(figure), header.run, choicesLine(header, results.choices.salience), {}, header.created};
}

QSizeF pageSize(const FigurePage& page, const FigureStyle& given) {
  const FigureStyle style = reduced(given);
  QImage anywhere(1, 1, QImage::Format_RGB32);
  QPainter painter(&anywhere);
  const FigureCanvas canvas(painter, style);
  return layOut(canvas, page, style).size * enlarged(given);
}

void paintPage(QPainter& painter, const FigurePage& page, const FigureStyle& given, std::vector<PlacedText>* texts) {
  const FigureStyle style = reduced(given);
  painter.save();
  painter.scale(enlarged(given), enlarged(given));
  FigureCanvas canvas(painter, style);
  canvas.noteTexts(texts);
  const PageLayout layout = layOut(canvas, page, style);
  for (const PageLayout::Row& row : layout.rows) paintRow(canvas, row);
  double y = layout.noteTop;
  for (const QString& line : layout.note) {
    canvas.text(2.0, y, Qt::AlignLeft | Qt::AlignTop, line, canvas.font(notePoints(style)),
                canvas.color(ColorRole::faint));
    y += noteSpacing * notePoints(style);
  }
  painter.restore();
  if (texts == nullptr) return;
  for (PlacedText& text : *texts) {
    const double by = enlarged(given);
    text = {text.text, QRectF(text.box.topLeft() * by, text.box.size() * by), text.points * by};
  }
}

TexPage texPage(const FigurePage& page, const FigureStyle& given) {
  const FigureStyle style = reduced(given);
  QImage anywhere(1, 1, QImage::Format_RGB32);
  QPainter painter(&anywhere);
  const FigureCanvas canvas(painter, style);
  const PageLayout layout = layOut(canvas, page, style);
  TexPage tex{layout.size, style, {}, {}, {}, {}, enlarged(given)};
  const double label = canvas.height(canvas.labelFont()), tick = canvas.height(canvas.tickFont());
  const auto say = [&](const QString& text, const QPointF& at, double points) -> TexWords& {
    tex.words.push_back({text, at, points});
    return tex.words.back();
  };
  for (const PageLayout::Row& row : layout.rows) {
    for (const PageLayout::Panel& panel : row.panels) {
      const TexPlot plot = texPlot(canvas, panel.frame, panel.chart);
      tex.plots.push_back(plot);
      const QString heading = paper::shown(panel.chart.chart->heading);
      if (!heading.isEmpty()) {
        const QFont font = paper::fitted(heading, canvas.tickFont(), panel.frame.width());
        const double half = FigureCanvas::width(heading, font) / 2,
                     center = plot.area.isNull() ? panel.frame.center().x() : plot.area.center().x();
        say(heading,
            {std::max(panel.frame.left() + half, std::min(center, panel.frame.right() - half)),
             panel.frame.top() + tick / 2},
            FigureCanvas::points(font));
      }
      if (!panel.letter.isEmpty()) {
        TexWords& letter = say(panel.letter, {panel.letterLeft, panel.frame.top() + 0.8 * label}, style.labelPoints);
        letter.bold = letter.fromLeft = true;
      }
    }
    for (const PageLayout::Span& span : row.spans) {
      say(span.text, {(span.left + span.right) / 2, span.top + tick / 2}, style.tickPoints);
      tex.lines.emplace_back(span.left, span.top + 1.12 * tick, span.right, span.top + 1.12 * tick);
    }
    if (!row.title.isEmpty()) say(row.title, {1.0 + label / 2, row.box.center().y()}, style.labelPoints).upward = true;
    if (!row.yLabel.isEmpty())
      say(row.yLabel, {row.box.left() + label / 2, row.box.center().y()}, style.labelPoints).upward = true;
    if (!row.xLabel.isEmpty()) say(row.xLabel, {row.box.center().x(), row.box.bottom() - label / 2}, style.labelPoints);
    for (const PlacedEntry& entry : placedLegend(canvas, row.legend, row.legendBox)) {
      tex.legend.push_back(entry);
      say(entry.entry.name, {entry.words, entry.middle + 0.35 * style.tickPoints}, style.tickPoints).fromLeft = true;
    }
  }
  double y = layout.noteTop;
  for (const QString& line : layout.note) {
    TexWords& words = say(line, {2.0, y + notePoints(style)}, notePoints(style));
    words.fromLeft = words.faint = true;
    y += noteSpacing * notePoints(style);
  }
  return tex;
}

std::vector<PlacedText> placedTexts(const FigurePage& page, const FigureStyle& style) {
  QImage anywhere(1, 1, QImage::Format_RGB32);
  QPainter painter(&anywhere);
  std::vector<PlacedText> texts;
  paintPage(painter, page, style, &texts);
  return texts;
}

}  // namespace spindle
