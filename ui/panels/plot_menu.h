// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>

#include <functional>

class QMenu;
class QWidget;

namespace spindle {

/// What every plot offers: its picture and its numbers on the clipboard, and its numbers as a table. It answers the
/// plot's context menu, unless the plot has one of its own (see addTo). Belongs to the plot.
class PlotMenu : public QObject {
  Q_OBJECT

 public:
  using Numbers = std::function<QString()>;  ///< with tabs, the first line titles

  PlotMenu(QWidget* plot, QString title, Numbers numbers, bool ownMenu = false);

  void addTo(QMenu* menu);
  void copyImage() const;
  void copyNumbers() const;
  void showTable();

  /// That of the widget or of the nearest that holds it; null: there is none.
  static PlotMenu* of(QWidget* widget);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  QWidget* plot_;
  QString title_;
  Numbers numbers_;
};

}  // namespace spindle
