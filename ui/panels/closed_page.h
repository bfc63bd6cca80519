// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/run_facts.h"

#include <QWidget>

class QAction;
class QLabel;
class QListWidget;
class QToolButton;

namespace spindle {

/// In place of the plots where a run could not be opened: why, what lies in its folder, and what to do.
class ClosedPage : public QWidget {
  Q_OBJECT

 public:
  ClosedPage(QAction* settings, QAction* openOther, QWidget* parent = nullptr);

  /// facts: of the place, null where it is none; they are not kept.
  void show(const RunFacts* facts, const QString& why);

 private:
  QLabel *place_, *why_, *listed_;
  QListWidget* files_;
  QToolButton* settings_;
};

}  // namespace spindle
