// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/run_corrections.h"
#include "ui/session/checkpoints_model.h"
#include "ui/session/dynamics_session.h"
#include "ui/session/findings_model.h"
#include "ui/session/playhead.h"

#include <QWidget>

class QLabel;
class QListView;
class QTableView;
class QToolButton;

namespace spindle {

/// The run: its name and folder, what was found, guessed and missed, a place to correct it, and its checkpoints with
/// their states. Choosing one moves the playhead there.
class RunPanel : public QWidget {
  Q_OBJECT

 public:
  RunPanel(const DynamicsSession& session, Playhead& playhead, QWidget* parent = nullptr);

  [[nodiscard]] RunCorrections* corrections() { return corrections_; }

  [[nodiscard]] QSize sizeHint() const override { return {270, 300}; }

 private:
  void setRun(const RunFacts* facts);
  void takeAccuracy(const SampleAccuracy& accuracy);
  void resetCheckpoints();
  void showCurrent();  ///< the row of the checkpoint under the playhead
  void showCorrections(bool open);

  const DynamicsSession& session_;
  Playhead& playhead_;
  CheckpointsModel checkpoints_;
  FindingsModel findings_;
  QLabel *name_, *place_;
  QListView* findingsView_;
  QToolButton* correct_;
  RunCorrections* corrections_;
  QTableView* table_;
};

}  // namespace spindle
