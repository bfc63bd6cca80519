// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/analysis_table.h"

#include "ui/panels/plain_tip.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>

#include <algorithm>

namespace spindle {
namespace {

constexpr std::size_t mostRows = 500, longestText = 60;

QString cellText(const Table& table, std::size_t row, std::size_t column) {
  return QString::fromStdString(readableText(table.rows()[row][column], table.columns()[column].kind));
}

/// Columns of sentences, which would leave no room for the numbers.
std::vector<bool> longColumns(const Table& table) {
  std::vector<bool> tooLong(table.columns().size(), false);
  for (std::size_t c = 0; c < tooLong.size(); ++c) {
    if (table.columns()[c].kind != ColumnKind::text) continue;
    for (const auto& row : table.rows()) {
      const auto* text = std::get_if<std::string>(&row[c]);
      tooLong[c] = tooLong[c] || (text != nullptr && text->size() > longestText);
    }
  }
  if (!tooLong.empty()) tooLong.front() = false;  // what a row is called
  return tooLong;
}

std::string tabText(const Table& table) {
  std::string text;
  for (std::size_t c = 0; c < table.columns().size(); ++c) text += (c > 0 ? "\t" : "") + table.columns()[c].name;
  text += '\n';
  for (const auto& row : table.rows()) {
    for (std::size_t c = 0; c < row.size(); ++c) {
      std::string cell = fullText(row[c]);
      std::replace_if(
          cell.begin(), cell.end(), [](char x) { return x == '\t' || x == '\n' || x == '\r'; }, ' ');
      text += (c > 0 ? "\t" : "") + cell;
    }
    text += '\n';
  }
  return text;
}

}  // namespace

AnalysisTable::AnalysisTable(QWidget* parent) : QTableWidget(parent) {
  verticalHeader()->hide();
  verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 6);
  horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
  setEditTriggers(QAbstractItemView::NoEditTriggers);
  setSelectionBehavior(QAbstractItemView::SelectRows);
  setSelectionMode(QAbstractItemView::SingleSelection);
  setShowGrid(false);
  setTabKeyNavigation(false);
  setWordWrap(false);
  setMinimumWidth(13 * fontMetrics().height());
  connect(this, &QTableWidget::cellClicked, this, [this](int row) { choose(row); });
  connect(this, &QTableWidget::cellActivated, this, [this](int row) { choose(row); });
}

void AnalysisTable::choose(int row) {
  const auto at = static_cast<std::size_t>(row);
  if (at < targets_.size() && targets_[at].kind != TargetKind::none) emit chosen(targets_[at]);
}

void AnalysisTable::clearTable() {
  targets_.clear();
  text_.clear();
  setRowCount(0);
  setColumnCount(0);
}

void AnalysisTable::show(const Table& tidy, bool epochs) {
  const Table table = tidy.wide();
  const std::vector<bool> tooLong = longColumns(table);
  setUpdatesEnabled(false);
  clearTable();
  setAccessibleName(QString::fromStdString(table.title()));
  text_ = tabText(tidy);
  targets_ = table.targets();
  QStringList titles;
  std::vector<std::size_t> columns;
  for (std::size_t c = 0; c < table.columns().size(); ++c) {
    if (tooLong[c]) continue;
    columns.push_back(c);
    const ColumnInfo& column = table.columns()[c];
    const QString unit =
        column.unit.empty() ? QString() : QStringLiteral(" (%1)").arg(QString::fromStdString(column.unit));
    titles << (epochs && column.title == "step" ? tr("epoch") : QString::fromStdString(column.title).trimmed() + unit);
  }
  setColumnCount(static_cast<int>(columns.size()));
  setHorizontalHeaderLabels(titles);
  const std::size_t rows = std::min(mostRows, table.rows().size());
  setRowCount(static_cast<int>(rows));
  for (std::size_t r = 0; r < rows; ++r) {
    QString tip;
    for (std::size_t c = 0; c < tooLong.size(); ++c) {
      if (tooLong[c]) tip = cellText(table, r, c);
    }
    for (std::size_t i = 0; i < columns.size(); ++i) {
      auto* item = new QTableWidgetItem(cellText(table, r, columns[i]));
      const bool text = table.columns()[columns[i]].kind == ColumnKind::text;
      item->setTextAlignment((text ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
      item->setToolTip(plainTip(tip.isEmpty() && text ? item->text() : tip));
      setItem(static_cast<int>(r), static_cast<int>(i), item);
    }
  }
  setUpdatesEnabled(true);
}

QString AnalysisTable::asText() const {
  return QString::fromStdString(text_);
}

void AnalysisTable::keyPressEvent(QKeyEvent* event) {
  if (event->matches(QKeySequence::Copy)) {
    QGuiApplication::clipboard()->setText(asText());
    event->accept();
    return;
  }
  QTableWidget::keyPressEvent(event);
}

}  // namespace spindle
