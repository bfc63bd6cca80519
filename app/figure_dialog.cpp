// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/figure_dialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>

namespace spindle::app {

FigureDialog::FigureDialog(std::vector<NamedFigure> figures, QWidget* parent)
    : QDialog(parent),
      figures_(std::move(figures)),
      kind_(new QComboBox(this)),
      width_(new QComboBox(this)),
      caption_(new QLabel(this)),
      hatch_(new QCheckBox(tr("Hatch negative bars, for grayscale printing"), this)),
      note_(new QCheckBox(tr("Small print with the choices behind it"), this)) {
  setObjectName("figureDialog");
  setWindowTitle(tr("Export figure"));
  for (const NamedFigure& one : figures_)
    kind_->addItem(
        tr("%1: %2").arg(QString::fromStdString(one.analysis->info().title), QString::fromStdString(one.figure.title)));
  const std::pair<QString, double> widths[] = {{tr("NeurIPS, ICLR: 5.50 in"), 5.5}, {tr("ICML, column: 3.25 in"), 3.25},
                                               {tr("ICML, full: 6.75 in"), 6.75},   {tr("CVPR, full: 6.875 in"), 6.875},
                                               {tr("ACL, full: 6.30 in"), 6.3},     {tr("IEEE, column: 3.50 in"), 3.5},
                                               {tr("IEEE, full: 7.16 in"), 7.16},   {tr("Nature, full: 7.20 in"), 7.2}};
  for (const auto& [text, inches] : widths) width_->addItem(text, inches);
  caption_->setWordWrap(true);
  caption_->setMinimumHeight(3 * caption_->fontMetrics().lineSpacing());
  caption_->setAlignment(Qt::AlignTop);
  caption_->setTextFormat(Qt::PlainText);
  note_->setChecked(true);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Cancel, this);
  buttons->button(QDialogButtonBox::Save)->setText(tr("Choose file\u2026"));
  connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  connect(kind_, &QComboBox::currentIndexChanged, this, &FigureDialog::describe);
  auto* form = new QFormLayout(this);
  form->addRow(tr("Figure"), kind_);
  form->addRow(QString(), caption_);
  form->addRow(tr("Width"), width_);
  form->addRow(QString(), hatch_);
  form->addRow(QString(), note_);
  form->addRow(buttons);
  describe();
}

void FigureDialog::describe() {
  caption_->setText(figures_.empty() ? QString() : QString::fromStdString(figure().figure.sentence));
}

const NamedFigure& FigureDialog::figure() const {
  return figures_.at(static_cast<std::size_t>(kind_->currentIndex()));
}

FigureStyle FigureDialog::style() const {
  FigureStyle style;
  style.widthInches = width_->currentData().toDouble();
  style.hatchNegative = hatch_->isChecked();
  style.note = note_->isChecked();
  return style;
}

}  // namespace spindle::app
