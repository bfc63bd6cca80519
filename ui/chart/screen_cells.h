// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <qcustomplot.h>

#include <vector>

namespace spindle {

/// Cells of a plot, colored by value, as wide and high as their edges say. QCPColorMap knows only even cells, and none
/// in a single row or column.
class CellField : public QCPAbstractPlottable {
 public:
  CellField(QCPAxis* xAxis, QCPAxis* yAxis);

  /// values[row * columns + column], rows from the bottom; edges as places, ascending, one more than there are cells.
  void setCells(std::vector<double> xEdges, std::vector<double> yEdges, std::vector<double> values,
                QCPColorGradient gradient, const QCPRange& range);

  double selectTest(const QPointF& position, bool onlySelectable, QVariant* details) const override;
  QCPRange getKeyRange(bool& found, QCP::SignDomain domain) const override;
  QCPRange getValueRange(bool& found, QCP::SignDomain domain, const QCPRange& keys) const override;

 protected:
  void draw(QCPPainter* painter) override;
  void drawLegendIcon(QCPPainter* painter, const QRectF& rect) const override;

 private:
  std::vector<double> xEdges_, yEdges_;
  QImage picture_;  // a pixel a cell, the last row first
  bool even_ = false;
};

}  // namespace spindle
