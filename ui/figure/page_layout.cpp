// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/page_layout.h"

#include "ui/chart/paper_plot.h"
#include "ui/figure/composed_layout.h"

#include <QStringList>

#include <algorithm>
#include <cmath>

namespace spindle {
namespace {

constexpr double pointsPerInch = 72.0, golden = 0.618, wide = 4 * pointsPerInch;
constexpr double narrowestPanel = 70.0, lowestPanel = 75.0, panelSpace = 4.0, rowSpace = 5.0, legendRow = 1.4;

/// One row of the figure, before it has a place.
struct Draft {
  const std::vector<Chart>* charts;
  std::size_t columns = 1, lines = 1;
  bool sameX = false, sameY = false;
};

template <class Get>
bool allEqual(const std::vector<Chart>& charts, Get get) {
  return std::all_of(charts.begin(), charts.end(),
                     [&](const Chart& chart) { return get(chart) == get(charts.front()); });
}

Draft draftOf(const std::vector<Chart>& charts, double width, double scale) {
  const auto most = static_cast<std::size_t>(std::max(1.0, width / (scale * narrowestPanel)));
  const std::size_t lines = (charts.size() + most - 1) / most;
  return {&charts, (charts.size() + lines - 1) / lines, lines,
          charts.size() > 1 && allEqual(charts, [](const Chart& chart) { return axisTitle(chart.x); }),
          charts.size() > 1 && allEqual(charts, [](const Chart& chart) { return axisTitle(chart.y); })};
}

std::optional<AxisRange> sharedY(const Draft& draft, bool ownScales) {
  if (!draft.sameY || ownScales) return std::nullopt;
  std::optional<AxisRange> shared;
  for (const Chart& chart : *draft.charts) {
    if (!hasContent(chart)) continue;
    const AxisRange own = rangeY(chart);
    shared = shared ? AxisRange{std::min(shared->low, own.low), std::max(shared->high, own.high)} : own;
  }
  return shared;
}

/// Heights of the lines of panels: several columns are about square, single ones fill the page together, or are low
/// beside rows of several.
double lineHeight(const Draft& draft, std::size_t singles, bool beside, double width, double scale, double tick) {
  double names = 0.0;  // one below the other, none of them left out
  for (const Chart& chart : *draft.charts)
    names = std::max(names, tick * (1.05 * static_cast<double>(chart.y.names.size()) + 3.5));
  if (draft.charts->front().picture) {
    std::vector<const Chart*> pictures;
    for (const Chart& chart : *draft.charts) pictures.push_back(&chart);
    return paper::pictureHeight(pictures, width / static_cast<double>(draft.columns) - panelSpace) + 1.3 * tick + 2.0;
  }
  if (draft.columns > 1)
    return std::max(names, std::clamp(0.95 * width / static_cast<double>(draft.columns), scale * lowestPanel,
                                      std::max(scale * lowestPanel, width * golden)));
  const double whole = beside ? 0.3 * width : width > wide ? 0.5 * width : golden * width;
  return std::max({names, whole / static_cast<double>(singles), scale * lowestPanel, singles > 1 ? 0.25 * width : 0.0});
}

/// The formula of salience with the signs of print; names stay as they are.
QString typeset(const QString& part) {
  const qsizetype formula = part.indexOf(QStringLiteral("salient by "));
  if (formula < 0) return part;
  return part.left(formula) + part.mid(formula)
                                  .replace(QStringLiteral(" x "), QStringLiteral(" \u00d7 "))
                                  .replace(QStringLiteral(" - "), QStringLiteral(" \u2212 "));
}

QStringList noteLines(const FigureCanvas& canvas, const FigurePage& page, const FigureStyle& style) {
  QStringList lines;
  const QFont font = canvas.font(notePoints(style));
  if (!style.note || page.note.empty()) return lines;
  const double width = style.widthInches * pointsPerInch - 4.0;
  for (const QString& words : paper::shown(page.note).split(QStringLiteral("; "))) {
    const QString part = typeset(words);
    const QString longer = lines.isEmpty() ? part : lines.back() + QStringLiteral("; ") + part;
    if (!lines.isEmpty() && FigureCanvas::width(longer, font) <= width)
      lines.back() = longer;
    else
      lines << part;
  }
  return lines;
}

std::vector<PageLayout::Panel> panelsOf(const FigureCanvas& canvas, const Draft& draft, const QRectF& box,
                                        bool ownScales, bool xLabel) {
  std::vector<PageLayout::Panel> panels;
  const auto shared = sharedY(draft, ownScales);
  const double height = box.height() / static_cast<double>(draft.lines);
  for (std::size_t line = 0, first = 0; line < draft.lines; ++line, first += draft.columns) {
    const std::size_t count = std::min(draft.columns, draft.charts->size() - first);
    std::vector<double> room;
    for (std::size_t i = 0; i < count; ++i) {
      PaperPanel panel{&(*draft.charts)[first + i], !draft.sameY, xLabel && !draft.sameX, !shared || i == 0, shared};
      room.push_back(leftRoom(canvas, panel));
      panels.push_back({panel, {}, {}, 0.0});
    }
    // Plots of one line are equally wide, whatever their labels take.
    double labels = 0.0;
    for (const double one : room) labels += one;
    const double gaps = panelSpace * static_cast<double>(draft.columns - 1);
    const double missing = static_cast<double>(draft.columns - count) * (room.empty() ? 0.0 : room.back());
    const double plot = (box.width() - labels - missing - gaps) / static_cast<double>(draft.columns);
    double x = box.left();
    for (std::size_t i = 0; i < count; ++i) {
      panels[first + i].frame = {x, box.top() + static_cast<double>(line) * height, room[i] + plot, height};
      x += room[i] + plot + panelSpace;
    }
  }
  return panels;
}

/// Single panels below each other begin at the same x.
void align(const FigureCanvas& canvas, std::vector<PageLayout::Row>& rows) {
  double widest = 0.0;
  for (const auto& row : rows) {
    if (row.panels.size() == 1) widest = std::max(widest, leftRoom(canvas, row.panels.front().chart));
  }
  for (auto& row : rows) {
    if (row.panels.size() != 1) continue;
    auto& panel = row.panels.front();
    const double room = leftRoom(canvas, panel.chart);
    if (room > 0.0) panel.frame.setLeft(panel.frame.left() + widest - room);
  }
}

/// The rows of a figure of one analysis, from y down; back where they end.
double layOutRows(const FigureCanvas& canvas, const FigurePage& page, double width, double y,
                  std::vector<PageLayout::Row>& rows) {
  const double tick = canvas.height(canvas.tickFont()), label = canvas.height(canvas.labelFont());
  const double scale = std::max(1.0, canvas.style().tickPoints / 7.0);
  std::vector<Draft> drafts;
  std::size_t singles = 0;
  for (const auto& charts : page.figure.rows) {
    drafts.push_back(draftOf(charts, width - label, scale));
    if (drafts.back().columns == 1) singles += drafts.back().lines;
  }
  std::vector<LegendEntry> shown;
  for (std::size_t r = 0; r < drafts.size(); ++r) {
    const Draft& draft = drafts[r];
    PageLayout::Row row;
    std::vector<const Chart*> charts;
    for (const Chart& chart : *draft.charts) charts.push_back(&chart);
    row.legend = legendOf(charts);
    if (!rows.empty() && row.legend == shown)
      row.legend.clear();  // the same stands above
    else if (!row.legend.empty())
      shown = row.legend;
    const double legend = legendRow * tick * legendRows(canvas, row.legend, width - 4.0);
    row.legendBox = {2.0, y, width - 4.0, legend};
    y += legend;
    const bool sameBelow = r + 1 < drafts.size() && draft.columns == 1 && drafts[r + 1].columns == 1 &&
                           axisTitle(draft.charts->back().x) == axisTitle(drafts[r + 1].charts->front().x) &&
                           hasContent(drafts[r + 1].charts->front());  // nobody looks for the label under nothing
    if (draft.sameX && !sameBelow) row.xLabel = paper::shown(axisTitle(draft.charts->front().x));
    if (draft.sameY) row.yLabel = paper::shown(axisTitle(draft.charts->front().y));
    const double below = row.xLabel.isEmpty() ? 0.0 : label + 1.0;
    const double height =
        lineHeight(draft, singles, singles < drafts.size(), width, scale, tick) * static_cast<double>(draft.lines);
    row.box = {1.0, y, width - 2.0, height + below};
    const double left = row.yLabel.isEmpty() ? 0.0 : label + 2.0;
    row.panels = panelsOf(canvas, draft, row.box.adjusted(left, 0.0, 0.0, -below), page.figure.ownScales, !sameBelow);
    y = row.box.bottom() + (r + 1 < drafts.size() ? rowSpace : 0.0);
    rows.push_back(std::move(row));
  }
  align(canvas, rows);
  return y;
}

}  // namespace

double notePoints(const FigureStyle& style) {
  return std::max(6.0, 0.75 * style.tickPoints);
}

QFont letterFont(const FigureCanvas& canvas) {
  QFont font = canvas.labelFont();
  font.setBold(true);
  return font;
}

PageLayout layOut(const FigureCanvas& canvas, const FigurePage& page, const FigureStyle& style) {
  PageLayout layout;
  const double width = style.widthInches * pointsPerInch;
  double y = 1.0;
  if (page.figure.lines.empty())
    y = layOutRows(canvas, page, width, y, layout.rows);
  else
    y = layOutComposed(canvas, page, width, y, layout.rows);
  layout.note = noteLines(canvas, page, style);
  layout.noteTop = y + 2.0;
  layout.size = {width,
                 std::ceil(layout.noteTop + static_cast<double>(layout.note.size()) * noteSpacing * notePoints(style))};
  return layout;
}

}  // namespace spindle
