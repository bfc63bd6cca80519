// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/run_control.h"

#include <atomic>
#include <chrono>
#include <mutex>
#include <string>

namespace spindle::app {

/// Ctrl-C asks the work to stop; so do SIGTERM and SIGUSR1, with which schedulers announce the end, unless the work
/// looks for endRequested() itself. Progress goes to standard error, and only to a terminal. One object at a time.
class TerminalControl : public RunControl {
 public:
  TerminalControl();
  ~TerminalControl() override;
  TerminalControl(const TerminalControl&) = delete;
  TerminalControl& operator=(const TerminalControl&) = delete;

  [[nodiscard]] bool stopRequested() const override;
  /// SIGTERM or SIGUSR1 came: the work should end at the next good place.
  [[nodiscard]] bool endRequested() const;
  /// Whether the work ends at good places, so that these two signals do not stop it at once.
  void endsByItself(bool itself) { endsByItself_ = itself; }
  void progress(std::size_t done, std::size_t total, std::string_view what) override;

  /// Shows a line in the place of the progress.
  void waiting(std::string_view what);

  /// Removes the progress line, so that the next output starts on a clean line.
  void clear();

 private:
  std::mutex mutex_;
  bool terminal_;
  std::atomic<bool> endsByItself_{false};
  bool shown_ = false;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point last_{};
};

}  // namespace spindle::app
