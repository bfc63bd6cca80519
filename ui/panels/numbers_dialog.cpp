// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/numbers_dialog.h"

#include "ui/session/wording.h"

#include <QClipboard>
#include <QDialogButtonBox>
#include <QGuiApplication>
#include <QHeaderView>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace spindle {

NumbersDialog::NumbersDialog(const QString& title, const QString& text, QWidget* parent) : QDialog(parent) {
  setObjectName("numbersDialog");
  setWindowTitle(title);
  const QStringList lines = text.split('\n', Qt::SkipEmptyParts);
  const QStringList titles = lines.isEmpty() ? QStringList() : lines.front().split('\t');
  auto* table =
      new QTableWidget(std::max(0, static_cast<int>(lines.size()) - 1), static_cast<int>(titles.size()), this);
  table->setAccessibleName(title);
  table->setHorizontalHeaderLabels(titles);
  table->verticalHeader()->hide();
  table->setEditTriggers(QAbstractItemView::NoEditTriggers);
  table->setTabKeyNavigation(false);
  for (int row = 0; row < table->rowCount(); ++row) {
    const QStringList cells = lines[row + 1].split('\t');
    for (int column = 0; column < std::min<int>(table->columnCount(), static_cast<int>(cells.size())); ++column) {
      bool number = false;
      const double value = cells[column].toDouble(&number);
      auto* item = new QTableWidgetItem(!number                      ? cells[column]
                                        : value == std::floor(value) ? stepText(value)
                                                                     : valueText(value));
      if (number) {
        item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
        item->setToolTip(cells[column]);
      }
      table->setItem(row, column, item);
    }
  }
  table->resizeColumnsToContents();
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
  auto* copy = buttons->addButton(tr("Copy"), QDialogButtonBox::ActionRole);
  copy->setToolTip(tr("Copy all rows in full precision, separated by tabs"));
  connect(copy, &QPushButton::clicked, this, [text] { QGuiApplication::clipboard()->setText(text); });
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  auto* column = new QVBoxLayout(this);
  column->addWidget(table, 1);
  column->addWidget(buttons);
  resize(760, 480);
}

}  // namespace spindle
