// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/about_dialog.h"

#include "core/base/user_error.h"
#include "core/base/version.h"
#include "core/model/torch_facts.h"
#include "ui/session/in_background.h"

#include <QClipboard>
#include <QDialogButtonBox>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace spindle::app {
namespace {

QString torchLine() {
  try {
    const TorchFacts facts = torchFacts();
    return AboutDialog::tr("PyTorch %1\n%2")
        .arg(QString::fromStdString(toText(facts)), QString::fromStdString(moduleText(facts)));
  } catch (const UserError& error) {
    return QString::fromStdString(error.what());
  }
}

}  // namespace

QString AboutDialog::citation() {
  return QStringLiteral(
             "@article{zhang2024twophase,\n"
             "  title  = {Two-Phase Dynamics of Interactions Explains the Starting Point of a DNN Learning Over-Fitted "
             "Features},\n"
             "  author = {Zhang, Junpeng and Li, Qing and Lin, Liang and Zhang, Quanshi},\n"
             "  year   = {2024},\n"
             "  note   = {arXiv:2405.10262}\n"
             "}\n"
             "@software{spindle,\n"
             "  title   = {Spindle},\n"
             "  author  = {{The Spindle authors}},\n"
             "  version = {%1}\n"
             "}\n")
      .arg(programVersion);
}

AboutDialog::AboutDialog(QWidget* parent) : QDialog(parent) {
  setWindowTitle(tr("About Spindle"));
  auto* name = new QLabel(tr("<b>Spindle %1</b>").arg(programVersion), this);
  auto* what = new QLabel(tr("AND and OR interactions of neural networks through training. Free software under the GNU "
                             "General Public License, version 3 or later; without any warranty."),
                          this);
  auto* torch = new QLabel(tr("PyTorch \u2026"), this);
  torch->setObjectName("torchFacts");
  auto* cite = new QLabel(tr("Please cite the paper whose quantities you show (each analysis names its own), and "
                             "Spindle with its version:"),
                          this);
  for (QLabel* label : {name, what, torch, cite}) {
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  }
  auto* text = new QPlainTextEdit(citation(), this);
  text->setObjectName("citation");
  text->setAccessibleName(tr("What to cite"));
  text->setReadOnly(true);
  text->setTabChangesFocus(true);
  text->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
  text->setMinimumSize(text->fontMetrics().averageCharWidth() * 72, text->fontMetrics().lineSpacing() * 14);

  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
  QPushButton* copy = buttons->addButton(tr("&Copy citation"), QDialogButtonBox::ActionRole);
  connect(copy, &QPushButton::clicked, this, [] { QGuiApplication::clipboard()->setText(citation()); });
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

  auto* layout = new QVBoxLayout(this);
  for (QWidget* part : std::initializer_list<QWidget*>{name, what, torch, cite, text, buttons}) layout->addWidget(part);
  inBackground(this, torchLine, [torch](const QString& line) { torch->setText(line); });
}

}  // namespace spindle::app
