// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/welcome_page.h"

#include "ui/plots/plot_colors.h"

#include <QAction>
#include <QLabel>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

namespace spindle {

WelcomePage::WelcomePage(QAction* openRun, QAction* openResults, QWidget* parent) : QWidget(parent) {
  setObjectName("welcome");
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
  auto* column = new QVBoxLayout(this);
  column->addStretch(1);
  column->addWidget(headline);
  column->addSpacing(8);
  column->addWidget(text);
  column->addSpacing(16);
  column->addLayout(buttons);
  column->addStretch(1);
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

}  // namespace spindle
