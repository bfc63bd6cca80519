// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QPointer>
#include <QString>

#include <functional>
#include <vector>

class QLabel;
class QPushButton;

namespace spindle {

/// One step of a tour through the window.
struct TourStep {
  QString title, text;
  std::function<QWidget*()> arrive;  ///< brings the window to where the step is about; returns what it points at
};

/// A card over the window that leads through it step by step and frames what each is about. Next, Back and Close, or
/// Return, the arrow keys and Esc. The window stays usable. Deletes itself when it is closed.
class TourCard : public QFrame {
  Q_OBJECT

 public:
  TourCard(std::vector<TourStep> steps, QWidget* window);

  [[nodiscard]] std::size_t step() const { return step_; }
  void go(std::size_t step);

 protected:
  bool event(QEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void forward();
  void back();
  void place();

  std::vector<TourStep> steps_;
  std::size_t step_ = 0;
  QPointer<QWidget> target_;
  QWidget* frame_;
  QLabel *title_, *text_, *count_;
  QPushButton *back_, *next_;
};

}  // namespace spindle
