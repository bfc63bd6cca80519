// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/key_sheet.h"

#include <QAction>
#include <QGridLayout>
#include <QLabel>
#include <QStringList>

namespace spindle {

KeySheet::KeySheet(const QList<QAction*>& actions, QWidget* parent) : QDialog(parent) {
  setObjectName("keySheet");
  setWindowTitle(tr("Keyboard shortcuts"));
  auto* grid = new QGridLayout(this);
  grid->setHorizontalSpacing(18);
  grid->setVerticalSpacing(5);
  const qsizetype half = (actions.size() + 1) / 2;
  for (qsizetype i = 0; i < actions.size(); ++i) {
    QStringList keys;
    const auto shortcuts = actions[i]->shortcuts();
    for (const QKeySequence& key : shortcuts) keys << key.toString(QKeySequence::NativeText);
    auto* key = new QLabel(keys.join(tr(" or ")), this);
    QFont bold = key->font();
    bold.setBold(true);
    key->setFont(bold);
    QString text = actions[i]->text();
    text.remove(QLatin1Char('&'));
    const int row = static_cast<int>(i % half);
    const int column = i < half ? 0 : 2;
    grid->addWidget(key, row, column, Qt::AlignRight);
    grid->addWidget(new QLabel(text, this), row, column + 1);
  }
}

}  // namespace spindle
