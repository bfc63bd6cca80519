// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/run_corrections.h"

#include "ui/panels/plain_tip.h"
#include "ui/session/wording.h"

#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace spindle {
namespace {

constexpr int patience = 200;  // ms after the last key

void fill(QComboBox* box, const std::vector<std::string>& columns, const std::string& taken) {
  const QSignalBlocker quiet(box);
  box->clear();
  box->addItem(RunCorrections::tr("auto"), QString());
  for (const std::string& column : columns) {
    const QString name = QString::fromStdString(column);
    box->addItem(name, name);
  }
  box->setCurrentIndex(std::max(0, box->findData(QString::fromStdString(taken))));
}

}  // namespace

RunCorrections::RunCorrections(QWidget* parent)
    : QWidget(parent),
      pattern_(new QLineEdit(this)),
      unit_(new QComboBox(this)),
      train_(new QComboBox(this)),
      test_(new QComboBox(this)),
      trainName_(new QLabel(tr("Training loss"), this)),
      testName_(new QLabel(tr("Test loss"), this)),
      result_(new QLabel(this)),
      names_(new QTreeWidget(this)),
      use_(new QPushButton(tr("Apply"), this)),
      compute_(new QPushButton(tr("Compute losses\u2026"), this)) {
  setObjectName("corrections");
  pattern_->setObjectName("stepPattern");
  pattern_->setPlaceholderText(tr("step-([0-9]+)"));
  pattern_->setToolTip(
      tr("<p>A regular expression with one group: the group is the step or epoch in a checkpoint's "
         "name. Empty: automatic.</p>"));
  pattern_->setAccessibleName(tr("Step pattern"));
  pattern_->setClearButtonEnabled(true);
  unit_->setObjectName("stepUnit");
  unit_->addItems({tr("step"), tr("epoch")});
  unit_->setAccessibleName(tr("What the number counts"));
  train_->setObjectName("trainColumn");
  test_->setObjectName("testColumn");
  trainName_->setBuddy(train_);
  testName_->setBuddy(test_);
  for (QComboBox* box : {train_, test_}) {
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(8);
    box->setToolTip(tr("A column of the training log"));
  }
  result_->setObjectName("stepPreview");
  result_->setWordWrap(true);
  result_->setTextFormat(Qt::PlainText);
  names_->setObjectName("stepNames");
  names_->setAccessibleName(tr("File names with the step that the pattern finds"));
  names_->setHeaderLabels({tr("Name"), tr("Step")});
  names_->setRootIsDecorated(false);
  names_->setUniformRowHeights(true);
  names_->setTextElideMode(Qt::ElideLeft);
  names_->setSelectionMode(QAbstractItemView::NoSelection);
  names_->header()->setStretchLastSection(false);
  names_->header()->setSectionResizeMode(0, QHeaderView::Stretch);
  names_->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
  names_->setMinimumHeight(60);
  use_->setObjectName("useCorrections");
  use_->setToolTip(tr("Write this to run.json and reopen the run; computed results are kept"));
  compute_->setObjectName("computeLosses");
  compute_->setToolTip(
      tr("Evaluate the loss on the labeled samples at every checkpoint, and keep the mean losses "
         "in sample_losses.csv"));
  auto* grid = new QGridLayout;
  grid->setSpacing(3);
  auto* stepsName = new QLabel(tr("Number in the file name is a"), this);
  stepsName->setBuddy(pattern_);
  grid->addWidget(stepsName, 0, 0);
  grid->addWidget(unit_, 0, 1);
  grid->addWidget(pattern_, 1, 0, 1, 2);
  grid->addWidget(trainName_, 2, 0);
  grid->addWidget(train_, 2, 1);
  grid->addWidget(testName_, 3, 0);
  grid->addWidget(test_, 3, 1);
  grid->setColumnStretch(1, 1);
  auto* buttons = new QHBoxLayout;
  buttons->addWidget(compute_);
  buttons->addStretch(1);
  buttons->addWidget(use_);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 2, 0, 4);
  column->setSpacing(3);
  column->addLayout(grid);
  column->addWidget(result_);
  column->addWidget(names_, 1);
  column->addLayout(buttons);
  wait_.setSingleShot(true);
  wait_.setInterval(patience);
  connect(&wait_, &QTimer::timeout, this, &RunCorrections::preview);
  connect(pattern_, &QLineEdit::textChanged, this, &RunCorrections::edited);
  connect(unit_, &QComboBox::currentIndexChanged, this, &RunCorrections::edited);
  connect(train_, &QComboBox::currentIndexChanged, this, &RunCorrections::edited);
  connect(test_, &QComboBox::currentIndexChanged, this, &RunCorrections::edited);
  connect(pattern_, &QLineEdit::returnPressed, use_, &QPushButton::click);
  connect(use_, &QPushButton::clicked, this, &RunCorrections::use);
  connect(compute_, &QPushButton::clicked, this, &RunCorrections::lossesWanted);
  setRun(nullptr);
}

void RunCorrections::setRun(const RunFacts* facts) {
  usable_ = facts != nullptr && !facts->resultsOnly;
  preview_.cancel();
  wait_.stop();
  start_ = usable_ ? facts->description : RunDescription();
  candidates_ = usable_ ? facts->candidates : std::vector<std::string>();
  taken_ = usable_ ? facts->lossChoice.columns : LossColumns();
  {
    const QSignalBlocker quietPattern(pattern_), quietUnit(unit_);
    pattern_->setText(start_.steps ? QString::fromStdString(start_.steps->pattern) : QString());
    unit_->setCurrentIndex(start_.steps && start_.steps->unit == StepPattern::Unit::epoch ? 1 : 0);
  }
  const std::vector<std::string> columns = usable_ ? facts->logColumns : std::vector<std::string>();
  fill(train_, columns, taken_.train);
  fill(test_, columns, taken_.test);
  for (QWidget* field : {static_cast<QWidget*>(train_), static_cast<QWidget*>(test_), static_cast<QWidget*>(trainName_),
                         static_cast<QWidget*>(testName_)})
    field->setVisible(!columns.empty());
  compute_->setVisible(usable_ && columns.empty() && facts->lossesProblem.empty());
  result_->clear();
  result_->hide();
  names_->clear();
  names_->hide();
  use_->setEnabled(false);
  emit previewed();
}

bool RunCorrections::showsNames() const {
  return usable_ && names_->topLevelItemCount() > 0;
}

StepPattern RunCorrections::pattern() const {
  return {pattern_->text().toStdString(),
          unit_->currentIndex() == 1 ? StepPattern::Unit::epoch : StepPattern::Unit::step};
}

RunDescription RunCorrections::description() const {
  RunDescription wanted = start_;
  wanted.steps = pattern_->text().isEmpty() ? std::nullopt : std::optional(pattern());
  if (wanted.steps) wanted.axis.reset();  // one of them places the checkpoints
  const LossColumns chosen{train_->currentData().toString().toStdString(),
                           test_->currentData().toString().toStdString()};
  if (chosen != taken_) wanted.lossColumns = chosen;
  return wanted;
}

void RunCorrections::edited() {
  preview_.cancel();
  use_->setEnabled(false);
  wait_.start();
}

void RunCorrections::preview() {
  if (!usable_) return;
  if (pattern_->text().isEmpty()) {
    show({});
    return;
  }
  const auto work = [names = candidates_, wanted = pattern()](const RunControl&) {
    return previewSteps(names, wanted);
  };
  preview_.run(work, [this](const JobAnswer<StepPreview>& answer) {
    StepPreview failed;
    failed.problem = answer.error.toStdString();
    show(answer.value.value_or(failed));
  });
}

void RunCorrections::show(const StepPreview& preview) {
  const bool typed = !pattern_->text().isEmpty();
  const auto& found = preview.series.checkpoints;
  names_->clear();
  const bool epochs = unit_->currentIndex() == 1;
  names_->headerItem()->setText(1, epochs ? tr("Epoch") : tr("Step"));
  for (const Checkpoint& checkpoint : found) {
    auto* item = new QTreeWidgetItem(
        names_, {QString::fromStdString(checkpoint.name), stepText(epochs ? checkpoint.epoch : checkpoint.step)});
    item->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
    item->setToolTip(0, plainTip(item->text(0)));
  }
  for (const SetAside& file : preview.series.setAside) {
    auto* item = new QTreeWidgetItem(names_, {QString::fromStdString(file.name), QStringLiteral("\u2013")});
    item->setDisabled(true);
    item->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
    item->setToolTip(0, plainTip(tr("%1: %2").arg(item->text(0), QString::fromStdString(file.reason))));
  }
  result_->setText(!typed ? QString()
                   : !preview.problem.empty()
                       ? QString::fromStdString(preview.problem)
                       : tr("%1 of %2 file names match.").arg(found.size()).arg(candidates_.size()));
  result_->setVisible(typed);
  names_->setVisible(names_->topLevelItemCount() > 0);
  use_->setEnabled(preview.problem.empty() && description() != start_);
  emit previewed();
}

void RunCorrections::use() {
  if (use_->isEnabled()) emit corrected(description());
}

}  // namespace spindle
