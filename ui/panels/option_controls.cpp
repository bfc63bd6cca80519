// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/option_controls.h"

#include "core/chart/number_text.h"
#include "ui/panels/plain_tip.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>
#include <QSpinBox>
#include <QToolButton>

#include <algorithm>
#include <cmath>

namespace spindle {
namespace {

int decimalsOf(double step) {
  return std::clamp(static_cast<int>(std::ceil(-std::log10(step))), 0, 6);
}

constexpr int stopsADecade = 20;

/// Where a logarithmic slider starts; a least value of 0 is its first stop.
double firstDecade(const OptionInfo& option) {
  return option.low > 0.0 ? option.low : option.step;
}

int lastStop(const OptionInfo& option) {
  if (!option.logarithmic) return static_cast<int>(std::lround((option.high - option.low) / option.step));
  return static_cast<int>(std::lround(stopsADecade * std::log10(option.high / firstDecade(option)))) +
         (option.low > 0.0 ? 0 : 1);
}

double valueAtStop(const OptionInfo& option, int stop) {
  if (!option.logarithmic) return option.low + stop * option.step;
  if (option.low <= 0.0 && stop == 0) return 0.0;
  const double exponent = static_cast<double>(option.low > 0.0 ? stop : stop - 1) / stopsADecade;
  const double value = firstDecade(option) * std::pow(10.0, exponent);
  const double digits = std::pow(10.0, 2.0 - std::floor(std::log10(value)));  // three of them
  return std::clamp(std::round(value * digits) / digits, option.low, option.high);
}

int stopOf(const OptionInfo& option, double value) {
  if (!option.logarithmic) return static_cast<int>(std::lround((value - option.low) / option.step));
  if (value < firstDecade(option)) return 0;
  return static_cast<int>(std::lround(stopsADecade * std::log10(value / firstDecade(option)))) +
         (option.low > 0.0 ? 0 : 1);
}

}  // namespace

OptionControls::OptionControls(const std::string& group, const std::vector<OptionInfo>& options, QWidget* parent)
    : QWidget(parent) {
  auto* form = new QFormLayout(this);
  form->setContentsMargins(0, 0, 0, 0);
  form->setRowWrapPolicy(QFormLayout::WrapLongRows);
  for (const OptionInfo& option : options) {
    const QString name = QString::fromStdString(group + "." + option.name);
    form->addRow(QString::fromStdString(option.title), make(option, name));
    setValue(option.name, option.usual);
  }
}

QWidget* OptionControls::make(const OptionInfo& option, const QString& name) {
  if (option.invalidates == Level::live && option.kind == OptionKind::number) return makeSlider(option, name);
  if (option.slider) return makeValueSlider(option, name);
  const auto prepared = [&](QWidget* control) {
    control->setObjectName(name);
    control->setAccessibleName(QString::fromStdString(option.title));
    control->setToolTip(plainTip(QString::fromStdString(option.tip)));
    return control;
  };
  if (option.kind == OptionKind::choice) {
    auto* box = new QComboBox(this);
    for (const std::string& title : option.choiceTitles) box->addItem(QString::fromStdString(title));
    connect(box, &QComboBox::activated, this, [this, name = option.name](int index) { emit changed(name, index); });
    show_[option.name] = [box](double value) { box->setCurrentIndex(static_cast<int>(value)); };
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(10);
    return prepared(box);
  }
  if (option.kind == OptionKind::count) {
    auto* box = new QSpinBox(this);
    box->setRange(static_cast<int>(option.low), static_cast<int>(std::min(option.high, 1e9)));
    box->setKeyboardTracking(false);
    connect(box, &QSpinBox::valueChanged, this, [this, name = option.name](int value) { emit changed(name, value); });
    show_[option.name] = [box](double value) {
      const QSignalBlocker blocker(box);
      box->setValue(static_cast<int>(value));
    };
    return prepared(box);
  }
  auto* box = new QDoubleSpinBox(this);
  box->setDecimals(decimalsOf(option.step));
  box->setRange(option.low, option.high);
  box->setSingleStep(option.step);
  box->setKeyboardTracking(false);
  connect(box, &QDoubleSpinBox::valueChanged, this,
          [this, name = option.name](double value) { emit changed(name, value); });
  show_[option.name] = [box](double value) {
    const QSignalBlocker blocker(box);
    box->setValue(value);
  };
  return prepared(box);
}

QWidget* OptionControls::makeSlider(const OptionInfo& option, const QString& name) {
  auto* line = new QWidget(this);
  auto* slider = new QSlider(Qt::Horizontal, line);
  slider->setObjectName(name);
  slider->setAccessibleName(QString::fromStdString(option.title));
  slider->setToolTip(plainTip(QString::fromStdString(option.tip)));
  slider->setFocusPolicy(Qt::StrongFocus);
  slider->setMinimumWidth(6 * fontMetrics().height());
  slider->setRange(0, static_cast<int>(std::lround((option.high - option.low) / option.step)));
  auto* automatic = new QToolButton(line);
  automatic->setText(tr("auto"));
  automatic->setToolTip(tr("Back to the value that Spindle finds by itself"));
  automatic->setCheckable(true);
  automatic->setChecked(true);
  automatic_[option.name] = automatic;
  auto* row = new QHBoxLayout(line);
  row->setContentsMargins(0, 0, 0, 0);
  row->addWidget(slider, 1);
  row->addWidget(automatic);
  connect(slider, &QSlider::valueChanged, this, [this, option, automatic](int value) {
    automatic->setChecked(false);
    emit changed(option.name, option.low + value * option.step);
  });
  connect(automatic, &QToolButton::clicked, this, [this, automatic, name = option.name] {
    automatic->setChecked(true);
    emit unset(name);
  });
  show_[option.name] = [slider, option](double value) {
    const QSignalBlocker blocker(slider);
    slider->setValue(static_cast<int>(std::lround((value - option.low) / option.step)));
  };
  return line;
}

QWidget* OptionControls::makeValueSlider(const OptionInfo& option, const QString& name) {
  auto* line = new QWidget(this);
  auto* slider = new QSlider(Qt::Horizontal, line);
  slider->setObjectName(name);
  slider->setAccessibleName(QString::fromStdString(option.title));
  slider->setToolTip(plainTip(QString::fromStdString(option.tip)));
  slider->setFocusPolicy(Qt::StrongFocus);
  slider->setMinimumWidth(6 * fontMetrics().height());
  slider->setRange(0, lastStop(option));
  auto* shown = new QLabel(line);
  shown->setMinimumWidth(fontMetrics().horizontalAdvance("0.00001"));
  auto* row = new QHBoxLayout(line);
  row->setContentsMargins(0, 0, 0, 0);
  row->addWidget(slider, 1);
  row->addWidget(shown);
  const auto show = [shown](double value) { shown->setText(QString::fromStdString(numberText(value))); };
  connect(slider, &QSlider::valueChanged, this, [this, option, show](int stop) {
    const double value = valueAtStop(option, stop);
    show(value);
    emit changed(option.name, value);
  });
  show_[option.name] = [slider, option, show](double value) {
    const QSignalBlocker blocker(slider);
    slider->setValue(stopOf(option, value));
    show(value);
  };
  return line;
}

void OptionControls::setValue(const std::string& option, double value) {
  if (const auto found = show_.find(option); found != show_.end()) found->second(value);
}

void OptionControls::setAutomatic(const std::string& option, double value) {
  if (!isSet(option)) setValue(option, value);
}

bool OptionControls::isSet(const std::string& option) const {
  const auto found = automatic_.find(option);
  return found != automatic_.end() && !found->second->isChecked();
}

}  // namespace spindle
