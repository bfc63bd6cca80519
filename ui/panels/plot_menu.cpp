// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/plot_menu.h"

#include "ui/panels/numbers_dialog.h"

#include <QAction>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QMenu>
#include <QPixmap>
#include <QWidget>

#include <utility>

namespace spindle {

PlotMenu::PlotMenu(QWidget* plot, QString title, Numbers numbers, bool ownMenu)
    : QObject(plot), plot_(plot), title_(std::move(title)), numbers_(std::move(numbers)) {
  if (ownMenu) return;
  plot->installEventFilter(this);
  for (QWidget* surface : plot->findChildren<QWidget*>()) surface->installEventFilter(this);
}

PlotMenu* PlotMenu::of(QWidget* widget) {
  for (; widget != nullptr; widget = widget->parentWidget()) {
    if (auto* menu = widget->findChild<PlotMenu*>(QString(), Qt::FindDirectChildrenOnly)) return menu;
  }
  return nullptr;
}

bool PlotMenu::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::ContextMenu) return QObject::eventFilter(watched, event);
  auto* menu = new QMenu(plot_);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  addTo(menu);
  menu->popup(static_cast<QContextMenuEvent*>(event)->globalPos());
  return true;
}

void PlotMenu::addTo(QMenu* menu) {
  const auto add = [&](const QString& text, const char* name, auto&& work) {
    QAction* action = menu->addAction(text);
    action->setObjectName(QString::fromLatin1(name));
    connect(action, &QAction::triggered, this, work);
  };
  add(tr("Copy image"), "copyImage", &PlotMenu::copyImage);
  add(tr("Copy data"), "copyData", &PlotMenu::copyNumbers);
  add(tr("Show as table (Ctrl+T)"), "showTable", &PlotMenu::showTable);
}

void PlotMenu::copyImage() const {
  QGuiApplication::clipboard()->setPixmap(plot_->grab());
}

void PlotMenu::copyNumbers() const {
  QGuiApplication::clipboard()->setText(numbers_());
}

void PlotMenu::showTable() {
  auto* dialog = new NumbersDialog(title_, numbers_(), plot_->window());
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->open();
}

}  // namespace spindle
