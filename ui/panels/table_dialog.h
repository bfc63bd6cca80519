// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/analyzed_results.h"

#include <QDialog>

class QLabel;

namespace spindle {

class AnalysisTable;

/// One table of an analysis in a window of its own, with a button that copies it in full precision. The table is made
/// in another thread.
class TableDialog : public QDialog {
  Q_OBJECT

 public:
  /// Keeps the results alive for as long as it is open.
  TableDialog(AnalyzedPtr found, std::shared_ptr<const Analysis> analysis, const TableMaker& maker,
              QWidget* parent = nullptr);

 signals:
  void chosen(const spindle::ChartTarget& target);

 private:
  AnalyzedPtr found_;
  AnalysisTable* table_;
  QLabel* note_;
};

}  // namespace spindle
