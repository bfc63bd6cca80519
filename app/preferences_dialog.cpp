// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/preferences_dialog.h"

#include "core/measure/extraction_options.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QSettings>
#include <QSpinBox>

namespace spindle::app {
namespace {

constexpr const char* switchKey = "idleDraws";
constexpr const char* countKey = "idleDrawCount";
constexpr const char* threadsKey = "threads";
constexpr const char* memoryKey = "tableMemory";
constexpr const char* decimalsKey = "decimals";
constexpr const char* reducedKey = "reducedDrawing";
constexpr const char* themeKey = "theme";
constexpr int usualDraws = 4, mostDraws = 20;
constexpr int usualMemory = 512, leastMemory = 16, mostMemory = 65536;  // MB
constexpr int usualDecimals = 3, leastDecimals = 2, mostDecimals = 8;
constexpr unsigned megabyte = 20;  // as a shift

int mostThreads() {
  return 2 * workerPerCore();
}

bool idleIn(const QSettings& settings) {
  return settings.value(switchKey, true).toBool();
}

int countIn(const QSettings& settings) {
  return qBound(2, settings.value(countKey, usualDraws).toInt(), mostDraws);
}

int memoryIn(const QSettings& settings) {
  return qBound(leastMemory, settings.value(memoryKey, usualMemory).toInt(), mostMemory);
}

}  // namespace

int PreferencesDialog::threads(const QSettings& settings) {
  return qBound(0, settings.value(threadsKey, 0).toInt(), mostThreads());
}

std::size_t PreferencesDialog::tableMemory(const QSettings& settings) {
  return static_cast<std::size_t>(memoryIn(settings)) << megabyte;
}

int PreferencesDialog::decimals(const QSettings& settings) {
  return qBound(leastDecimals, settings.value(decimalsKey, usualDecimals).toInt(), mostDecimals);
}

bool PreferencesDialog::reduced(const QSettings& settings) {
  return settings.value(reducedKey, qEnvironmentVariableIsSet("SSH_CONNECTION")).toBool();
}

Theme PreferencesDialog::theme(const QSettings& settings) {
  return static_cast<Theme>(qBound(0, settings.value(themeKey, 0).toInt(), static_cast<int>(Theme::dark)));
}

void PreferencesDialog::setTheme(QSettings& settings, Theme theme) {
  settings.setValue(themeKey, static_cast<int>(theme));
  applyTheme(theme);
}

std::size_t PreferencesDialog::idleDraws(const QSettings& settings) {
  return idleIn(settings) ? static_cast<std::size_t>(countIn(settings)) : 0;
}

PreferencesDialog::PreferencesDialog(QSettings& settings, QWidget* parent)
    : QDialog(parent),
      settings_(settings),
      idle_(new QCheckBox(tr("Repeat short runs with other variables while the window is &idle"), this)),
      reduced_(new QCheckBox(tr("&Reduced drawing, for remote displays"), this)),
      draws_(new QSpinBox(this)),
      threads_(new QSpinBox(this)),
      memory_(new QSpinBox(this)),
      decimals_(new QSpinBox(this)),
      theme_(new QComboBox(this)) {
  setWindowTitle(tr("Preferences"));
  idle_->setChecked(idleIn(settings));
  draws_->setRange(2, mostDraws);
  draws_->setValue(countIn(settings));
  draws_->setEnabled(idle_->isChecked());
  connect(idle_, &QCheckBox::toggled, draws_, &QWidget::setEnabled);
  threads_->setObjectName("threads");
  threads_->setRange(0, mostThreads());
  threads_->setSpecialValueText(tr("One per core (%1)").arg(workerPerCore()));
  threads_->setValue(threads(settings));
  threads_->setToolTip(tr("For the next computation; the results do not depend on it"));
  memory_->setObjectName("tableMemory");
  memory_->setRange(leastMemory, mostMemory);
  memory_->setSingleStep(128);
  memory_->setSuffix(tr(" MB"));
  memory_->setValue(memoryIn(settings));
  memory_->setToolTip(tr("Tables beyond it are read from the results file, which makes another threshold slower"));
  decimals_->setObjectName("decimals");
  decimals_->setRange(leastDecimals, mostDecimals);
  decimals_->setValue(decimals(settings));
  decimals_->setToolTip(tr("Of numbers below 1; larger ones have as many digits in all. Files have all digits"));
  theme_->setObjectName("theme");
  theme_->addItems({tr("System"), tr("Light"), tr("Dark")});
  theme_->setCurrentIndex(static_cast<int>(theme(settings)));
  reduced_->setObjectName("reducedDrawing");
  reduced_->setChecked(reduced(settings));
  reduced_->setToolTip(
      tr("10 pictures a second, of checkpoints only, without smoothed edges; chosen by itself over SSH"));
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
  form->addRow(tr("&Theme:"), theme_);
  form->addRow(tr("&Decimals:"), decimals_);
  form->addRow(tr("T&hreads:"), threads_);
  form->addRow(tr("&Memory for tables:"), memory_);
  form->addRow(reduced_);
  form->addRow(idle_);
  form->addRow(tr("&Selections in all:"), draws_);
  form->addRow(why);
  form->addRow(buttons);
}

void PreferencesDialog::accept() {
  settings_.setValue(switchKey, idle_->isChecked());
  settings_.setValue(countKey, draws_->value());
  settings_.setValue(threadsKey, threads_->value());
  settings_.setValue(memoryKey, memory_->value());
  if (reduced_->isChecked() != reduced(settings_)) settings_.setValue(reducedKey, reduced_->isChecked());
  settings_.setValue(decimalsKey, decimals_->value());
  setTheme(settings_, static_cast<Theme>(theme_->currentIndex()));
  QDialog::accept();
}

}  // namespace spindle::app
