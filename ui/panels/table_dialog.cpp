// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/table_dialog.h"

#include "core/analysis/series_axis.h"
#include "ui/panels/analysis_table.h"
#include "ui/session/in_background.h"

#include <QClipboard>
#include <QDialogButtonBox>
#include <QGuiApplication>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <optional>

namespace spindle {

TableDialog::TableDialog(AnalyzedPtr found, std::shared_ptr<const Analysis> analysis, const TableMaker& maker,
                         QWidget* parent)
    : QDialog(parent), found_(std::move(found)), table_(new AnalysisTable(this)), note_(new QLabel(this)) {
  setObjectName("tableDialog");
  setWindowTitle(tr("%1: %2").arg(QString::fromStdString(analysis->info().title), QString::fromStdString(maker.title)));
  note_->setTextFormat(Qt::PlainText);
  note_->setText(tr("Reading\u2026"));
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
  auto* copy = buttons->addButton(tr("Copy"), QDialogButtonBox::ActionRole);
  copy->setToolTip(tr("Copy all rows in full precision, separated by tabs"));
  copy->setEnabled(false);
  connect(copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(table_->asText()); });
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  connect(table_, &AnalysisTable::chosen, this, &TableDialog::chosen);
  auto* column = new QVBoxLayout(this);
  column->addWidget(table_, 1);
  column->addWidget(note_);
  column->addWidget(buttons);
  resize(760, 480);
  const auto work = [result = found_->found.at(analysis->info().name), make = maker.make]() -> std::optional<Table> {
    try {
      RunControl control;
      return make(control);
    } catch (const std::exception&) {
      return std::nullopt;
    }
  };
  const bool epochs = stepsAreEpochs(found_->results->header());
  inBackground(this, work, [this, copy, epochs](const std::optional<Table>& table) {
    if (!table) return note_->setText(tr("The table could not be read; the results file was changed or removed."));
    table_->show(*table, epochs);
    const auto rows = static_cast<int>(table->wide().rows().size());
    note_->setText(rows > table_->rowCount()
                       ? tr("%1 of %2 rows; Copy and the CSV files have all").arg(table_->rowCount()).arg(rows)
                       : tr("%1 rows").arg(rows));
    copy->setEnabled(true);
  });
}

}  // namespace spindle
