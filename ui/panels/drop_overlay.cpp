// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/drop_overlay.h"

#include <QPainter>

namespace spindle {

DropOverlay::DropOverlay(QWidget* parent) : QWidget(parent) {
  setObjectName("dropOverlay");
  setAttribute(Qt::WA_TransparentForMouseEvents);
  hide();
}

void DropOverlay::showZones(const QString& name, const QString& compare) {
  name_ = name;
  compare_ = compare;
  setGeometry(parentWidget()->rect());
  show();
  raise();
}

DropOverlay::Zone DropOverlay::zoneAt(const QPoint& place) const {
  return !compare_.isEmpty() && place.x() >= width() / 2 ? Zone::compare : Zone::open;
}

void DropOverlay::point(const QPoint& place) {
  pointed_ = zoneAt(place);
  update();
}

void DropOverlay::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  QFont large = font();
  large.setPointSizeF(1.4 * large.pointSizeF());
  painter.setFont(large);
  const auto paint = [&](const QRect& area, Zone zone, const QString& text) {
    const bool here = zone == pointed_;
    QColor back = palette().color(here ? QPalette::Highlight : QPalette::Window);
    back.setAlpha(225);
    painter.fillRect(area, back);
    painter.setPen(palette().color(here ? QPalette::HighlightedText : QPalette::WindowText));
    painter.drawText(area.adjusted(20, 0, -20, 0), Qt::AlignCenter | Qt::TextWordWrap, text);
  };
  if (compare_.isEmpty()) return paint(rect(), Zone::open, tr("Open %1").arg(name_));
  const int middle = width() / 2;
  paint(QRect(0, 0, middle, height()), Zone::open, tr("Open %1 in place of %2").arg(name_, compare_));
  paint(QRect(middle, 0, width() - middle, height()), Zone::compare, tr("Compare %1 with %2").arg(name_, compare_));
}

}  // namespace spindle
