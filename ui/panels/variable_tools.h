// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/edit_actions.h"
#include "ui/session/variable_picker.h"

#include <QWidget>

class QLabel;
class QSpinBox;
class QDoubleSpinBox;
class QTimer;
class QToolButton;

namespace spindle {

/// What edits the variables beside the mouse. Images: the size of the grid, a brush, superpixels, a random selection;
/// points: the number of clusters and how many are drawn; texts and tables: grouping. And whether all samples change
/// alike.
class VariableTools : public QWidget {
  Q_OBJECT

 public:
  explicit VariableTools(VariablePicker& picker, QWidget* parent = nullptr);

  void setActions(const EditActions& actions);
  /// Shows what applies to that kind of input; no signal.
  void setKind(InputKind kind, const InputFormat& format);
  [[nodiscard]] bool brushing() const;
  [[nodiscard]] int radius() const;  ///< of the brush, in pixels
  void changeRadius(int by);

 signals:
  void gridChanged();
  void brushChanged();
  void groupWanted();

 private:
  QWidget* imageTools();
  QWidget* pointTools();
  void menuOf(QToolButton* button, QWidget* form);
  void propose();

  VariablePicker& picker_;
  QSpinBox *rows_, *columns_, *radius_, *count_, *seed_, *margin_, *regions_, *clusters_, *drawn_, *clusterSeed_;
  QDoubleSpinBox* compactness_;
  QToolButton *brush_, *superpixels_, *random_, *group_, *one_;
  QWidget *image_, *points_;
  QTimer* settled_;
  QAction* brushing_ = nullptr;
};

}  // namespace spindle
