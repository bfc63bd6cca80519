// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/plot_marker.h"

#include <qcustomplot.h>

namespace spindle {
namespace {

constexpr int paddings = 8;  // of the words, left and right together

}  // namespace

PlotMarker::PlotMarker(QCustomPlot* plot, const QString& layer, Qt::PenStyle style, double width)
    : line_(new QCPItemLine(plot)), text_(new QCPItemText(plot)), style_(style), width_(width) {
  line_->setLayer(layer);
  line_->start->setTypeY(QCPItemPosition::ptAxisRectRatio);
  line_->end->setTypeY(QCPItemPosition::ptAxisRectRatio);
  text_->setLayer(layer);
  text_->position->setTypeY(QCPItemPosition::ptAxisRectRatio);
  text_->setPadding({paddings / 2, 1, paddings / 2, 1});
  hide();
}

void PlotMarker::hide() const {
  line_->setVisible(false);
  text_->setVisible(false);
}

void PlotMarker::show(double place, double height, const QString& words, const QString& brief, int room) const {
  line_->setVisible(true);
  text_->setVisible(!words.isEmpty());
  line_->start->setCoords(place, 0.0);
  line_->end->setCoords(place, 1.0);
  const QFontMetrics metrics(text_->font());
  const double atRight = (1.0 - place) * room - paddings, atLeft = place * room - paddings;
  const bool left = metrics.horizontalAdvance(words) > atRight && atLeft > atRight;
  text_->setPositionAlignment((left ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
  text_->position->setCoords(place, height);
  text_->setText(metrics.horizontalAdvance(words) <= (left ? atLeft : atRight) ? words : brief);
}

void PlotMarker::style(const QColor& color, const QFont& font, const QColor& back) const {
  QPen pen(color, width_);
  if (style_ != Qt::SolidLine) pen.setDashPattern({5.0, 3.0});
  line_->setPen(pen);
  text_->setColor(color);
  text_->setFont(font);
  text_->setBrush(back);
}

}  // namespace spindle
