// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/session_measurement.h"

#include <QtConcurrent>

#include <utility>

namespace spindle {

SessionMeasurement::SessionMeasurement(QObject* parent) : QObject(parent), tableMemory_(usualTableBytes) {
  thread_.setMaxThreadCount(1);
}

SessionMeasurement::~SessionMeasurement() {
  leave();
  thread_.waitForDone();
}

void SessionMeasurement::leave() {
  if (job_) job_->stop = true;
  if (watcher_) {
    watcher_->disconnect(this);
    watcher_->cancel();
    watcher_.release()->deleteLater();
  }
  job_.reset();
  drawing_ = false;
  progress_ = {};
}

void SessionMeasurement::stop() {
  if (job_) job_->stop = true;
}

void SessionMeasurement::begin() {
  leave();
  job_ = std::make_shared<JobState>();
  job_->mostTableBytes = tableMemory_;
}

void SessionMeasurement::compute(std::shared_ptr<const Run> run, const ExtractionOptions& options,
                                 const std::filesystem::path& file, const Salience& salience, bool storedOnly) {
  begin();
  job_->storedOnly = storedOnly;
  job_->bundled = bundled_;
  watch(QtConcurrent::run(&thread_, computeJob, std::move(run), options, file, salience, job_));
}

void SessionMeasurement::grow(std::shared_ptr<const Run> run, const ExtractionOptions& options,
                              const std::filesystem::path& before, const std::filesystem::path& file,
                              const Salience& salience) {
  const std::size_t held = job_ ? job_->tableBytes.load() : 0;
  begin();
  job_->tableBytes = held;
  watch(QtConcurrent::run(&thread_, growJob, std::move(run), options, before, file, digests_, salience, job_));
}

void SessionMeasurement::computeDraws(std::shared_ptr<const Run> run, const ExtractionOptions& options,
                                      const std::filesystem::path& file, std::size_t draws) {
  begin();
  drawing_ = true;
  watch(QtConcurrent::run(&thread_, drawsJob, std::move(run), options, file, draws, job_));
}

void SessionMeasurement::read(std::shared_ptr<ResultsReader> results, const Salience& salience) {
  begin();
  watch(QtConcurrent::run(&thread_, readJob, std::move(results), salience, job_));
}

void SessionMeasurement::watch(const QFuture<TrackPointPtr>& future) {
  watcher_ = std::make_unique<Watcher>();
  Watcher* watcher = watcher_.get();
  connect(watcher, &Watcher::resultReadyAt, this,
          [this, watcher](int index) { emit pointFinished(watcher->resultAt(index)); });
  connect(watcher, &Watcher::finished, this, &SessionMeasurement::takeEnd);
  connect(watcher, &Watcher::progressValueChanged, this, &SessionMeasurement::takeProgress);
  watcher->setFuture(future);
}

void SessionMeasurement::takeProgress(int done) {
  if (progress_.total == 0) clock_.start();
  progress_.done = done;
  progress_.total = watcher_->progressMaximum();
  progress_.what = watcher_->progressText();
  progress_.seconds = 1e-9 * static_cast<double>(clock_.nsecsElapsed());
  emit progressed();
}

void SessionMeasurement::takeEnd() {
  emit ended({job_->outcome, job_->error, std::exchange(drawing_, false), job_->allStored, job_->anyStored,
              progress_.seconds});
}

}  // namespace spindle
