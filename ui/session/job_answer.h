// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/run_control.h"

#include <QString>

#include <atomic>
#include <exception>
#include <memory>
#include <optional>

namespace spindle {

/// How work in another thread ended: with a value, with an error, or stopped with neither.
template <class T>
struct JobAnswer {
  std::optional<T> value = {};
  QString error = {};  ///< one sentence for the user

  [[nodiscard]] bool stopped() const { return !value && error.isEmpty(); }
};

/// The sentence that tells the user of an exception: that of a UserError as it is; a defect of the program says so.
QString errorSentence(const std::exception& error);

/// Stops when the flag is set; reports no progress. Any thread.
class FlagControl : public RunControl {
 public:
  explicit FlagControl(std::shared_ptr<const std::atomic<bool>> stop) : stop_(std::move(stop)) {}
  [[nodiscard]] bool stopRequested() const override { return *stop_; }

 private:
  std::shared_ptr<const std::atomic<bool>> stop_;
};

/// Calls work(control) and lets no exception out.
template <class T, class Work>
JobAnswer<T> answerOf(Work&& work, RunControl& control) {
  try {
    return {work(control), {}};
  } catch (const Stopped&) {
    return {};
  } catch (const std::exception& error) {
    return {{}, errorSentence(error)};
  }
}

}  // namespace spindle
