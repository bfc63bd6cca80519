// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/screen_cells.h"

#include <cmath>
#include <limits>
#include <utility>

namespace spindle {
namespace {

bool evenlySpaced(const std::vector<double>& edges) {
  const double step = (edges.back() - edges.front()) / static_cast<double>(edges.size() - 1);
  for (std::size_t i = 1; i < edges.size(); ++i) {
    if (!(std::abs(edges[i] - edges[i - 1] - step) <= 1e-6 * std::abs(step))) return false;
  }
  return true;
}

}  // namespace

CellField::CellField(QCPAxis* xAxis, QCPAxis* yAxis) : QCPAbstractPlottable(xAxis, yAxis) {
  setAntialiased(false);
}

void CellField::setCells(std::vector<double> xEdges, std::vector<double> yEdges, std::vector<double> values,
                         QCPColorGradient gradient, const QCPRange& range) {
  xEdges_ = std::move(xEdges);
  yEdges_ = std::move(yEdges);
  picture_ = {};
  if (xEdges_.size() < 2 || yEdges_.size() < 2) return;
  for (double& value : values) {
    if (!std::isfinite(value)) value = std::numeric_limits<double>::quiet_NaN();
  }
  const auto columns = static_cast<int>(xEdges_.size()) - 1, rows = static_cast<int>(yEdges_.size()) - 1;
  picture_ = QImage(columns, rows, QImage::Format_ARGB32_Premultiplied);
  for (int row = 0; row < rows; ++row) {
    gradient.colorize(values.data() + static_cast<std::ptrdiff_t>(row) * columns, range,
                      reinterpret_cast<QRgb*>(picture_.scanLine(rows - 1 - row)), columns);
  }
  even_ = evenlySpaced(xEdges_) && evenlySpaced(yEdges_);
}

double CellField::selectTest(const QPointF&, bool, QVariant*) const {
  return -1.0;
}

QCPRange CellField::getKeyRange(bool& found, QCP::SignDomain) const {
  found = !picture_.isNull();
  return found ? QCPRange(xEdges_.front(), xEdges_.back()) : QCPRange();
}

QCPRange CellField::getValueRange(bool& found, QCP::SignDomain, const QCPRange&) const {
  found = !picture_.isNull();
  return found ? QCPRange(yEdges_.front(), yEdges_.back()) : QCPRange();
}

void CellField::draw(QCPPainter* painter) {
  if (picture_.isNull()) return;
  applyDefaultAntialiasingHint(painter);
  const auto area = [this](double left, double right, double bottom, double top) {
    return QRectF(coordsToPixels(left, top), coordsToPixels(right, bottom)).normalized();
  };
  if (even_) {
    painter->drawImage(area(xEdges_.front(), xEdges_.back(), yEdges_.front(), yEdges_.back()), picture_);
    return;
  }
  for (int row = 0; row < picture_.height(); ++row) {
    for (int column = 0; column < picture_.width(); ++column) {
      const auto x = static_cast<std::size_t>(column), y = static_cast<std::size_t>(row);
      const QRectF cell = area(xEdges_[x], xEdges_[x + 1], yEdges_[y], yEdges_[y + 1]);
      if (std::isfinite(cell.width()) && std::isfinite(cell.height()))
        painter->fillRect(cell, picture_.pixelColor(column, picture_.height() - 1 - row));
    }
  }
}

void CellField::drawLegendIcon(QCPPainter* painter, const QRectF& rect) const {
  if (!picture_.isNull()) painter->drawImage(rect, picture_);
}

}  // namespace spindle
