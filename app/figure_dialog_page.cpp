// SPDX-License-Identifier: GPL-3.0-or-later
// The page of several figures in the dialog, and its command.
#include "app/figure_dialog.h"
#include "app/number_list.h"
#include "core/base/user_error.h"
#include "core/base/version.h"
#include "core/store/output_file.h"
#include "ui/figure/json_file.h"

#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QFileDialog>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <nlohmann/json.hpp>

namespace spindle::app {
namespace {

QString text(const std::string& plain) {
  return QString::fromStdString(plain);
}

}  // namespace

PagePlan FigureDialog::plan() const {
  return pagePlanFrom(jsonObject(page_->toPlainText().toStdString(), "The page"), "The page");
}

void FigureDialog::copyCommand() {
  if (composed_->isChecked() && page_->toPlainText() != savedPage_) savePage();
  if (composed_->isChecked() && page_->toPlainText() != savedPage_) {
    warnings_->setText(tr("Save the page first: the command reads its file."));
    return;
  }
  try {
    const FigureOrder now = order();
    std::vector<std::string> files;
    for (const auto& file : filesOf(now, std::vector{found_}))
      files.push_back(file.empty() ? "results.h5" : file.string());
    QGuiApplication::clipboard()->setText(text(commandOf(now, files, "figure.pdf", analyses_)));
  } catch (const UserError& error) {
    warnings_->setText(QString::fromUtf8(error.what()));
  }
}

void FigureDialog::addPanel() {
  PagePlan now;
  try {
    if (!page_->toPlainText().trimmed().isEmpty()) now = plan();
    PagePlan::Panel panel;
    panel.kind = kind_->currentData().toString().toStdString();
    panel.chart = chart_->currentData().toString().toStdString();
    if (panel.kind == "sample") panel.sample = sample_.row;
    if (const std::string steps = steps_->text().remove(' ').toStdString(); !steps.empty())
      panel.steps = parseNumbers(steps, "Steps");
    now.rows.push_back({{}, {panel}});
    page_->setPlainText(text(asJson(now).dump(1)));
  } catch (const UserError& error) {
    warnings_->setText(QString::fromUtf8(error.what()));
  }
}

void FigureDialog::openPage() {
  const QString file = QFileDialog::getOpenFileName(this, tr("Open page"), QString(), tr("Pages (*.json)"));
  if (file.isEmpty()) return;
  try {
    page_->setPlainText(text(asJson(readPagePlan(file.toStdString())).dump(1)));
    pageFile_ = file;
    savedPage_ = page_->toPlainText();
  } catch (const UserError& error) {
    warnings_->setText(QString::fromUtf8(error.what()));
  }
}

void FigureDialog::savePage() {
  QString file = QFileDialog::getSaveFileName(this, tr("Save page"), QStringLiteral("page.json"), tr("Pages (*.json)"));
  if (file.isEmpty()) return;
  if (!file.endsWith(QLatin1String(".json"))) file += QLatin1String(".json");
  try {
    nlohmann::ordered_json json{{"spindle", programVersion}};
    json.update(asJson(plan()));
    writeOutput(file.toStdString(), OutputFormat::json, json.dump(1) + '\n');
    pageFile_ = file;
    savedPage_ = page_->toPlainText();
  } catch (const UserError& error) {
    warnings_->setText(QString::fromUtf8(error.what()));
  }
}

}  // namespace spindle::app
