// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/progress_line.h"

#include "ui/panels/plain_tip.h"
#include "ui/session/wording.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QToolButton>

#include <cmath>

namespace spindle {

ProgressLine::ProgressLine(const DynamicsSession& session, QAction* cancel, QWidget* parent)
    : QWidget(parent),
      session_(session),
      label_(new QLabel(this)),
      bar_(new QProgressBar(this)),
      cancel_(new QToolButton(this)) {
  label_->setObjectName("progressText");
  label_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  bar_->setFixedWidth(12 * fontMetrics().height());
  bar_->setMaximumHeight(fontMetrics().height());
  bar_->setTextVisible(false);
  bar_->setAccessibleName(tr("Progress"));
  cancel_->setDefaultAction(cancel);
  cancel_->setToolButtonStyle(Qt::ToolButtonTextOnly);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(8, 1, 4, 1);
  row->addWidget(label_, 1);
  row->addWidget(bar_);
  row->addWidget(cancel_);
  for (const auto signal : {&DynamicsSession::progressed, &DynamicsSession::stateChanged})
    connect(&session, signal, this, &ProgressLine::refresh);
  connect(&session, &DynamicsSession::pointFinished, this, &ProgressLine::refresh);
  for (const auto signal : {&DynamicsSession::grown, &DynamicsSession::followingChanged})
    connect(&session, signal, this, &ProgressLine::refresh);
  refresh();
}

QString ProgressLine::sentence() const {
  const DynamicsTrack& track = session_.track();
  const SessionProgress& progress = session_.progress();
  const auto done = track.doneCount();
  const auto all = track.size();
  switch (session_.state()) {
    case SessionState::closed:
      return tr("Open a run: a folder of checkpoints");
    case SessionState::opening:
      return tr("Opening\u2026");
    case SessionState::stopping:
      return tr("Stopping; %1 of %2 checkpoints are kept").arg(done).arg(all);
    case SessionState::stopped:
      return tr("Stopped: %1 of %2 checkpoints kept, Ctrl+R resumes").arg(done).arg(all);
    case SessionState::failed:
      return tr("Failed: %1 of %2 checkpoints kept").arg(done).arg(all);
    case SessionState::finished:
      if (session_.following())
        return session_.waitingFor().isEmpty()
                   ? tr("Following: %1 of %2 checkpoints computed, waiting for the next").arg(done).arg(all)
                   : tr("Following: %1 of %2 checkpoints computed; waiting for %3")
                         .arg(QString::number(done), QString::number(all), session_.waitingFor());
      if (session_.allStored() && session_.track().series().kind == SeriesKind::depth)
        return tr("%1 of %2 layers, loaded from stored results").arg(done).arg(all);
      return session_.allStored() ? tr("%1 of %2 checkpoints, loaded from stored results").arg(done).arg(all)
                                  : tr("%1 of %2 checkpoints computed").arg(done).arg(all);
    case SessionState::computing:
      break;
  }
  if (session_.drawing()) {
    QString text = tr("Computing other variable selections");
    if (progress.total > 0) text += tr(": %1 of %2 samples").arg(progress.done).arg(progress.total);
    if (std::isfinite(progress.secondsLeft())) text += tr(", %1 left").arg(durationText(progress.secondsLeft()));
    return text;
  }
  if (progress.total == 0) return tr("Starting: %1 of %2 checkpoints").arg(done).arg(all);
  QString text = tr("Computing %1: %2 of %3 checkpoints").arg(progress.what).arg(done).arg(all);
  if (progress.seconds > 0.5) text += tr(", %1 samples/s").arg(valueText(progress.rate()));
  const double left = progress.secondsLeft();
  if (std::isfinite(left)) text += tr(", %1 left").arg(durationText(left));
  return text;
}

void ProgressLine::refresh() {
  const SessionProgress& progress = session_.progress();
  const bool busy = session_.busy();
  const QString text = sentence();
  label_->setText(text);
  label_->setToolTip(plainTip(text));
  bar_->setVisible(busy);
  cancel_->setVisible(busy || session_.following());
  if (busy) {
    bar_->setRange(0, progress.total);
    bar_->setValue(progress.done);
  }
}

QString ProgressLine::text() const {
  return label_->text();
}

}  // namespace spindle
