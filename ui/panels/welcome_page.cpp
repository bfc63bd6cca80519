// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/welcome_page.h"

#include "core/base/user_error.h"
#include "core/run/run.h"
#include "ui/panels/plain_tip.h"
#include "ui/panels/sample_thumbnail.h"
#include "ui/plots/plot_colors.h"

#include <QAction>
#include <QEvent>
#include <QFileInfo>
#include <QGridLayout>
#include <QLabel>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

#include <utility>

namespace spindle {
namespace {

constexpr QSize thumbnailSize{150, 100};

}  // namespace

WelcomePage::WelcomePage(QAction* openRun, QAction* openResults, std::vector<SampleCard> samples, QWidget* parent)
    : QWidget(parent), samples_(std::move(samples)), recent_(new QVBoxLayout) {
  setObjectName("welcome");
  setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Ignored);  // the plots that stand here later need less
  auto* headline = new QLabel(tr("Drop a folder of checkpoints here"), this);
  QFont large = font();
  large.setPointSizeF(1.5 * large.pointSizeF());
  headline->setFont(large);
  headline->setAlignment(Qt::AlignCenter);
  auto* text =
      new QLabel(tr("Spindle computes how the interactions between input variables\nshift across orders while a "
                    "network learns, and animates it."),
                 this);
  text->setAlignment(Qt::AlignCenter);
  auto* buttons = new QHBoxLayout;
  buttons->addStretch(1);
  for (QAction* action : {openRun, openResults}) {
    auto* button = new QToolButton(this);
    button->setDefaultAction(action);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setMinimumHeight(2 * fontMetrics().height());
    buttons->addWidget(button);
  }
  buttons->addStretch(1);
  auto* grid = new QGridLayout;
  grid->setAlignment(Qt::AlignHCenter);
  for (const SampleCard& sample : samples_) {
    auto* card = new QToolButton(this);
    card->setObjectName("sampleCard");
    card->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
    card->setIconSize(thumbnailSize);
    card->setText(sample.title + "\n" + sample.about);
    card->setToolTip(tr("Open this sample run"));
    connect(card, &QToolButton::clicked, this, [this, folder = sample.folder] { emit sampleChosen(folder); });
    card->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    grid->addWidget(card, static_cast<int>(cards_.size()) / 2, static_cast<int>(cards_.size()) % 2);
    cards_.append(card);
  }
  auto* offer = new QLabel(tr("Or look at a sample run, one for each kind of input:"), this);
  offer->setAlignment(Qt::AlignCenter);
  offer->setVisible(!samples_.empty());
  recent_->setSpacing(0);
  recent_->setAlignment(Qt::AlignHCenter);
  auto* column = new QVBoxLayout(this);
  column->addStretch(1);
  column->addWidget(headline);
  column->addSpacing(8);
  column->addWidget(text);
  column->addSpacing(16);
  column->addLayout(buttons);
  column->addSpacing(12);
  column->addWidget(offer);
  column->addSpacing(8);
  column->addLayout(grid);
  column->addSpacing(12);
  column->addLayout(recent_);
  column->addStretch(1);
}

void WelcomePage::setRecent(const QStringList& places) {
  constexpr qsizetype most = 3;
  while (QLayoutItem* item = recent_->takeAt(0)) {
    item->widget()->hide();
    item->widget()->deleteLater();  // it may be the one that was clicked
    delete item;
  }
  for (const QString& place : places.mid(0, most)) {
    if (!QFileInfo::exists(place)) continue;
    auto* button = new QToolButton(this);
    button->setObjectName("recentPlace");
    button->setAutoRaise(true);
    button->setText(QFontMetrics(button->font()).elidedText(place, Qt::ElideMiddle, 3 * thumbnailSize.width()));
    button->setToolTip(plainTip(tr("Open %1 as it was left").arg(place)));
    connect(button, &QToolButton::clicked, this, [this, place] { emit sampleChosen(place.toStdString()); });
    recent_->addWidget(button, 0, Qt::AlignHCenter);
  }
  if (recent_->isEmpty()) return;
  auto* head = new QLabel(tr("Recently opened:"), this);
  head->setAlignment(Qt::AlignCenter);
  recent_->insertWidget(0, head);
}

void WelcomePage::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const PlotColors colors = PlotColors::of(palette());
  painter.fillRect(rect(), colors.background);
  QPen pen(colors.axis, 1.5);
  pen.setDashPattern({6.0, 4.0});
  painter.setPen(pen);
  painter.drawRoundedRect(QRectF(rect()).adjusted(24, 24, -24, -24), 10, 10);
}

void WelcomePage::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  if (!cards_.isEmpty() && cards_.front()->icon().isNull()) paintThumbnails();
}

void WelcomePage::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::PaletteChange && isVisible()) paintThumbnails();
}

void WelcomePage::paintThumbnails() {
  for (qsizetype i = 0; i < cards_.size(); ++i) {
    try {
      const Run run = Run::open(samples_[static_cast<std::size_t>(i)].folder);
      cards_[i]->setIcon(sampleThumbnail(run.samples(), thumbnailSize, palette(), devicePixelRatioF()));
    } catch (const UserError&) {
      continue;  // opening the run says what is wrong
    }
  }
}

}  // namespace spindle
