// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/figure_charts.h"
#include "ui/figure/figure_style.h"

#include <QDialog>

#include <vector>

class QCheckBox;
class QComboBox;
class QLabel;

namespace spindle::app {

/// Asks which figure of any analysis to write and how wide; the file is asked afterwards.
class FigureDialog : public QDialog {
  Q_OBJECT

 public:
  explicit FigureDialog(std::vector<NamedFigure> figures, QWidget* parent);

  [[nodiscard]] const NamedFigure& figure() const;
  [[nodiscard]] FigureStyle style() const;

 private:
  void describe();

  std::vector<NamedFigure> figures_;
  QComboBox *kind_, *width_;
  QLabel* caption_;
  QCheckBox *hatch_, *note_;
};

}  // namespace spindle::app
