// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QProcess>
#include <QString>
#include <QStringList>

namespace spindle::app {

/// One training of a sample network at a time, by `spindle train` in a process of its own, which changes settings of
/// LibTorch that evaluations depend on. GUI thread.
class TrainingProcess : public QObject {
  Q_OBJECT

 public:
  /// program: the path of spindle.
  TrainingProcess(QString program, QObject* parent);
  ~TrainingProcess() override;  ///< stops it and waits some seconds; the run stays and can be continued

  /// options: those of `spindle train` but for the folder.
  void start(const QStringList& options, const QString& folder);
  void stop();
  [[nodiscard]] bool running() const { return process_.state() != QProcess::NotRunning; }
  [[nodiscard]] const QString& folder() const { return folder_; }

 signals:
  void begun();  ///< the folder opens as a run
  void progressed(int done, int total);
  /// sentence: what went wrong, or empty; begun: there is a run in the folder.
  void ended(const QString& sentence, bool begun);

 private:
  void read();
  void take(int status, QProcess::ExitStatus how);

  QString program_, folder_;
  QProcess process_;
  bool begun_ = false;
};

}  // namespace spindle::app
