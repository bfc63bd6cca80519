// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plots/plot_colors.h"

#include <QFont>
#include <QString>

class QCPLayoutGrid;
class QCPTextElement;
class QCustomPlot;

namespace spindle {

/// The heading and the legend above a plot: side by side where both have room, else the legend below, in as many rows
/// as it needs.
class ScreenHead {
 public:
  explicit ScreenHead(QCustomPlot& plot);

  void setHeading(const QString& text);
  void style(const PlotColors& colors, const QFont& font);

  /// Before the legend's items are gone through: puts them into one row, without empty cells.
  void flattenLegend();

  /// Before the plot is laid out.
  void fit();

  [[nodiscard]] bool isShortened() const { return shortened_; }  ///< the heading had no room for all of its words

 private:
  void arrange(bool beside, int columns);

  QCustomPlot& plot_;
  QCPTextElement* heading_;
  QCPLayoutGrid* grid_;
  QString words_;
  bool beside_ = true, shortened_ = false;
  int columns_ = 0;  // of the legend; 0: all in one row
};

}  // namespace spindle
