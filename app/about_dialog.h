// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

namespace spindle::app {

/// Version, license, which PyTorch evaluates the networks (found in a thread: loading it takes a moment), and what to
/// cite, to be copied.
class AboutDialog : public QDialog {
  Q_OBJECT

 public:
  explicit AboutDialog(QWidget* parent);

  /// What to cite, as BibTeX.
  static QString citation();
};

}  // namespace spindle::app
