// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/dynamics_session.h"

#include <QFrame>

class QLabel;
class QPushButton;

namespace spindle {

/// "12 variables: 4,096 forward passes a sample, about 9 s for this run", with Compute and Discard; shown while the
/// edited variables are not the computed ones.
class PendingLine : public QFrame {
  Q_OBJECT

 public:
  explicit PendingLine(DynamicsSession& session, QWidget* parent = nullptr);

  void refresh();

 private:
  DynamicsSession& session_;
  QLabel* cost_;
  QPushButton *compute_, *discard_;
};

/// What the draft would take, in words.
QString costText(const DynamicsSession& session);

}  // namespace spindle
