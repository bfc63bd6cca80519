// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/variable_choice.h"

#include <QWidget>

class QCheckBox;
class QSpinBox;
class QToolButton;

namespace spindle {

/// What edits the variables of an image beside the mouse: the size of the grid, a random selection, and whether all
/// samples change alike. For other kinds of input only what applies is shown.
class VariableTools : public QWidget {
  Q_OBJECT

 public:
  explicit VariableTools(QWidget* parent = nullptr);

  /// The grid that is picked from; no signal. images: whether there is a grid at all.
  void setGrid(const PickGrid& grid, bool images);
  [[nodiscard]] PickGrid grid() const;
  [[nodiscard]] EditScope scope() const;

 signals:
  void gridChanged();
  /// A random selection of so many cells within the frame: cells left free at each edge.
  void randomWanted(int count, std::uint64_t seed, int margin);

 private:
  QSpinBox *rows_, *columns_, *count_, *seed_, *margin_;
  QCheckBox* one_;
  QToolButton* random_;
  QWidget* grids_;
};

}  // namespace spindle
