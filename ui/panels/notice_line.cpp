// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/notice_line.h"

#include "ui/panels/glyph_icon.h"
#include "ui/plots/plot_colors.h"

#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

namespace spindle {

NoticeLine::NoticeLine(QWidget* parent)
    : QFrame(parent), label_(new QLabel(this)), offer_(new QPushButton(this)), close_(new QToolButton(this)) {
  setObjectName("notice");
  setAutoFillBackground(true);
  setBackgroundRole(QPalette::Base);
  label_->setWordWrap(true);
  label_->setTextFormat(Qt::PlainText);  // names out of files stand in it
  offer_->setObjectName("offer");
  offer_->setFocusPolicy(Qt::TabFocus);
  offer_->hide();
  label_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  auto* copy = new QToolButton(this);
  copy->setText(tr("Copy"));
  copy->setAutoRaise(true);
  copy->setFocusPolicy(Qt::TabFocus);
  close_->setIcon(glyphIcon(Glyph::close));
  close_->setAutoRaise(true);
  close_->setToolTip(tr("Dismiss"));
  close_->setAccessibleName(tr("Dismiss"));
  close_->setFocusPolicy(Qt::TabFocus);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(12, 4, 6, 4);
  row->addWidget(label_, 1);
  row->addWidget(offer_);
  row->addWidget(copy);
  row->addWidget(close_);
  connect(copy, &QToolButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(text()); });
  connect(offer_, &QPushButton::clicked, this, &NoticeLine::offerTaken);
  connect(close_, &QToolButton::clicked, this, &NoticeLine::clear);
  hide();
}

void NoticeLine::say(const QString& sentence, Tone tone, const QString& offer) {
  tone_ = tone;
  offer_->setText(offer);
  offer_->setVisible(!offer.isEmpty());
  close_->setVisible(offer.isEmpty());
  label_->setText(sentence);
  setAccessibleName(sentence);
  restyle();
  show();
}

void NoticeLine::clear() {
  label_->clear();
  // A hidden widget hands its focus to the next one, which would then take the keys of the player.
  if (QWidget* inside = focusWidget(); inside != nullptr && inside->hasFocus()) inside->clearFocus();
  hide();
}

QString NoticeLine::text() const {
  return label_->text();
}

void NoticeLine::restyle() {
  // Its own palette is tinted: the theme is that of the application.
  const PlotColors colors = PlotColors::of(QGuiApplication::palette());
  QColor back = tone_ == Tone::failure ? colors.failed : tone_ == Tone::warning ? colors.negative : colors.positive;
  back.setAlpha(colors.dark ? 70 : 38);
  // A style sheet would switch the style of the children; a palette does not.
  QPalette own = palette();
  if (own.color(QPalette::Active, QPalette::Base) == back) return;
  own.setColor(QPalette::Base, back);
  setPalette(own);
}

void NoticeLine::changeEvent(QEvent* event) {
  QFrame::changeEvent(event);
  if (event->type() == QEvent::PaletteChange && isVisible()) restyle();
}

}  // namespace spindle
