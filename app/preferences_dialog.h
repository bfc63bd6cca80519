// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/theme.h"

#include <QDialog>

class QCheckBox;
class QComboBox;
class QSettings;
class QSpinBox;

namespace spindle::app {

/// What the window does unasked, with how many threads and how much memory, and how it looks. Writes the settings when
/// it is accepted.
class PreferencesDialog : public QDialog {
  Q_OBJECT

 public:
  PreferencesDialog(QSettings& settings, QWidget* parent);

  /// Random selections of the variables that are computed in idle time, the first among them; 0: none.
  static std::size_t idleDraws(const QSettings& settings);
  static int threads(const QSettings& settings);              ///< 0: one for each core
  static std::size_t tableMemory(const QSettings& settings);  ///< bytes
  static int decimals(const QSettings& settings);
  /// For a display that is far away; where nobody has said it, whether the window is shown over SSH.
  static bool reduced(const QSettings& settings);
  static Theme theme(const QSettings& settings);
  static void setTheme(QSettings& settings, Theme theme);

  void accept() override;

 private:
  QSettings& settings_;
  QCheckBox *idle_, *reduced_;
  QSpinBox *draws_, *threads_, *memory_, *decimals_;
  QComboBox* theme_;
};

}  // namespace spindle::app
