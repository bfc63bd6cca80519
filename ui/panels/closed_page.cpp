// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/closed_page.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace spindle {

ClosedPage::ClosedPage(QAction* settings, QAction* openOther, QWidget* parent)
    : QWidget(parent),
      place_(new QLabel(this)),
      why_(new QLabel(this)),
      listed_(new QLabel(this)),
      files_(new QListWidget(this)),
      settings_(new QToolButton(this)) {
  setObjectName("closedPage");
  auto* headline = new QLabel(tr("This could not be opened"), this);
  QFont large = font();
  large.setPointSizeF(1.5 * large.pointSizeF());
  headline->setFont(large);
  for (QLabel* label : {headline, place_, why_, listed_}) {
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
  }
  why_->setObjectName("closedWhy");
  files_->setObjectName("closedFiles");
  files_->setAccessibleName(tr("Contents of the folder"));
  files_->setSelectionMode(QAbstractItemView::NoSelection);
  auto* buttons = new QHBoxLayout;
  auto* other = new QToolButton(this);
  settings_->setDefaultAction(settings);
  other->setDefaultAction(openOther);
  for (QToolButton* button : {settings_, other}) {
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setMinimumHeight(2 * fontMetrics().height());
    buttons->addWidget(button);
  }
  buttons->addStretch(1);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(32, 32, 32, 32);
  column->setSpacing(12);
  column->addWidget(headline);
  column->addWidget(place_);
  column->addWidget(why_);
  column->addLayout(buttons);
  column->addWidget(listed_);
  column->addWidget(files_, 1000);
  column->addStretch(1);
}

void ClosedPage::show(const RunFacts* facts, const QString& why) {
  why_->setText(why);
  files_->clear();
  place_->setText(facts != nullptr ? QString::fromStdString(facts->place.string()) : QString());
  if (facts != nullptr) {
    for (const std::string& name : facts->candidates) files_->addItem(QString::fromStdString(name));
  }
  const bool any = files_->count() > 0;
  listed_->setText(any ? tr("In this folder:") : QString());
  files_->setVisible(any);
  settings_->setVisible(facts != nullptr && facts->describable);
}

}  // namespace spindle
