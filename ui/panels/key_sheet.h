// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QAction;

namespace spindle {

/// All keys on one page, made from the window's actions; not modal.
class KeySheet : public QDialog {
  Q_OBJECT

 public:
  KeySheet(const QList<QAction*>& actions, QWidget* parent);
};

}  // namespace spindle
