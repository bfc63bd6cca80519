// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/figure_order.h"
#include "ui/figure/venue.h"

#include <QDialog>
#include <QTimer>

#include <vector>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace spindle::app {

/// The sample that is looked at, for figures of it: its row in the results, and the input where it is known.
struct OfferedSample {
  std::size_t row = 0;
  std::shared_ptr<const ShownSample> input = {};
};

/// Asks which figure of any analysis to write, or composes a page of several, for which venue, and shows it at its
/// true size with what an editor would complain of; the file is asked afterwards.
class FigureDialog : public QDialog {
  Q_OBJECT

 public:
  FigureDialog(AnalyzedPtr found, AnalysisList analyses, QWidget* parent, OfferedSample sample = {});

  /// Throws UserError where the page or the steps are none.
  [[nodiscard]] FigureOrder order() const;

 private:
  QWidget* makeChoices();
  QWidget* makePreview();
  void fillCharts();
  void takeVenue();
  void refresh();
  void addPanel();
  void openPage();
  void savePage();
  void copyCommand();
  [[nodiscard]] PagePlan plan() const;
  [[nodiscard]] std::optional<double> columnInches() const;

  AnalyzedPtr found_;
  AnalysisList analyses_;
  OfferedSample sample_;
  std::vector<Venue> venues_;
  QComboBox *kind_, *chart_, *venue_, *column_, *font_, *palette_;
  QDoubleSpinBox *width_, *dpi_;
  QLineEdit* steps_;
  QCheckBox *raw_, *hatch_, *note_, *outlines_, *transparent_, *composed_;
  QPlainTextEdit* page_;
  QString pageFile_, savedPage_;  ///< where the page was read or saved last, and its text then
  QWidget* pageButtons_ = nullptr;
  QLabel *caption_, *preview_, *warnings_;
  QPushButton *save_ = nullptr, *copy_ = nullptr;
  QTimer later_;
};

}  // namespace spindle::app
