// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/tour_card.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

#include <utility>

namespace spindle {
namespace {

constexpr int cardWidth = 340, distance = 10;

/// A line around what a step is about; the mouse does not feel it.
class Outline : public QWidget {
 public:
  explicit Outline(QWidget* window) : QWidget(window) { setAttribute(Qt::WA_TransparentForMouseEvents); }

 protected:
  void paintEvent(QPaintEvent* /*event*/) override {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(palette().color(QPalette::Highlight), 3.0));
    painter.drawRoundedRect(QRectF(rect()).adjusted(2, 2, -2, -2), 5, 5);
  }
};

}  // namespace

TourCard::TourCard(std::vector<TourStep> steps, QWidget* window)
    : QFrame(window),
      steps_(std::move(steps)),
      frame_(new Outline(window)),
      title_(new QLabel(this)),
      text_(new QLabel(this)),
      count_(new QLabel(this)),
      back_(new QPushButton(tr("Back"), this)),
      next_(new QPushButton(tr("Next"), this)) {
  setObjectName("tourCard");
  setAttribute(Qt::WA_DeleteOnClose);
  setFrameShape(QFrame::StyledPanel);
  setAutoFillBackground(true);
  setFocusPolicy(Qt::StrongFocus);
  setAccessibleName(tr("Tour"));
  QFont bold = font();
  bold.setBold(true);
  title_->setFont(bold);
  title_->setObjectName("tourTitle");
  text_->setWordWrap(true);
  text_->setObjectName("tourText");
  for (QLabel* label : {title_, text_, count_}) label->setTextFormat(Qt::PlainText);
  auto* close = new QPushButton(tr("Close"), this);
  back_->setToolTip(tr("The step before (Left)"));
  next_->setToolTip(tr("The next step (Return, Right)"));
  close->setToolTip(tr("Leave the tour (Esc)"));
  auto* row = new QHBoxLayout;
  row->addWidget(count_);
  row->addStretch(1);
  for (QPushButton* button : {close, back_, next_}) {
    button->setFocusPolicy(Qt::TabFocus);
    row->addWidget(button);
  }
  auto* column = new QVBoxLayout(this);
  column->addWidget(title_);
  column->addWidget(text_);
  column->addLayout(row);
  connect(back_, &QPushButton::clicked, this, &TourCard::back);
  connect(next_, &QPushButton::clicked, this, &TourCard::forward);
  connect(close, &QPushButton::clicked, this, &QWidget::close);
  connect(this, &QObject::destroyed, frame_, &QObject::deleteLater);
  window->installEventFilter(this);
  frame_->show();
  show();
  go(0);
}

void TourCard::go(std::size_t step) {
  step_ = step;
  if (target_) target_->removeEventFilter(this);
  title_->setText(steps_[step].title);
  text_->setText(steps_[step].text);
  count_->setText(tr("%1 of %2").arg(step + 1).arg(steps_.size()));
  back_->setEnabled(step > 0);
  next_->setText(step + 1 < steps_.size() ? tr("Next") : tr("Finish"));
  target_ = steps_[step].arrive();
  if (target_) target_->installEventFilter(this);
  place();
  setFocus();
}

void TourCard::forward() {
  step_ + 1 < steps_.size() ? go(step_ + 1) : static_cast<void>(close());
}

void TourCard::back() {
  if (step_ > 0) go(step_ - 1);
}

/// Beside the target where there is room, else over its lower end.
void TourCard::place() {
  setFixedWidth(cardWidth);
  setFixedHeight(heightForWidth(cardWidth));
  const QRect all = parentWidget()->rect();
  const bool seen = target_ && target_->isVisible();
  frame_->setVisible(seen);
  QRect at(all.center(), QSize());
  if (seen) at = QRect(target_->mapTo(parentWidget(), QPoint()), target_->size());
  frame_->setGeometry(at);
  QPoint corner(at.right() + distance, at.top() + distance);
  if (corner.x() + width() > all.right()) corner.setX(at.left() - distance - width());
  if (corner.x() < all.left()) corner = {at.center().x() - width() / 2, at.top() - distance - height()};
  if (corner.y() < all.top()) corner.setY(at.bottom() - distance - height());
  corner.setX(qBound(0, corner.x(), qMax(0, all.right() - width())));
  corner.setY(qBound(0, corner.y(), qMax(0, all.bottom() - height())));
  move(corner);
  frame_->raise();
  raise();
}

/// The keys are those of the tour while it has the focus, not of the player.
bool TourCard::event(QEvent* event) {
  if (event->type() == QEvent::ShortcutOverride) {
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (key == Qt::Key_Escape || key == Qt::Key_Left || key == Qt::Key_Right || key == Qt::Key_Return) event->accept();
  }
  return QFrame::event(event);
}

bool TourCard::eventFilter(QObject* watched, QEvent* event) {
  const auto type = event->type();
  if (type == QEvent::Resize || type == QEvent::Move || type == QEvent::Show || type == QEvent::Hide) place();
  return QFrame::eventFilter(watched, event);
}

void TourCard::keyPressEvent(QKeyEvent* event) {
  switch (event->key()) {
    case Qt::Key_Escape:
      close();
      return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Right:
      return forward();
    case Qt::Key_Left:
      return back();
    default:
      return QFrame::keyPressEvent(event);
  }
}

}  // namespace spindle
