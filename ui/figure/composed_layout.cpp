// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/composed_layout.h"

#include "ui/chart/paper_plot.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace spindle {
namespace {

constexpr double panelSpace = 4.0, groupSpace = 7.0, rowSpace = 6.0, legendRow = 1.4;
constexpr double narrowBars = 34.0, narrowPlot = 64.0;  // least widths of plots for each unit of width
constexpr double lowPlot = 44.0, highPlot = 190.0;

/// Neighboring charts of a row with equal labels of axes.
struct Group {
  std::vector<const Chart*> charts;
  std::size_t first = 0;  ///< in the row
  std::vector<double> widths;
  std::optional<AxisRange> y;  ///< shared

  [[nodiscard]] bool several() const { return charts.size() > 1; }
  [[nodiscard]] double units() const { return std::accumulate(widths.begin(), widths.end(), 0.0); }
  [[nodiscard]] double narrowest() const {
    const bool bars = charts.front()->x.scale == Scale::category && paper::firstCells(*charts.front()) == nullptr;
    return bars ? narrowBars : narrowPlot;
  }
  [[nodiscard]] bool sameAxes(const Group& other) const {
    return charts.size() == other.charts.size() && axisTitle(charts.front()->x) == axisTitle(other.charts.front()->x) &&
           axisTitle(charts.front()->y) == axisTitle(other.charts.front()->y);
  }
};

bool alike(const Chart& a, const Chart& b) {
  return axisTitle(a.x) == axisTitle(b.x) && axisTitle(a.y) == axisTitle(b.y) && a.y.scale == b.y.scale &&
         paper::firstCells(a) == nullptr && paper::firstCells(b) == nullptr;
}

std::vector<Group> groupsOf(const std::vector<Chart>& row, const FigureLine& line, bool ownScales) {
  std::vector<Group> groups;
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (groups.empty() || !alike(*groups.back().charts.back(), row[i])) groups.push_back({{}, i, {}, std::nullopt});
    groups.back().charts.push_back(&row[i]);
    groups.back().widths.push_back(i < line.widths.size() && line.widths[i] > 0.0 ? line.widths[i] : 1.0);
  }
  for (Group& group : groups) {
    if (ownScales || !group.several()) continue;
    for (const Chart* chart : group.charts) {
      if (!hasContent(*chart)) continue;
      const AxisRange own = rangeY(*chart);
      group.y = group.y ? AxisRange{std::min(group.y->low, own.low), std::max(group.y->high, own.high)} : own;
    }
  }
  return groups;
}

/// Labels of x belong to the group where it has several charts, else to the panel.
PaperPanel panelOf(const Group& group, std::size_t i, bool xLabel) {
  return {group.charts[i], !group.several(), xLabel && !group.several(), !group.y || i == 0, group.y};
}

class Composer {
 public:
  Composer(const FigureCanvas& canvas, const FigurePage& page, double width)
      : canvas_(canvas),
        figure_(page.figure),
        width_(width),
        tick_(canvas.height(canvas.tickFont())),
        label_(canvas.height(canvas.labelFont())),
        scale_(std::max(1.0, canvas.style().tickPoints / 7.0)) {
    for (std::size_t r = 0; r < figure_.rows.size(); ++r)
      groups_.push_back(groupsOf(figure_.rows[r], figure_.lines[r], figure_.ownScales || figure_.lines[r].ownScales));
    for (const FigureLine& line : figure_.lines) titled_ = titled_ || !line.title.empty();
    aligned_ = std::all_of(groups_.begin(), groups_.end(), [this](const auto& row) {
      return row.size() == groups_.front().size() &&
             std::equal(row.begin(), row.end(), groups_.front().begin(),
                        [](const Group& a, const Group& b) { return a.sameAxes(b); });
    });
    for (std::size_t r = 0; r < groups_.size(); ++r) oneLine_ = oneLine_ && unit(r) > 0.0;
  }

  double place(double top, std::vector<PageLayout::Row>& rows) {
    double y = placeLegend(top);
    for (std::size_t r = 0; r < groups_.size(); ++r) {
      const bool last = r + 1 == groups_.size();
      const bool labels = last || !(aligned_ && oneLine_);
      if (oneLine_ || unit(r) > 0.0) {
        y = placeLine(r, 0, groups_[r].size(), y, labels, rows);
      } else {
        for (std::size_t g = 0; g < groups_[r].size(); ++g) {
          y = placeLine(r, g, g + 1, y, true, rows);
          if (g + 1 < groups_[r].size()) y += rowSpace;
        }
      }
      if (!last) y += rowSpace;
    }
    return y;
  }

 private:
  [[nodiscard]] double left() const { return 1.0 + (titled_ ? label_ + 1.0 : 0.0); }

  /// Room at the left of a panel, that of the widest where rows are aligned.
  [[nodiscard]] double room(std::size_t r, std::size_t g, std::size_t i) const {
    double widest = leftRoom(canvas_, panelOf(groups_[r][g], i, true));
    for (std::size_t other = 0; aligned_ && other < groups_.size(); ++other)
      widest = std::max(widest, leftRoom(canvas_, panelOf(groups_[other][g], i, true)));
    return widest;
  }

  /// Everything of a group's width that is no plot.
  [[nodiscard]] double fixed(std::size_t r, std::size_t g) const {
    const Group& group = groups_[r][g];
    double sum = panelSpace * static_cast<double>(group.charts.size() - 1) + sharedRoom(group);
    for (std::size_t i = 0; i < group.charts.size(); ++i) sum += room(r, g, i);
    return sum;
  }

  [[nodiscard]] double sharedRoom(const Group& group) const {
    return group.several() && !axisTitle(group.charts.front()->y).empty() ? label_ + 2.0 : 0.0;
  }

  /// Width of a plot of width 1 with these groups in one line; 0 where that is too narrow.
  [[nodiscard]] double unit(std::size_t r, std::size_t from, std::size_t to) const {
    double rest = width_ - 1.0 - left() - groupSpace * static_cast<double>(to - from - 1), units = 0.0, least = 0.0;
    for (std::size_t g = from; g < to; ++g) {
      rest -= fixed(r, g);
      units += groups_[r][g].units();
      least = std::max(least, scale_ * groups_[r][g].narrowest() /
                                  *std::min_element(groups_[r][g].widths.begin(), groups_[r][g].widths.end()));
    }
    const double each = rest / units;
    return each >= least || (to - from == 1) ? each : 0.0;
  }
  [[nodiscard]] double unit(std::size_t r) const { return unit(r, 0, groups_[r].size()); }

  double placeLegend(double top) {
    std::vector<const Chart*> charts;
    for (const auto& row : figure_.rows) {
      for (const Chart& chart : row) charts.push_back(&chart);
    }
    legend_.legend = legendOf(charts);
    const double height = legendRow * tick_ * legendRows(canvas_, legend_.legend, width_ - 4.0);
    legend_.legendBox = {2.0, top, width_ - 4.0, height};
    return top + height;
  }

  /// The groups from `from` to before `to` side by side; back where they end.
  double placeLine(std::size_t r, std::size_t from, std::size_t to, double top, bool labels,
                   std::vector<PageLayout::Row>& rows) {
    const FigureLine& line = figure_.lines[r];
    const std::size_t firstChart = groups_[r][from].first;
    const std::size_t endChart = groups_[r][to - 1].first + groups_[r][to - 1].charts.size();
    const bool spans = std::any_of(line.spans.begin(), line.spans.end(), [&](const FigureLine::Span& span) {
      return span.first < endChart && span.first + span.count > firstChart;
    });
    const bool heading = std::any_of(figure_.rows[r].begin(), figure_.rows[r].end(),
                                     [](const Chart& chart) { return !chart.heading.empty(); });
    const double over = spans ? 1.35 * tick_ : 0.0;
    const double each = unit(r, from, to);
    const Group& leading = groups_[r][from];
    // Bars are about square; a chart alone is low, charts beside each other are as high as the widest wants.
    double widest = 0.0;
    for (std::size_t g = from; g < to; ++g)
      widest = std::max(widest, *std::max_element(groups_[r][g].widths.begin(), groups_[r][g].widths.end()));
    const bool alone = to - from == 1;
    const double wanted =
        leading.several() ? 1.25 * each * leading.widths.front() : (alone ? 0.25 : 0.5) * each * widest;
    const bool pictures = leading.charts.front()->picture;
    const double plot = pictures ? paper::pictureHeight(leading.charts, each * leading.widths.front())
                                 : std::clamp(wanted, scale_ * lowPlot, scale_ * highPlot);
    const double below = labels && !pictures ? label_ + 1.0 : 0.0;
    const double axis = pictures ? 2.0 : paper::tickLength + 0.5 + tick_;
    const double height = over + (heading ? 1.3 : 0.6) * tick_ + plot + axis + below;
    double x = left();
    for (std::size_t g = from; g < to; ++g) {
      const Group& group = groups_[r][g];
      PageLayout::Row row = g == from && r == 0 && from == 0 ? std::exchange(legend_, {}) : PageLayout::Row();
      const double groupWidth = fixed(r, g) + each * group.units();
      row.box = {x, top, groupWidth, height};
      if (g == from) row.title = paper::shown(line.title);
      if (group.several()) {
        row.yLabel = paper::shown(axisTitle(group.charts.front()->y));
        if (labels) row.xLabel = paper::shown(axisTitle(group.charts.front()->x));
      }
      double at = x + sharedRoom(group);
      const double bottom = group.several() ? row.box.bottom() - below : row.box.bottom();
      for (std::size_t i = 0; i < group.charts.size(); ++i) {
        const PaperPanel panel = panelOf(group, i, labels);
        const double all = room(r, g, i), own = leftRoom(canvas_, panel);
        const double width = each * group.widths[i];
        const double shift = own > 0.0 ? all - own : 0.0;
        PageLayout::Panel placed{panel, {at + shift, top + over, all - shift + width, bottom - top - over}};
        placed.letterLeft = i == 0 ? x : at;  // beside the shared label, too
        const std::size_t chart = group.first + i;
        if (chart < line.letters.size()) placed.letter = paper::shown(line.letters[chart]);
        row.panels.push_back(placed);
        at += all + width + panelSpace;
      }
      for (const FigureLine::Span& span : line.spans) {
        const std::size_t begin = std::max(span.first, group.first);
        const std::size_t end = std::min(span.first + span.count, group.first + group.charts.size());
        if (begin >= end) continue;
        const auto& a = row.panels[begin - group.first];
        const auto& b = row.panels[end - 1 - group.first];
        row.spans.push_back(
            {paper::shown(span.text), a.frame.left() + leftRoom(canvas_, a.chart), b.frame.right(), top});
      }
      rows.push_back(std::move(row));
      x += groupWidth + groupSpace;
    }
    return top + height;
  }

  const FigureCanvas& canvas_;
  const FigureCharts& figure_;
  double width_, tick_, label_, scale_;
  std::vector<std::vector<Group>> groups_;
  PageLayout::Row legend_;  ///< only its legend, until the first row takes it
  bool titled_ = false, aligned_ = false, oneLine_ = true;
};

}  // namespace

double layOutComposed(const FigureCanvas& canvas, const FigurePage& page, double width, double top,
                      std::vector<PageLayout::Row>& rows) {
  return Composer(canvas, page, width).place(top, rows);
}

}  // namespace spindle
