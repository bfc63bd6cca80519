// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/growing/growing_run.h"
#include "ui/session/latest_job.h"

#include <QObject>
#include <QString>
#include <QThreadPool>
#include <QTimer>

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>

namespace spindle {

/// A run that has grown: other checkpoints, weights or losses than before.
struct GrownRun {
  std::shared_ptr<const Run> run;
  std::string digest;  ///< see runDigest
};

/// Looks once a second, in a thread of its own, whether a run folder has grown (see GrowingRun). GUI thread.
class RunFollower : public QObject {
  Q_OBJECT

 public:
  explicit RunFollower(QObject* parent = nullptr);
  ~RunFollower() override;  ///< waits for the thread (reading one checkpoint)

  /// results: checkpoints that are stored there stay in the run when their files are deleted.
  void start(const std::filesystem::path& folder, const std::filesystem::path& results);
  void setResults(const std::filesystem::path& results) { results_ = results; }
  void stop();
  [[nodiscard]] bool active() const { return active_; }
  /// What is waited for besides the next checkpoint: half-written files, or why the folder does not open. Often empty.
  [[nodiscard]] const QString& waitingFor() const { return waitingFor_; }

  static constexpr std::chrono::milliseconds usualInterval{1000};
  void setInterval(std::chrono::milliseconds interval) { timer_.setInterval(interval); }

 signals:
  void grown(const spindle::GrownRun& run);
  void waitingChanged();
  void ended();  ///< the training has, and nothing is left to be seen; comes again at every look

 private:
  struct Looking;
  struct Looked;
  static void takeComputed(Looking& looking, const std::filesystem::path& results);
  void look();
  void take(const JobAnswer<Looked>& answer);

  std::filesystem::path results_;
  std::shared_ptr<Looking> looking_;
  bool active_ = false;
  QString waitingFor_;
  QTimer timer_;
  QThreadPool thread_;
  std::unique_ptr<LatestJob<Looked>> job_;
};

}  // namespace spindle
