// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/beside_run.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;

namespace spindle {

/// Above the plots while a second run is open: both names in their colors, what differs in how they were made, along
/// what they are laid side by side, and a way to remove the second. Hidden otherwise.
class CompareBar : public QWidget {
  Q_OBJECT

 public:
  CompareBar(BesideRun& beside, QWidget* parent = nullptr);

 signals:
  void pageWanted();  ///< all of the comparison

 protected:
  void changeEvent(QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  void refresh();
  void showText();

  BesideRun& beside_;
  QLabel *names_, *differing_;
  QComboBox* by_;
  QCheckBox* differences_;
  QString text_;  ///< what differs, whole
};

}  // namespace spindle
