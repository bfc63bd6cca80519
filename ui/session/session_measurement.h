// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/session_job.h"
#include "ui/session/session_progress.h"

#include <QElapsedTimer>
#include <QFutureWatcher>
#include <QObject>
#include <QThreadPool>

#include <filesystem>
#include <memory>

namespace spindle {

/// How a measurement ended.
struct MeasurementEnd {
  Outcome outcome = Outcome::finished;
  std::string error;       ///< one sentence; empty where nothing went wrong
  bool ofDraws = false;    ///< it computed draws of the variables
  bool allStored = false;  ///< nothing had to be computed
  bool anyStored = false;  ///< something was there before
  double seconds = 0.0;    ///< it took
};

/// The one computation of a session, in a thread of its own: it delivers points as checkpoints are finished. A new one
/// leaves the one before, and starts when that has let go of its file. GUI thread.
class SessionMeasurement : public QObject {
  Q_OBJECT

 public:
  explicit SessionMeasurement(QObject* parent = nullptr);
  ~SessionMeasurement() override;  ///< stops and waits for the thread (one batch of the network)

  /// Of the tables that later computations keep in memory, in bytes.
  void setTableMemory(std::size_t most) { tableMemory_ = most; }

  /// Delivers what stands in `file` and, unless storedOnly, computes the rest into it.
  void compute(std::shared_ptr<const Run> run, const ExtractionOptions& options, const std::filesystem::path& file,
               const Salience& salience, bool storedOnly);
  /// Computes what a grown run has that the results at `before`, which become those at `file`, lack; delivers what is
  /// new.
  void grow(std::shared_ptr<const Run> run, const ExtractionOptions& options, const std::filesystem::path& before,
            const std::filesystem::path& file, const Salience& salience);
  /// Computes so many draws of the variables in all beside the file; delivers no points.
  void computeDraws(std::shared_ptr<const Run> run, const ExtractionOptions& options, const std::filesystem::path& file,
                    std::size_t draws);
  void read(std::shared_ptr<ResultsReader> results, const Salience& salience);

  /// A folder of results that came with the program: taken in place of computing the same.
  void setBundledResults(const std::filesystem::path& folder) { bundled_ = folder; }

  void stop();   ///< ended() comes as soon as it has stopped
  void leave();  ///< stops; no signal comes any more

  [[nodiscard]] bool drawing() const { return drawing_; }
  [[nodiscard]] const SessionProgress& progress() const { return progress_; }

 signals:
  void pointFinished(const spindle::TrackPointPtr& point);
  void progressed();
  void ended(const spindle::MeasurementEnd& end);

 private:
  using Watcher = QFutureWatcher<TrackPointPtr>;

  void begin();
  void watch(const QFuture<TrackPointPtr>& future);
  void takeProgress(int done);
  void takeEnd();

  std::filesystem::path bundled_;
  std::shared_ptr<JobState> job_;
  std::unique_ptr<Watcher> watcher_;
  SessionProgress progress_;
  QElapsedTimer clock_;
  bool drawing_ = false;
  std::size_t tableMemory_;
  std::shared_ptr<KnownDigests> digests_ = std::make_shared<KnownDigests>();  ///< the thread's
  QThreadPool thread_;
};

}  // namespace spindle
