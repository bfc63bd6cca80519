// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sample_models/train.h"

#include <QDialog>
#include <QSettings>
#include <QStringList>

#include <vector>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace spindle::app {

/// Asks which sample network to train, with which settings and into which folder. Stays open until it is told that the
/// training has begun, and shows what was wrong with it.
class TrainDialog : public QDialog {
  Q_OBJECT

 public:
  /// settings: where it finds what was typed last.
  TrainDialog(QSettings& settings, QWidget* parent);

  /// Those of `spindle train` but for the folder.
  [[nodiscard]] QStringList options() const;
  [[nodiscard]] QString folder() const;
  void showProblem(const QString& sentence);

 signals:
  void startWanted();

 private:
  struct Field {
    const char* option;
    QLineEdit* edit;
  };
  void add(const char* option, const QString& name, const QString& tip);
  void takeModel();
  void takeFolder();
  void chooseFolder();
  void start();

  QSettings& settings_;
  std::vector<SampleModel> models_;
  QComboBox* model_;
  QLabel* about_;
  std::vector<Field> fields_;
  QLineEdit* folder_;
  QString proposed_;  ///< the folder that was put there, not typed
  QLabel* problem_;
  QPushButton* start_;
};

}  // namespace spindle::app
