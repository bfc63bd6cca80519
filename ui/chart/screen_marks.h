// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chart/chart.h"
#include "ui/plots/plot_colors.h"

#include <QFont>

#include <vector>

class QCPColorScale;
class QCPLayoutGrid;
class QCPMarginGroup;
class QCustomPlot;

namespace spindle {

struct ShownMark;

/// The marks of a chart in a plot: built once for all charts of one structure, filled with values as often as wanted.
/// The plot owns what is built.
class ScreenMarks {
 public:
  /// The axes of the plot get a color scale at their right where a chart has cells.
  explicit ScreenMarks(QCustomPlot& plot);
  ~ScreenMarks();
  ScreenMarks(const ScreenMarks&) = delete;
  ScreenMarks& operator=(const ScreenMarks&) = delete;

  /// Whether the parts built for one chart can show the other.
  static bool alike(const Chart& a, const Chart& b);

  void build(const Chart& chart);
  void style(const Chart& chart, const PlotColors& colors, const QFont& font, double devicePixelRatio);
  void fill(const Chart& chart);
  void setVisible(bool visible);

  /// Puts words of rules and labels where they can be read; after the plot was laid out.
  void placeWords(const Chart& chart);

  [[nodiscard]] QCPColorScale* colorScale() const { return scale_; }  ///< nullptr: no cells
  [[nodiscard]] bool anyNamed() const { return anyNamed_; }

 private:
  void setColorScale(bool wanted);

  QCustomPlot& plot_;
  QCPLayoutGrid* field_;
  QCPMarginGroup* margins_;
  QCPColorScale* scale_ = nullptr;
  std::vector<ShownMark> shown_;
  PlotColors colors_;
  bool anyNamed_ = false, visible_ = true;
};

}  // namespace spindle
