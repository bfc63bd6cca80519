// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/variable_choice.h"

#include <QListWidget>

#include <optional>

namespace spindle {

/// The words of a text, as it reads, or the columns of a table, one a line; those that are variables stand out, and
/// those that are one variable together are joined. A click on a variable asks for what contains it; while editing it
/// adds or removes one, and Shift-click makes all from the last click to here one variable. With the keyboard Space or
/// Return clicks, Shift and arrows mark a range, Shift+Return makes it one variable.
class VariableItems : public QListWidget {
  Q_OBJECT

 public:
  explicit VariableItems(QWidget* parent = nullptr);

  /// texts: of each word or column; variables: with these positions.
  void show(const QStringList& texts, const InputVariables& variables, bool flowing);
  void setEditing(bool editing);
  void setLit(Coalition lit, Coalition contained);
  /// What the network sees in place of each text with these variables alone; empty: the texts again.
  void setMasked(const QStringList& texts, Coalition present);
  /// All from the last click, or the keyboard's mark, to the current item become one variable.
  void groupToCurrent();

  /// Number of the variable that the item belongs to.
  [[nodiscard]] std::optional<std::size_t> variableOf(int item) const;

 signals:
  void variableClicked(std::size_t variable);
  void toggled(unsigned place);
  void grouped(const std::vector<std::uint32_t>& places);

 protected:
  void mousePressEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  bool event(QEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void click(int item, bool group);
  void paintItems();

  InputVariables variables_;
  QStringList texts_, masked_;
  Coalition lit_ = 0, contained_ = 0, present_ = 0;
  int last_ = -1;  ///< item of the last click, or where marking began
  bool editing_ = false, marking_ = false;
};

}  // namespace spindle
