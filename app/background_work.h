// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/run_control.h"

#include <QProgressDialog>

#include <atomic>
#include <functional>
#include <memory>

namespace spindle::app {

/// Work that takes a while, in another thread, with progress and Cancel; not modal. Deletes itself at the end.
class BackgroundWork : public QProgressDialog {
  Q_OBJECT

 public:
  /// Returns what to tell the user; empty where it was stopped. May throw UserError, which is told, and Stopped.
  using Work = std::function<QString(RunControl&)>;

  BackgroundWork(const QString& label, Work work, QWidget* parent);
  ~BackgroundWork() override;  ///< asks the work to stop

 signals:
  /// What to tell the user; nothing where she canceled.
  void ended(const QString& sentence, bool failure);

 private:
  std::shared_ptr<std::atomic<bool>> stop_;
};

}  // namespace spindle::app
