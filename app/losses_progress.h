#pragma once

#include <QProgressDialog>

#include <atomic>
#include <filesystem>
#include <memory>

namespace spindle::app {

/// Computes the losses of a run from its samples in another thread and writes them into its folder, with progress and
/// Cancel; not modal. Deletes itself at the end.
class LossesProgress : public QProgressDialog {
  Q_OBJECT

 public:
  LossesProgress(const std::filesystem::path& run, QWidget* parent);
  ~LossesProgress() override;  ///< stops the work; nothing half-written stays

 signals:
  /// What to tell the user; nothing where she cancelled.
  void ended(const QString& sentence, bool failure);

 private:
  std::shared_ptr<std::atomic<bool>> stop_;
};

}  // namespace spindle::app
