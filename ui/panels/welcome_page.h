// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/sample_card.h"

#include <QList>
#include <QWidget>

#include <filesystem>
#include <vector>

class QAction;
class QToolButton;

namespace spindle {

/// What stands in the middle while no run is open: how to open one, and cards of sample runs. Their thumbnails are read
/// from the runs when the page is first seen; a run that cannot be read has none.
class WelcomePage : public QWidget {
  Q_OBJECT

 public:
  WelcomePage(QAction* openRun, QAction* openResults, std::vector<SampleCard> samples = {}, QWidget* parent = nullptr);

 signals:
  void sampleChosen(const std::filesystem::path& folder);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void showEvent(QShowEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void paintThumbnails();

  std::vector<SampleCard> samples_;
  QList<QToolButton*> cards_;
};

}  // namespace spindle
