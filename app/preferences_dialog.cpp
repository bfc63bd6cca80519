// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/preferences_dialog.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QSettings>
#include <QSpinBox>

namespace spindle::app {
namespace {

constexpr const char* switchKey = "idleDraws";
constexpr const char* countKey = "idleDrawCount";
constexpr int usualDraws = 4, mostDraws = 20;

bool idleIn(const QSettings& settings) {
  return settings.value(switchKey, true).toBool();
}

int countIn(const QSettings& settings) {
  return qBound(2, settings.value(countKey, usualDraws).toInt(), mostDraws);
}

}  // namespace

std::size_t PreferencesDialog::idleDraws(const QSettings& settings) {
  return idleIn(settings) ? static_cast<std::size_t>(countIn(settings)) : 0;
}

PreferencesDialog::PreferencesDialog(QSettings& settings, QWidget* parent)
    : QDialog(parent),
      settings_(settings),
      idle_(new QCheckBox(tr("Repeat short runs with other variables while the window is &idle"), this)),
      draws_(new QSpinBox(this)) {
  setWindowTitle(tr("Preferences"));
  idle_->setChecked(idleIn(settings));
  draws_->setRange(2, mostDraws);
  draws_->setValue(countIn(settings));
  draws_->setEnabled(idle_->isChecked());
  connect(idle_, &QCheckBox::toggled, draws_, &QWidget::setEnabled);
  auto* why =
      new QLabel(tr("The start of phase two depends on which variables were selected. With a few random "
                    "selections the marker shows the range of starts, and the bars their spread. Runs that take "
                    "over a minute are repeated only when asked for (Compute, Repeat with other variables)."),
                 this);
  why->setWordWrap(true);
  why->setMinimumWidth(420);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
  connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  auto* form = new QFormLayout(this);
  form->addRow(idle_);
  form->addRow(tr("&Selections in all:"), draws_);
  form->addRow(why);
  form->addRow(buttons);
}

void PreferencesDialog::accept() {
  settings_.setValue(switchKey, idle_->isChecked());
  settings_.setValue(countKey, draws_->value());
  QDialog::accept();
}

}  // namespace spindle::app
