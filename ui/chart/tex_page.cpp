// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/tex_page.h"

#include "ui/chart/paper_axes.h"
#include "ui/chart/plot_words.h"

namespace spindle {

TexPlot texPlot(const FigureCanvas& canvas, const QRectF& frame, const PaperPanel& panel) {
  TexPlot plot{panel, valueArea(canvas, frame, panel), frame, {}, {}, {}};
  if (!hasContent(*panel.chart)) return plot;
  const QRectF& area = plot.area;
  plot.xTicks = paper::ticksAcross(canvas, panel.chart->x, rangeX(*panel.chart), area.width());
  plot.yTicks = paper::ticksUpward(canvas, panel.chart->y, panel.y.value_or(rangeY(*panel.chart)), area.height());
  if (const auto paper = paperPlot(canvas, frame, panel)) {
    for (const paper::PlotWords& words : paper::plotWords(canvas, *paper)) {
      const QPointF middle = words.box.center();
      plot.plotWords.push_back(words.box.isNull()
                                   ? std::nullopt
                                   : std::optional(QPointF((middle.x() - area.left()) / area.width(),
                                                           (area.bottom() - middle.y()) / area.height())));
    }
  }
  return plot;
}

}  // namespace spindle
