// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

namespace spindle {

/// The numbers behind a plot: text with tabs, its first line the titles, as a table that can be read and copied.
class NumbersDialog : public QDialog {
  Q_OBJECT

 public:
  NumbersDialog(const QString& title, const QString& text, QWidget* parent = nullptr);
};

}  // namespace spindle
