// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/dynamics_session.h"

#include <QWidget>

class QAction;
class QLabel;
class QProgressBar;
class QToolButton;

namespace spindle {

/// What the status bar says: what is done, how far, how fast, how long still, and Cancel.
class ProgressLine : public QWidget {
  Q_OBJECT

 public:
  ProgressLine(const DynamicsSession& session, QAction* cancel, QWidget* parent = nullptr);
  void refresh();
  [[nodiscard]] QString text() const;

 private:
  [[nodiscard]] QString sentence() const;

  const DynamicsSession& session_;
  QLabel* label_;
  QProgressBar* bar_;
  QToolButton* cancel_;
};

}  // namespace spindle
