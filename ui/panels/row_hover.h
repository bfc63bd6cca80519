// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/selection.h"

#include <QAbstractItemView>
#include <QEvent>

#include <functional>
#include <utility>

namespace spindle {

/// Tells the selection which coalition the row under the mouse stands for. Belongs to the view.
class RowHover : public QObject {
 public:
  using CoalitionOf = std::function<Coalition(const QModelIndex& index)>;

  RowHover(QAbstractItemView* view, Selection& selection, CoalitionOf of) : QObject(view), selection_(selection) {
    view->setMouseTracking(true);
    view->viewport()->installEventFilter(this);
    connect(view, &QAbstractItemView::entered, this,
            [this, of = std::move(of)](const QModelIndex& index) { selection_.hover(of(index)); });
  }

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override {
    if (event->type() == QEvent::Leave || event->type() == QEvent::Hide) selection_.hover(std::nullopt);
    return QObject::eventFilter(watched, event);
  }

 private:
  Selection& selection_;
};

}  // namespace spindle
