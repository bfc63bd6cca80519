// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/normalization_field.h"

#include "ui/panels/typed_numbers.h"

#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>

namespace spindle {
namespace {

using Numbers = std::vector<double>;

struct NormalizationPreset {
  QString name;
  Numbers mean, std;
};

Numbers rounded(Numbers numbers) {
  for (double& number : numbers) number = std::stod(QString::number(number, 'g', 6).toStdString());
  return numbers;
}

std::vector<NormalizationPreset> presetsFor(const RunFacts& facts) {
  std::vector<NormalizationPreset> list{{NormalizationField::tr("no normalization"), {0.0}, {1.0}}};
  const InputFormat& format = facts.samples.format;
  const bool image = format.kind == InputKind::image && format.shape.size() == 3;
  if (image && format.shape[0] == 1) {
    list.push_back({NormalizationField::tr("MNIST"), {0.1307}, {0.3081}});
    list.push_back({NormalizationField::tr("Fashion-MNIST"), {0.286}, {0.353}});
  }
  if (image && format.shape[0] == 3) {
    list.push_back({NormalizationField::tr("ImageNet"), {0.485, 0.456, 0.406}, {0.229, 0.224, 0.225}});
    list.push_back({NormalizationField::tr("CIFAR-10"), {0.4914, 0.4822, 0.4465}, {0.247, 0.2435, 0.2616}});
  }
  if (image) list.push_back({NormalizationField::tr("from \u22121 to 1"), {0.5}, {0.5}});
  if (!facts.moments.mean.empty())
    list.push_back({NormalizationField::tr("computed from these samples"), rounded(facts.moments.mean),
                    rounded(facts.moments.std)});
  return list;
}

}  // namespace

NormalizationField::NormalizationField(const RunFacts& facts, QWidget* parent)
    : QWidget(parent), presets_(new QComboBox(this)), mean_(new QLineEdit(this)), std_(new QLineEdit(this)) {
  presets_->setObjectName("presets");
  for (const auto& [name, mean, deviation] : presetsFor(facts))
    presets_->addItem(name, QVariant::fromValue(QStringList{numbersText(mean), numbersText(deviation)}));
  presets_->addItem(tr("custom"));
  mean_->setObjectName("mean");
  mean_->setAccessibleName(tr("Mean"));
  std_->setObjectName("std");
  std_->setAccessibleName(tr("Std"));
  mean_->setToolTip(tr("Subtracted from raw values: one number, or one per channel or column"));
  std_->setToolTip(tr("Then divided by: one number, or one per channel or column"));
  connect(presets_, &QComboBox::activated, this, [this](int index) {
    const QStringList numbers = presets_->itemData(index).toStringList();
    if (numbers.size() != 2) return mean_->setFocus();
    mean_->setText(numbers[0]);
    std_->setText(numbers[1]);
  });
  for (const QLineEdit* line : {mean_, std_})
    connect(line, &QLineEdit::textChanged, this, &NormalizationField::showPreset);
  auto* grid = new QGridLayout(this);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->addWidget(presets_, 0, 0, 1, 4);
  grid->addWidget(new QLabel(tr("mean"), this), 1, 0);
  grid->addWidget(mean_, 1, 1);
  grid->addWidget(new QLabel(tr("std"), this), 1, 2);
  grid->addWidget(std_, 1, 3);
  setMinimumHeight(sizeHint().height());  // two lines are not squeezed on a small screen
}

void NormalizationField::showPreset() {
  int found = presets_->count() - 1;
  for (int i = 0; i + 1 < presets_->count(); ++i) {
    if (presets_->itemData(i).toStringList() == QStringList{mean_->text(), std_->text()}) found = i;
  }
  presets_->setCurrentIndex(found);
  emit changed();
}

void NormalizationField::setNumbers(const Numbers& mean, const Numbers& deviation) {
  mean_->setText(numbersText(mean.empty() ? Numbers{0.0} : mean));
  std_->setText(numbersText(deviation.empty() ? Numbers{1.0} : deviation));
}

std::optional<Numbers> NormalizationField::mean() const {
  return typedNumbers(mean_->text());
}

std::optional<Numbers> NormalizationField::deviation() const {
  return typedNumbers(std_->text());
}

void NormalizationField::setEditable(bool editable) {
  for (QWidget* field : {static_cast<QWidget*>(presets_), static_cast<QWidget*>(mean_), static_cast<QWidget*>(std_)})
    field->setEnabled(editable);
}

}  // namespace spindle
