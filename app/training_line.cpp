// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training_line.h"

#include "app/training_process.h"
#include "ui/session/wording.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QToolButton>

namespace spindle::app {

TrainingLine::TrainingLine(TrainingProcess& training, QWidget* parent)
    : QWidget(parent), label_(new QLabel(this)), bar_(new QProgressBar(this)) {
  label_->setObjectName("trainingText");
  label_->setTextFormat(Qt::PlainText);
  bar_->setFixedWidth(8 * fontMetrics().height());
  bar_->setMaximumHeight(fontMetrics().height());
  bar_->setTextVisible(false);
  bar_->setAccessibleName(tr("Progress of the training"));
  auto* stop = new QToolButton(this);
  stop->setObjectName("stopTraining");
  stop->setText(tr("Stop training"));
  stop->setToolTip(tr("Stop the training; the run so far is kept and can be continued"));
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(8, 1, 4, 1);
  row->addWidget(label_);
  row->addWidget(bar_);
  row->addWidget(stop);
  connect(stop, &QToolButton::clicked, &training, &TrainingProcess::stop);
  connect(&training, &TrainingProcess::begun, this, [this] { first_ = -1; });
  connect(&training, &TrainingProcess::progressed, this, &TrainingLine::show);
  connect(&training, &TrainingProcess::ended, this, &QWidget::hide);
  hide();
}

void TrainingLine::show(int done, int total) {
  if (first_ < 0) {
    first_ = done;
    clock_.start();
  }
  QString text = tr("Training: step %1 of %2").arg(done).arg(total);
  const double seconds = 1e-3 * static_cast<double>(clock_.elapsed());
  if (done > first_ && seconds > 1.0)
    text += tr(", %1 left").arg(durationText(seconds / (done - first_) * (total - done)));
  label_->setText(text);
  bar_->setRange(0, total);
  bar_->setValue(done);
  setVisible(true);
}

}  // namespace spindle::app
