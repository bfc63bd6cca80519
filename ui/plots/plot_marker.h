// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>
#include <QString>

class QCPItemLine;
class QCPItemText;
class QCustomPlot;

namespace spindle {

/// A vertical line over the whole height of a plot, with words beside it. Belongs to the plot; hidden at first.
class PlotMarker {
 public:
  PlotMarker(QCustomPlot* plot, const QString& layer, Qt::PenStyle style, double width);

  void hide() const;
  /// place: on the horizontal axis, 0 to 1; room: its width in pixels. The words stand to the left where there is more
  /// room than they have at the right; where they find none, the brief ones stand. height: of the words, 0 at the top
  /// and 1 at the bottom.
  void show(double place, double height, const QString& words, const QString& brief, int room) const;
  void style(const QColor& color, const QFont& font, const QColor& back) const;

 private:
  QCPItemLine* line_;
  QCPItemText* text_;
  Qt::PenStyle style_;
  double width_;
};

}  // namespace spindle
