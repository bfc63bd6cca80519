// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QLabel;
class QPushButton;
class QToolButton;

namespace spindle {

/// One line at the place where something went wrong or should be known; never a dialog. Hidden while there is nothing.
/// With an offer it stays until that is taken or the line is cleared: it cannot be dismissed.
class NoticeLine : public QFrame {
  Q_OBJECT

 public:
  enum class Tone { note, warning, failure };

  explicit NoticeLine(QWidget* parent = nullptr);
  void say(const QString& sentence, Tone tone, const QString& offer = {});
  void clear();
  [[nodiscard]] QString text() const;

 signals:
  void offerTaken();

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void restyle();

  QLabel* label_;
  QPushButton* offer_;
  QToolButton* close_;
  Tone tone_ = Tone::note;
};

}  // namespace spindle
