// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/figure_dialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QPushButton>

namespace spindle::app {

FigureDialog::FigureDialog(QWidget* parent)
    : QDialog(parent),
      kind_(new QComboBox(this)),
      width_(new QComboBox(this)),
      hatch_(new QCheckBox(tr("Hatch negative bars, for gray prints"), this)) {
  setObjectName("figureDialog");
  setWindowTitle(tr("Export figure"));
  kind_->addItem(tr("Bars by order at chosen checkpoints"), static_cast<int>(FigureKind::orders));
  kind_->addItem(tr("Mean order and losses over training"), static_cast<int>(FigureKind::dynamics));
  kind_->addItem(tr("Heat map: order by checkpoint"), static_cast<int>(FigureKind::heatmap));
  const std::pair<QString, double> widths[] = {{tr("NeurIPS, ICLR: 5.50 in"), 5.5}, {tr("ICML, column: 3.25 in"), 3.25},
                                               {tr("ICML, full: 6.75 in"), 6.75},   {tr("CVPR, full: 6.875 in"), 6.875},
                                               {tr("ACL, full: 6.30 in"), 6.3},     {tr("IEEE, column: 3.50 in"), 3.5},
                                               {tr("IEEE, full: 7.16 in"), 7.16},   {tr("Nature, full: 7.20 in"), 7.2}};
  for (const auto& [text, inches] : widths) width_->addItem(text, inches);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Cancel, this);
  buttons->button(QDialogButtonBox::Save)->setText(tr("Choose file\u2026"));
  connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  connect(kind_, &QComboBox::currentIndexChanged, this, [this](int index) { hatch_->setEnabled(index == 0); });
  auto* form = new QFormLayout(this);
  form->addRow(tr("Figure"), kind_);
  form->addRow(tr("Width"), width_);
  form->addRow(QString(), hatch_);
  form->addRow(buttons);
}

FigureSpec FigureDialog::spec() const {
  FigureSpec spec;
  spec.kind = static_cast<FigureKind>(kind_->currentData().toInt());
  spec.widthInches = width_->currentData().toDouble();
  spec.hatchNegative = hatch_->isChecked() && hatch_->isEnabled();
  return spec;
}

}  // namespace spindle::app
