// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chart/table.h"

#include <QTableWidget>

namespace spindle {

/// A table of an analysis on screen, as it is meant to be read. Long texts become tool tips of their rows; a click on a
/// row selects what it is about; Copy takes the whole table in full precision. At most 500 rows are shown.
class AnalysisTable : public QTableWidget {
  Q_OBJECT

 public:
  explicit AnalysisTable(QWidget* parent = nullptr);

  /// epochs: the checkpoints are called epochs.
  void show(const Table& table, bool epochs);
  using QTableWidget::show;
  void clearTable();

  /// The table that is shown, tidy and in full precision, separated by tabs.
  [[nodiscard]] QString asText() const;

 signals:
  void chosen(const spindle::ChartTarget& target);

 protected:
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void choose(int row);

  std::vector<ChartTarget> targets_;
  std::string text_;
};

}  // namespace spindle
