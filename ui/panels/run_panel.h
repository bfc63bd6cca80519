// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/run_corrections.h"
#include "ui/session/checkpoints_model.h"
#include "ui/session/findings_model.h"
#include "ui/session/run_facts.h"

#include <QWidget>

class QLabel;
class QListView;
class QTableView;
class QToolButton;

namespace spindle {

/// The run: its name and folder, what was found, guessed and missed, a place to correct it, and its checkpoints with
/// their states.
class RunPanel : public QWidget {
  Q_OBJECT

 public:
  explicit RunPanel(const DynamicsTrack& track, QWidget* parent = nullptr);

  void setRun(const RunFacts* facts);
  void addFinding(const Finding& finding) { findings_.add(finding); }
  void resetCheckpoints();
  void updateCheckpoint(std::size_t checkpoint);

  /// Marks the row of the checkpoint under the playhead.
  void setCurrent(std::size_t checkpoint);

  [[nodiscard]] RunCorrections* corrections() { return corrections_; }

  [[nodiscard]] QSize sizeHint() const override { return {270, 300}; }

 signals:
  void checkpointChosen(std::size_t checkpoint);

 private:
  void showCorrections(bool open);

  CheckpointsModel checkpoints_;
  FindingsModel findings_;
  QLabel *name_, *place_;
  QListView* findingsView_;
  QToolButton* correct_;
  RunCorrections* corrections_;
  QTableView* table_;
};

}  // namespace spindle
