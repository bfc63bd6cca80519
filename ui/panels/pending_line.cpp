// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/pending_line.h"

#include "ui/session/wording.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace spindle {

QString costText(const DynamicsSession& session) {
  const VariableEditor& editor = session.editor();
  const VariableChoice& draft = editor.draft();
  const QLocale numbers(QLocale::English, QLocale::UnitedStates);
  const QString passes = numbers.toString(qlonglong{1} << draft.count());
  QString text =
      PendingLine::tr("%1 variables: %2 forward passes a sample and checkpoint").arg(draft.count()).arg(passes);
  if (const double each = session.secondsPerPass(); each > 0.0)
    text += PendingLine::tr(", about %1 for this run")
                .arg(durationText(each * forwardPasses(draft, session.track().size())));
  else
    text += PendingLine::tr(", %1 in all").arg(numbers.toString(forwardPasses(draft, session.track().size()), 'f', 0));
  if (editor.alone())
    text += PendingLine::tr(
                ". Only this sample: it would have %1 variables, the others have %2, and only samples with equal "
                "numbers can be averaged")
                .arg(draft.count())
                .arg(editor.whole().count());
  return text + '.';
}

PendingLine::PendingLine(DynamicsSession& session, QWidget* parent)
    : QFrame(parent),
      session_(session),
      cost_(new QLabel(this)),
      compute_(new QPushButton(tr("Compute"), this)),
      discard_(new QPushButton(tr("Discard"), this)) {
  setObjectName("pendingLine");
  setFrameShape(QFrame::StyledPanel);
  QSizePolicy tall(QSizePolicy::Preferred, QSizePolicy::Minimum);
  tall.setHeightForWidth(true);
  setSizePolicy(tall);
  cost_->setObjectName("cost");
  cost_->setWordWrap(true);
  compute_->setObjectName("computeVariables");
  compute_->setToolTip(tr("Compute with these variables, the shown checkpoint first (Ctrl+Return)"));
  discard_->setObjectName("discardVariables");
  discard_->setToolTip(tr("Back to the variables that are computed (can be undone)"));
  for (QPushButton* button : {compute_, discard_}) button->setFocusPolicy(Qt::TabFocus);
  auto* buttons = new QHBoxLayout;
  buttons->addStretch(1);
  buttons->addWidget(discard_);
  buttons->addWidget(compute_);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(6, 4, 6, 4);
  column->addWidget(cost_);
  column->addLayout(buttons);
  connect(compute_, &QPushButton::clicked, this, [this] { session_.editor().apply(); });
  connect(discard_, &QPushButton::clicked, this, [this] { session_.editor().discard(); });
  connect(&session.editor(), &VariableEditor::changed, this, &PendingLine::refresh);
  connect(&session, &DynamicsSession::stateChanged, this, &PendingLine::refresh);
  refresh();
}

void PendingLine::refresh() {
  const bool shown = session_.facts() != nullptr && session_.editor().pending();
  setVisible(shown);
  if (!shown) return;
  cost_->setText(costText(session_));
  // A wrapped label asks for its height only once it has a width.
  cost_->setMinimumHeight(cost_->heightForWidth(std::max(cost_->width(), 160)));
}

}  // namespace spindle
