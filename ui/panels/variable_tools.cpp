// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/variable_tools.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>
#include <QWidgetAction>

namespace spindle {
namespace {

constexpr int mostCells = 32, usualCount = 10, mostCount = 16;

QSpinBox* spinBox(int low, int high, int value, QWidget* parent) {
  auto* box = new QSpinBox(parent);
  box->setRange(low, high);
  box->setValue(value);
  return box;
}

}  // namespace

VariableTools::VariableTools(QWidget* parent)
    : QWidget(parent),
      rows_(spinBox(1, mostCells, 7, this)),
      columns_(spinBox(1, mostCells, 7, this)),
      count_(spinBox(1, mostCount, usualCount, this)),
      seed_(spinBox(0, 999999, 1, this)),
      margin_(spinBox(0, mostCells / 2, 1, this)),
      one_(new QCheckBox(tr("Only this sample"), this)),
      random_(new QToolButton(this)),
      grids_(new QWidget(this)) {
  rows_->setAccessibleName(tr("Rows of the grid"));
  columns_->setAccessibleName(tr("Columns of the grid"));
  rows_->setObjectName("gridRows");
  columns_->setObjectName("gridColumns");
  one_->setObjectName("onlyThisSample");
  one_->setToolTip(tr("Otherwise all samples that have the same variables change alike"));
  auto* row = new QHBoxLayout(grids_);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(4);
  row->addWidget(new QLabel(tr("Grid"), this));
  row->addWidget(rows_);
  row->addWidget(new QLabel(QStringLiteral("\u00d7"), this));
  row->addWidget(columns_);
  row->addStretch(1);
  row->addWidget(random_);

  auto* form = new QWidget(this);
  auto* lines = new QFormLayout(form);
  auto* draw = new QPushButton(tr("Select"), form);
  lines->addRow(tr("Cells:"), count_);
  lines->addRow(tr("Cells left free at each edge:"), margin_);
  lines->addRow(tr("Seed:"), seed_);
  lines->addRow(draw);
  auto* menu = new QMenu(random_);
  auto* held = new QWidgetAction(menu);
  held->setDefaultWidget(form);
  menu->addAction(held);
  random_->setObjectName("randomCells");
  random_->setText(tr("Random\u2026"));
  random_->setToolTip(tr("Select cells at random"));
  random_->setPopupMode(QToolButton::InstantPopup);
  random_->setMenu(menu);

  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(2);
  column->addWidget(grids_);
  column->addWidget(one_);
  for (QSpinBox* box : {rows_, columns_})
    connect(box, &QSpinBox::valueChanged, this, [this](int) { emit gridChanged(); });
  connect(draw, &QPushButton::clicked, this, [this, menu] {
    menu->close();
    emit randomWanted(count_->value(), static_cast<std::uint64_t>(seed_->value()), margin_->value());
    seed_->setValue(seed_->value() + 1);
  });
}

void VariableTools::setGrid(const PickGrid& grid, bool images) {
  const QSignalBlocker quiet(this);
  rows_->setValue(grid.rows);
  columns_->setValue(grid.columns);
  grids_->setVisible(images);
}

PickGrid VariableTools::grid() const {
  return {rows_->value(), columns_->value()};
}

EditScope VariableTools::scope() const {
  return one_->isChecked() ? EditScope::one : EditScope::alike;
}

}  // namespace spindle
