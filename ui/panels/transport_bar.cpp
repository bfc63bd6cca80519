// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/transport_bar.h"

#include <QAction>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace spindle {

TransportBar::TransportBar(Playhead& playhead, const QList<QAction*>& actions, QWidget* parent)
    : QWidget(parent),
      playhead_(playhead),
      place_(new QLabel(this)),
      speed_(new QComboBox(this)),
      scale_(new QComboBox(this)) {
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(10, 4, 10, 0);
  row->setSpacing(2);
  for (QAction* action : actions) {
    auto* button = new QToolButton(this);
    button->setDefaultAction(action);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    button->setAccessibleName(action->text());
    button->setIconSize({20, 20});
    row->addWidget(button);
  }
  for (const double factor : {0.25, 0.5, 1.0, 2.0, 4.0, 8.0}) speed_->addItem(tr("%1\u00d7").arg(factor), factor);
  speed_->setAccessibleName(tr("Speed"));
  speed_->setToolTip(tr("Playback speed (- slower, = faster)"));
  speed_->setFocusPolicy(Qt::TabFocus);
  scale_->addItem(tr("log steps"), static_cast<int>(AxisScale::log));
  scale_->addItem(tr("linear steps"), static_cast<int>(AxisScale::linear));
  scale_->setObjectName("axisScale");
  scale_->setAccessibleName(tr("Training axis"));
  scale_->setToolTip(tr("Log: every decade of training gets equal space and equal time"));
  scale_->setFocusPolicy(Qt::TabFocus);
  place_->setObjectName("transportPlace");
  place_->setToolTip(tr("Checkpoint under the playhead, counted from 1"));
  row->addSpacing(8);
  row->addWidget(speed_);
  row->addStretch(1);
  row->addWidget(place_);
  row->addSpacing(16);
  row->addWidget(scale_);

  connect(speed_, &QComboBox::activated, this, [this] { playhead_.setSpeed(speed_->currentData().toDouble()); });
  connect(&playhead_, &Playhead::speedChanged, this, &TransportBar::showSpeed);
  connect(scale_, &QComboBox::activated, this,
          [this] { playhead_.setScale(static_cast<AxisScale>(scale_->currentData().toInt())); });
  connect(&playhead_, &Playhead::axisChanged, this, [this] {
    scale_->setCurrentIndex(scale_->findData(static_cast<int>(playhead_.axis().scale())));
    scale_->setVisible(!playhead_.axis().labeled());  // names lie at equal distances
  });
  showSpeed();
}

/// The heading of the bars tells the place, too.
void TransportBar::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  const int others = layout()->sizeHint().width() - (place_->isHidden() ? 0 : place_->sizeHint().width());
  const int longest = fontMetrics().horizontalAdvance(tr("%1 of %2").arg(100).arg(100));
  place_->setVisible(width() >= others + longest);
}

void TransportBar::showSpeed() {
  int index = speed_->findData(playhead_.speed());
  if (index < 0) {
    speed_->insertItem(0, tr("%1\u00d7").arg(playhead_.speed()), playhead_.speed());
    index = 0;
  }
  speed_->setCurrentIndex(index);
}

void TransportBar::setPlace(const QString& text) {
  if (place_->text() != text) place_->setText(text);
}

}  // namespace spindle
