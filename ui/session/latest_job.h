// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/in_background.h"
#include "ui/session/job_answer.h"

#include <functional>
#include <utility>

namespace spindle {

/// Work in another thread of which only the newest answer counts. One work is at it at a time: a newer one asks it to
/// stop, waits for its end, and takes the place of another that waits. A member of its receiver: destroyed or
/// canceled, it calls nobody back. All functions and take() in the thread that made it; waits for nothing, so work
/// must own what it uses.
template <class T>
class LatestJob {
 public:
  using Work = std::function<T(RunControl&)>;  ///< may throw anything; Stopped where the control says so
  using Take = std::function<void(const JobAnswer<T>&)>;

  explicit LatestJob(QThreadPool* pool = QThreadPool::globalInstance()) : pool_(pool) {}
  ~LatestJob() { cancel(); }
  LatestJob(const LatestJob&) = delete;
  LatestJob& operator=(const LatestJob&) = delete;

  void run(Work work, Take take) {
    cancel();
    waiting_ = std::move(work);
    take_ = std::move(take);
    if (!running_) start();
  }

  /// No answer comes any more.
  void cancel() {
    if (stop_) *stop_ = true;
    waiting_ = nullptr;
    take_ = nullptr;
  }

  /// Whether an answer is still to come.
  [[nodiscard]] bool busy() const { return take_ != nullptr; }

 private:
  void start() {
    running_ = true;
    stop_ = std::make_shared<std::atomic<bool>>(false);
    const auto work = [work = std::exchange(waiting_, nullptr), stop = stop_] {
      FlagControl control(stop);
      return answerOf<T>(work, control);
    };
    inBackground(
        &context_, work, [this](const JobAnswer<T>& answer) { end(answer); }, pool_);
  }

  void end(const JobAnswer<T>& answer) {
    running_ = false;
    if (waiting_) return start();
    if (const Take take = std::exchange(take_, nullptr)) take(answer);  // last: it may destroy this
  }

  QThreadPool* pool_;
  bool running_ = false;
  Work waiting_;
  Take take_;
  std::shared_ptr<std::atomic<bool>> stop_;
  QObject context_;
};

}  // namespace spindle
