// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QWidget>

class QLabel;
class QProgressBar;

namespace spindle::app {

class TrainingProcess;

/// How far the training is, with a button that stops it; hidden while there is none.
class TrainingLine : public QWidget {
  Q_OBJECT

 public:
  TrainingLine(TrainingProcess& training, QWidget* parent);

 private:
  void show(int done, int total);

  QLabel* label_;
  QProgressBar* bar_;
  QElapsedTimer clock_;
  int first_ = -1;  ///< step at which this process began
};

}  // namespace spindle::app
