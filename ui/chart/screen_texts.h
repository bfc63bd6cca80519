// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chart/chart.h"

#include <QFont>
#include <QRectF>
#include <QString>

#include <vector>

class QCustomPlot;

namespace spindle {

/// Text broken between words into lines of a width; when there would be more than `most` lines, the last one ends in
/// an ellipsis.
QString wrappedWords(const QString& text, const QFont& font, double width, int most);

/// Room that words take in a plot.
QSizeF wordsSize(const QString& text, const QFont& font);

/// Words of a rule or a label, empty for other marks.
QString wordsOf(const Rule& rule);
QString wordsOf(const Label& label);
template <class OtherMark>
QString wordsOf(const OtherMark&) {
  return {};
}

/// Corners (top left, in pixels) where words of this size say what they belong to, the best first; none where their
/// mark is out of sight.
std::vector<QPointF> wordCorners(const Rule& rule, const Chart& chart, const QCustomPlot& plot, const QSizeF& size);
std::vector<QPointF> wordCorners(const Label& label, const Chart& chart, const QCustomPlot& plot, const QSizeF& size);
template <class OtherMark>
std::vector<QPointF> wordCorners(const OtherMark&, const Chart&, const QCustomPlot&, const QSizeF&) {
  return {};
}

/// Where words may stand inside a plot: clear of each other as long as that is possible.
class WordPlaces {
 public:
  explicit WordPlaces(const QRectF& inside) : inside_(inside) {}

  /// The first of these corners (top left) at which the words lie inside and cover no others; else the first one,
  /// moved inside. At least one corner.
  QPointF take(const QSizeF& size, const std::vector<QPointF>& corners);

 private:
  QRectF inside_;
  std::vector<QRectF> taken_;
};

}  // namespace spindle
