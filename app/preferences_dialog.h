// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QCheckBox;
class QSettings;
class QSpinBox;

namespace spindle::app {

/// What the window does unasked. Writes the settings when it is accepted.
class PreferencesDialog : public QDialog {
  Q_OBJECT

 public:
  PreferencesDialog(QSettings& settings, QWidget* parent);

  /// Random selections of the variables that are computed in idle time, the first among them; 0: none.
  static std::size_t idleDraws(const QSettings& settings);

  void accept() override;

 private:
  QSettings& settings_;
  QCheckBox* idle_;
  QSpinBox* draws_;
};

}  // namespace spindle::app
