#pragma once

#include "ui/figure/animation_spec.h"

#include <QProgressDialog>

#include <atomic>
#include <filesystem>
#include <memory>

namespace spindle::app {

/// Writes a film in another thread, with progress and Cancel; not modal. Deletes itself at the end.
class AnimationExport : public QProgressDialog {
  Q_OBJECT

 public:
  AnimationExport(const std::filesystem::path& results, const AnimationSpec& spec, const std::filesystem::path& target,
                  QWidget* parent);
  ~AnimationExport() override;  ///< stops the writing; nothing half-written stays

 signals:
  /// What to tell the user; nothing where she cancelled.
  void ended(const QString& sentence, bool failure);

 private:
  std::shared_ptr<std::atomic<bool>> stop_;
};

}  // namespace spindle::app
