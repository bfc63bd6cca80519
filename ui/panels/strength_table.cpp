// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/strength_table.h"

#include "ui/panels/dynamics_view.h"
#include "ui/session/wording.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

#include <array>

namespace spindle {
namespace {

std::array<double, 6> rowOf(const OrderStrength& strength, int order) {
  const auto i = static_cast<std::size_t>(order - 1);
  return {strength.andPositive[i], strength.orPositive[i],   strength.andNegative[i],
          strength.orNegative[i],  strength.positive(order), strength.negative(order)};
}

}  // namespace

StrengthTable::StrengthTable(const DynamicsView& view, QWidget* parent)
    : QWidget(parent), view_(view), place_(new QLabel(this)), table_(new QTableWidget(this)) {
  place_->setWordWrap(true);
  table_->setObjectName("strengthTable");
  table_->setAccessibleName(tr("Strength by order, as numbers"));
  table_->setColumnCount(6);
  table_->setHorizontalHeaderLabels(
      {tr("AND +"), tr("OR +"), tr("AND \u2212"), tr("OR \u2212"), tr("+"), tr("\u2212")});
  table_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
  table_->verticalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
  table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
  table_->setTabKeyNavigation(false);
  auto* copy = new QPushButton(tr("Copy"), this);
  copy->setToolTip(tr("Copy the numbers in full precision, separated by tabs"));
  connect(copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(asText()); });
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(8, 6, 8, 6);
  column->addWidget(place_);
  column->addWidget(table_, 1);
  column->addWidget(copy, 0, Qt::AlignRight);
  connect(&view, &DynamicsView::shown, this, [this] {
    if (isVisible()) refresh();
  });
}

void StrengthTable::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  refresh();
}

void StrengthTable::refresh() {
  strength_ = view_.strength();
  const QString name = view_.placeName();
  place_->setText(name.isEmpty() ? QString() : tr("Strengths, not shares: %1").arg(name));
  const int n = strength_.variables();
  table_->setRowCount(n);
  for (int k = 1; k <= n; ++k) {
    const auto row = rowOf(strength_, k);
    for (int column = 0; column < 6; ++column) {
      QTableWidgetItem* item = table_->item(k - 1, column);
      if (item == nullptr) {
        item = new QTableWidgetItem;
        item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
        table_->setItem(k - 1, column, item);
      }
      item->setText(valueText(row[static_cast<std::size_t>(column)]));
    }
  }
}

QString StrengthTable::asText() const {
  QString text = QStringLiteral("order\tand_positive\tor_positive\tand_negative\tor_negative\tpositive\tnegative\n");
  for (int k = 1; k <= strength_.variables(); ++k) {
    text += QString::number(k);
    for (const double value : rowOf(strength_, k)) text += '\t' + QString::number(value, 'g', 17);
    text += '\n';
  }
  return text;
}

}  // namespace spindle
