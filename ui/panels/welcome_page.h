// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/sample_card.h"

#include <QList>
#include <QWidget>

#include <filesystem>
#include <vector>

class QAction;
class QToolButton;
class QVBoxLayout;

namespace spindle {

/// What stands in the middle while no run is open: how to open one, cards of sample runs, and what was opened lately.
/// Their thumbnails are read from the runs when the page is first seen; a run that cannot be read has none.
class WelcomePage : public QWidget {
  Q_OBJECT

 public:
  WelcomePage(QAction* openRun, QAction* openResults, std::vector<SampleCard> samples = {}, QWidget* parent = nullptr);

  /// Offers the first few of them that exist.
  void setRecent(const QStringList& places);

 signals:
  void sampleChosen(const std::filesystem::path& folder);  ///< or a recent place

 protected:
  void paintEvent(QPaintEvent* event) override;
  void showEvent(QShowEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void paintThumbnails();

  std::vector<SampleCard> samples_;
  QList<QToolButton*> cards_;
  QVBoxLayout* recent_;
};

}  // namespace spindle
