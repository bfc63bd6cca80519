// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/terminal_control.h"

#include "core/base/text.h"

#include <csignal>
#include <cstdio>
#include <unistd.h>

namespace spindle::app {
namespace {

std::atomic<bool> interrupted{false}, ending{false};  // the only things that a signal handler may touch

extern "C" void onInterrupt(int) {
  interrupted = true;
  std::signal(SIGINT, SIG_DFL);  // a second Ctrl-C ends the program at once
}

extern "C" void onEnd(int) {
  ending = true;
}

}  // namespace

TerminalControl::TerminalControl() : terminal_(isatty(STDERR_FILENO) == 1) {
  interrupted = false;
  ending = false;
  std::signal(SIGINT, onInterrupt);
  std::signal(SIGTERM, onEnd);
  std::signal(SIGUSR1, onEnd);
}

TerminalControl::~TerminalControl() {
  clear();
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
  std::signal(SIGUSR1, SIG_DFL);
}

bool TerminalControl::stopRequested() const {
  return interrupted || (ending && !endsByItself_);
}

bool TerminalControl::endRequested() const {
  return ending;
}

void TerminalControl::progress(std::size_t done, std::size_t total, std::string_view what) {
  if (!terminal_) return;
  const std::lock_guard lock(mutex_);
  const auto now = std::chrono::steady_clock::now();
  if (done < total && now - last_ < std::chrono::milliseconds(100)) return;
  last_ = now;
  shown_ = true;
  const double seconds = std::chrono::duration<double>(now - start_).count();
  const double left = done > 0 ? seconds / static_cast<double>(done) * static_cast<double>(total - done) : 0.0;
  std::fprintf(stderr, "\r\033[K%zu of %zu  %s  %.0f s left", done, total, printable(what).c_str(), left);
  std::fflush(stderr);
}

void TerminalControl::waiting(std::string_view what) {
  if (!terminal_) return;
  const std::lock_guard lock(mutex_);
  shown_ = true;
  std::fprintf(stderr, "\r\033[K%s", printable(what).c_str());
  std::fflush(stderr);
}

void TerminalControl::clear() {
  const std::lock_guard lock(mutex_);
  if (shown_) std::fputs("\r\033[K", stderr);
  shown_ = false;
}

}  // namespace spindle::app
