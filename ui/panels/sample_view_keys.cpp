// SPDX-License-Identifier: GPL-3.0-or-later
// Keys and tool tips of a SampleView.
#include "ui/panels/sample_view.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QToolTip>

#include <algorithm>

namespace spindle {

void SampleView::keyPressEvent(QKeyEvent* event) {
  if (!editing_) return QWidget::keyPressEvent(event);
  const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
  int row = 0, column = 0;
  switch (event->key()) {
    case Qt::Key_Left:
      column = -1;
      break;
    case Qt::Key_Right:
      column = 1;
      break;
    case Qt::Key_Up:
      row = -1;
      break;
    case Qt::Key_Down:
      row = 1;
      break;
    default:
      if (!enter) return QWidget::keyPressEvent(event);
  }
  if (picture_.isNull()) return;
  if (radius_ > 0) {
    if (!tip_) {
      tip_ = QPoint(picture_.width() / 2, picture_.height() / 2);
    } else if (enter) {
      brushStroke_.emplace(picture_.size(), radius_, *tip_, (event->modifiers() & Qt::ControlModifier) == 0);
      endBrush();
    } else {
      tip_ = QPoint(std::clamp(tip_->x() + column, 0, picture_.width() - 1),
                    std::clamp(tip_->y() + row, 0, picture_.height() - 1));
    }
    return update();
  }
  if (!hover_) {
    hover_ = std::pair(grid_.rows / 2, grid_.columns / 2);
  } else if (enter) {
    click(Cell(*hover_));
  } else {
    hover_ = std::pair(std::clamp(hover_->first + row, 0, grid_.rows - 1),
                       std::clamp(hover_->second + column, 0, grid_.columns - 1));
  }
  update();
}

bool SampleView::event(QEvent* event) {
  if (editing_ && event->type() == QEvent::ShortcutOverride) {
    // Left and Right step through training elsewhere.
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (key == Qt::Key_Left || key == Qt::Key_Right) event->accept();
  }
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  const QString text = tip(help->pos());
  if (text.isEmpty())
    QToolTip::hideText();
  else
    QToolTip::showText(help->globalPos(), text, this);
  return true;
}

QString SampleView::tip(const QPoint& place) const {
  const auto variable = variableAtPlace(place);
  const QString name = variable ? QString::fromStdString(variables_[*variable].name) : QString();
  if (!editing_)
    return variable ? tr("Variable %1. Click to list the interactions that contain it; with Alt: what the network sees "
                         "of it "
                         "alone. V edits variables.")
                          .arg(name)
                    : QString();
  if (radius_ > 0)
    return variable ? tr("Variable %1. Paint on to extend it; the right button (or Ctrl) rubs out.").arg(name)
                    : tr("Paint a region: it becomes a variable. The wheel changes the radius.");
  const auto cell = cellAt(place);
  if (!cell) return {};
  if (variable) return tr("Variable %1. Click to remove; drag to remove several.").arg(name);
  return tr("Cell (%1,%2). Click to add as a variable; drag to add several, with Shift those of a rectangle.")
      .arg(cell->first)
      .arg(cell->second);
}

}  // namespace spindle
