// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/figure/figure_spec.h"

#include <QDialog>

class QCheckBox;
class QComboBox;

namespace spindle::app {

/// Asks which figure to write and how wide; the place is asked afterwards.
class FigureDialog : public QDialog {
  Q_OBJECT

 public:
  explicit FigureDialog(QWidget* parent);

  /// Kind, width and hatching; the checkpoints are left to the caller.
  [[nodiscard]] FigureSpec spec() const;

 private:
  QComboBox *kind_, *width_;
  QCheckBox* hatch_;
};

}  // namespace spindle::app
