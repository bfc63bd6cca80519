// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/strength_table.h"

#include "ui/panels/dynamics_view.h"
#include "ui/panels/fit_longer.h"
#include "ui/session/track_text.h"
#include "ui/session/wording.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

namespace spindle {

StrengthTable::StrengthTable(const DynamicsView& view, QWidget* parent)
    : QWidget(parent), view_(view), place_(new QLabel(this)), table_(new QTableWidget(this)) {
  place_->setWordWrap(true);
  table_->setObjectName("strengthTable");
  table_->setAccessibleName(tr("Strength by order, as numbers"));
  table_->setColumnCount(6);
  table_->setHorizontalHeaderLabels(
      {tr("AND +"), tr("OR +"), tr("AND \u2212"), tr("OR \u2212"), tr("+"), tr("\u2212")});
  table_->verticalHeader()->setDefaultSectionSize(table_->fontMetrics().height() + 5);
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
    const auto row = strengthsOf(strength_, k);
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
  fitLonger(*table_, longest_);
}

QString StrengthTable::asText() const {
  return strengthText(strength_);
}

}  // namespace spindle
