// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command_search.h"

#include <QAction>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QMenuBar>
#include <QVBoxLayout>

#include <algorithm>
#include <functional>

namespace spindle::app {
namespace {

QString plain(QString text) {
  return text.remove('&').remove(QChar(0x2026));
}

}  // namespace

CommandSearch::CommandSearch(const QMenuBar& menus, QWidget* parent)
    : QDialog(parent, Qt::Popup), words_(new QLineEdit(this)), list_(new QListWidget(this)) {
  setObjectName("commandSearch");
  words_->setPlaceholderText(tr("Search commands"));
  words_->installEventFilter(this);
  list_->setFocusPolicy(Qt::NoFocus);
  list_->setAccessibleName(tr("Commands"));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(6, 6, 6, 6);
  column->addWidget(words_);
  column->addWidget(list_);
  const int em = fontMetrics().height();
  resize(30 * em, 22 * em);
  const std::function<void(const QList<QAction*>&, const QString&)> collect = [&](const QList<QAction*>& actions,
                                                                                  const QString& path) {
    for (QAction* action : actions) {
      if (action->isSeparator() || action->text().isEmpty()) continue;
      const QString name = path.isEmpty() ? plain(action->text()) : tr("%1: %2").arg(path, plain(action->text()));
      if (action->menu() != nullptr)
        collect(action->menu()->actions(), name);
      else
        commands_.append({action, name});
    }
  };
  collect(menus.actions(), {});
  connect(words_, &QLineEdit::textChanged, this, &CommandSearch::filter);
  connect(words_, &QLineEdit::returnPressed, this, &CommandSearch::run);
  connect(list_, &QListWidget::itemClicked, this, &CommandSearch::run);
  filter({});
  words_->setFocus();
}

void CommandSearch::filter(const QString& text) {
  list_->clear();
  const QStringList wanted = text.split(' ', Qt::SkipEmptyParts);
  for (qsizetype i = 0; i < commands_.size(); ++i) {
    const Command& command = commands_[i];
    const QString all = command.name + ' ' + command.action->toolTip();
    const auto lacks = [&all](const QString& word) { return !all.contains(word, Qt::CaseInsensitive); };
    if (std::any_of(wanted.begin(), wanted.end(), lacks)) continue;
    const QString keys = command.action->shortcut().toString(QKeySequence::NativeText);
    auto* item = new QListWidgetItem(keys.isEmpty() ? command.name : tr("%1   (%2)").arg(command.name, keys), list_);
    item->setData(Qt::UserRole, i);
    item->setToolTip(command.action->toolTip());
    if (!command.action->isEnabled()) item->setFlags(item->flags() & ~Qt::ItemIsEnabled);
  }
  for (int row = 0; row < list_->count(); ++row) {
    if ((list_->item(row)->flags() & Qt::ItemIsEnabled) == 0) continue;
    list_->setCurrentRow(row);
    break;
  }
}

void CommandSearch::run() {
  const QListWidgetItem* item = list_->currentItem();
  if (item == nullptr || (item->flags() & Qt::ItemIsEnabled) == 0) return;
  QAction* action = commands_[item->data(Qt::UserRole).toInt()].action;
  accept();
  action->trigger();
}

bool CommandSearch::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::KeyPress) return QDialog::eventFilter(watched, event);
  const int key = static_cast<QKeyEvent*>(event)->key();
  const int by = key == Qt::Key_Down ? 1 : key == Qt::Key_Up ? -1 : 0;
  if (by == 0) return QDialog::eventFilter(watched, event);
  for (int row = list_->currentRow() + by; row >= 0 && row < list_->count(); row += by) {
    if ((list_->item(row)->flags() & Qt::ItemIsEnabled) == 0) continue;
    list_->setCurrentRow(row);
    break;
  }
  return true;
}

}  // namespace spindle::app
