// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/compare_bar.h"

#include "ui/panels/glyph_icon.h"
#include "ui/panels/plain_tip.h"
#include "ui/plots/plot_colors.h"

#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

namespace spindle {
namespace {

QString chip(const QColor& color, const QString& name) {
  return QStringLiteral("<span style=\"color:%1\">\u25a0</span>&nbsp;%2").arg(color.name(), name.toHtmlEscaped());
}

}  // namespace

CompareBar::CompareBar(BesideRun& beside, QWidget* parent)
    : QWidget(parent),
      beside_(beside),
      names_(new QLabel(this)),
      differing_(new QLabel(this)),
      by_(new QComboBox(this)),
      differences_(new QCheckBox(tr("Differences"), this)) {
  setObjectName("compareBar");
  names_->setObjectName("comparedNames");
  names_->setTextFormat(Qt::RichText);
  differing_->setObjectName("comparedDiffering");
  differing_->setTextFormat(Qt::PlainText);
  differing_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  by_->setObjectName("compareBy");
  by_->setAccessibleName(tr("Compare along"));
  by_->setToolTip(tr("Along what the two runs are laid side by side; the second shows its checkpoint that is nearest"));
  by_->setFocusPolicy(Qt::TabFocus);
  for (const char* title : compareTitles) by_->addItem(tr("by %1").arg(QString::fromUtf8(title)));
  differences_->setObjectName("compareDifferences");
  differences_->setToolTip(tr("Show the second run less the first, order by order, in place of both"));
  differences_->setFocusPolicy(Qt::TabFocus);
  auto* page = new QToolButton(this);
  page->setObjectName("comparePage");
  page->setText(tr("Compare all"));
  page->setToolTip(
      tr("Open the page that compares everything: what differs, mean orders, losses, starts of phase two"));
  auto* remove = new QToolButton(this);
  remove->setObjectName("removeRun");
  remove->setIcon(glyphIcon(Glyph::close));
  remove->setToolTip(tr("Remove the second run"));
  remove->setAccessibleName(tr("Remove the second run"));
  remove->setAutoRaise(true);
  names_->setMinimumWidth(1);  // rather cut than a wider window; the tool tip has them whole
  auto* choices = new QHBoxLayout;
  choices->addWidget(names_);
  choices->addStretch(1);
  choices->addWidget(by_);
  choices->addWidget(differences_);
  choices->addWidget(remove);
  auto* found = new QHBoxLayout;
  found->addWidget(differing_, 1);
  found->addWidget(page);
  auto* rows = new QVBoxLayout(this);
  rows->setContentsMargins(8, 2, 4, 2);
  rows->setSpacing(0);
  rows->addLayout(choices);
  rows->addLayout(found);
  connect(by_, &QComboBox::activated, &beside, [this](int index) { beside_.setBy(static_cast<CompareBy>(index)); });
  connect(differences_, &QCheckBox::toggled, &beside, &BesideRun::setAsDifferences);
  connect(page, &QToolButton::clicked, this, &CompareBar::pageWanted);
  connect(remove, &QToolButton::clicked, &beside, &BesideRun::close);
  connect(&beside, &BesideRun::changed, this, &CompareBar::refresh);
  refresh();
}

void CompareBar::refresh() {
  setVisible(beside_.isOpen());
  if (!beside_.isOpen()) return;
  const PlotColors colors = PlotColors::of(palette());
  names_->setText(chip(colors.firstRun, beside_.firstName()) + QStringLiteral("&nbsp;&nbsp;") +
                  chip(colors.secondRun, beside_.name()));
  names_->setToolTip(plainTip(tr("%1 beside %2").arg(beside_.name(), beside_.firstName())));
  by_->setCurrentIndex(static_cast<int>(beside_.by()));
  differences_->setChecked(beside_.asDifferences());
  const SessionProgress& progress = beside_.session().progress();
  text_ = beside_.session().state() == SessionState::computing && progress.total > 0
              ? tr("Computing the second run: %1 of %2").arg(progress.done).arg(progress.total)
              : beside_.differing();
  differing_->setToolTip(plainTip(text_));
  showText();
}

void CompareBar::showText() {
  differing_->setText(differing_->fontMetrics().elidedText(text_, Qt::ElideRight, differing_->width()));
}

void CompareBar::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  showText();
}

void CompareBar::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::PaletteChange) refresh();
}

}  // namespace spindle
