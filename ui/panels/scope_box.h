// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/dynamics_session.h"
#include "ui/session/selection.h"

#include <QComboBox>

namespace spindle {

/// Chooses which samples the bars average.
class ScopeBox : public QComboBox {
  Q_OBJECT

 public:
  ScopeBox(DynamicsSession& session, const Selection& selection, QWidget* parent = nullptr);

 private:
  void refill();
  void follow();  ///< another sample is shown

  DynamicsSession& session_;
  const Selection& selection_;
  std::vector<SampleScope> scopes_;
};

}  // namespace spindle
