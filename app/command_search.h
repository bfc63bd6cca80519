// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QList>

class QAction;
class QLineEdit;
class QListWidget;
class QMenuBar;

namespace spindle::app {

/// Every action of the menus, found by typing parts of its name; Return does it. Those that cannot be done now are
/// shown as such.
class CommandSearch : public QDialog {
  Q_OBJECT

 public:
  explicit CommandSearch(const QMenuBar& menus, QWidget* parent);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  struct Command {
    QAction* action;
    QString name;  ///< "Compute: Repeat with other variables"
  };
  void filter(const QString& text);
  void run();

  QList<Command> commands_;
  QLineEdit* words_;
  QListWidget* list_;
};

}  // namespace spindle::app
