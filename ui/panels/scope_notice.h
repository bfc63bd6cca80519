// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/notice_line.h"
#include "ui/session/dynamics_session.h"

namespace spindle {

/// Says that fewer samples are averaged than the run chooses, and why, and offers the way back.
class ScopeNotice : public NoticeLine {
  Q_OBJECT

 public:
  explicit ScopeNotice(DynamicsSession& session, QWidget* parent = nullptr);

 private:
  void refresh();

  DynamicsSession& session_;
};

}  // namespace spindle
