// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/sample_panel.h"

#include "ui/panels/pending_line.h"
#include "ui/panels/points_view.h"
#include "ui/panels/sample_texts.h"
#include "ui/panels/sample_view.h"
#include "ui/panels/variable_items.h"
#include "ui/panels/variable_tools.h"

#include <QAction>
#include <QComboBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace spindle {

SamplePanel::SamplePanel(DynamicsSession& session, Selection& selection, QWidget* parent)
    : QWidget(parent),
      session_(session),
      selection_(selection),
      chooser_(new QComboBox(this)),
      format_(new QLabel(this)),
      pages_(new QStackedWidget(this)),
      view_(new SampleView(this)),
      list_(new VariableItems(this)),
      points_(new PointsView(this)),
      picker_(new VariablePicker(session, selection, this)),
      tools_(new VariableTools(*picker_, this)),
      pending_(new PendingLine(session, this)),
      editBar_(new QWidget(this)),
      target_(new QLabel(this)),
      count_(new QLabel(this)),
      reset_(new QPushButton(tr("Reset"), this)) {
  chooser_->setObjectName("sampleChooser");
  chooser_->setAccessibleName(tr("Sample"));
  chooser_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  chooser_->setMinimumContentsLength(12);
  format_->setObjectName("sampleFormat");
  format_->setEnabled(false);
  format_->setWordWrap(true);
  target_->setObjectName("sampleTarget");
  target_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  target_->setWordWrap(true);
  count_->setWordWrap(true);
  reset_->setToolTip(tr("Reset to the variables of the run"));
  reset_->setObjectName("resetVariables");
  pages_->addWidget(view_);
  pages_->addWidget(list_);
  pages_->addWidget(points_);
  auto* foot = new QHBoxLayout;
  foot->addWidget(count_, 1);
  foot->addWidget(reset_, 0, Qt::AlignBottom);
  auto* bar = new QHBoxLayout(editBar_);
  bar->setContentsMargins(0, 0, 0, 0);
  tools_->hide();
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(8, 6, 8, 6);
  column->setSpacing(4);
  column->addWidget(chooser_);
  column->addWidget(format_);
  column->addWidget(editBar_);
  column->addWidget(tools_);
  column->addWidget(pages_, 1);
  column->addWidget(pending_);
  column->addWidget(target_);
  column->addLayout(foot);

  connect(chooser_, &QComboBox::currentIndexChanged, this, [this](int index) {
    if (!filling_ && index >= 0) selection_.setSample(chooser_->itemData(index).toULongLong());
  });
  connect(&selection_, &Selection::sampleChanged, this, &SamplePanel::showSample);
  connect(&selection_, &Selection::changed, this, &SamplePanel::showLit);
  connect(view_, &SampleView::variableClicked, &selection_, &Selection::toggleContained);
  connect(view_, &SampleView::strokeBegun, picker_, &VariablePicker::beginStroke);
  connect(view_, &SampleView::cellPainted, picker_, &VariablePicker::paintCell);
  connect(view_, &SampleView::strokeEnded, picker_, &VariablePicker::endStroke);
  connect(view_, &SampleView::brushed, picker_, &VariablePicker::brush);
  connect(view_, &SampleView::radiusWanted, tools_, &VariableTools::changeRadius);
  connect(view_, &SampleView::lookedAt, &selection_, &Selection::hover);
  connect(points_, &PointsView::lookedAt, &selection_, &Selection::hover);
  connect(&selection_, &Selection::hoverChanged, this, &SamplePanel::showSight);
  connect(list_, &VariableItems::variableClicked, &selection_, &Selection::toggleContained);
  connect(points_, &PointsView::variableClicked, &selection_, &Selection::toggleContained);
  connect(points_, &PointsView::clusterClicked, picker_, &VariablePicker::toggleCluster);
  connect(list_, &VariableItems::toggled, picker_, &VariablePicker::toggleItem);
  connect(list_, &VariableItems::grouped, picker_, &VariablePicker::group);
  connect(tools_, &VariableTools::gridChanged, this, &SamplePanel::showVariables);
  connect(tools_, &VariableTools::brushChanged, this, &SamplePanel::showVariables);
  connect(tools_, &VariableTools::groupWanted, list_, &VariableItems::groupToCurrent);
  connect(picker_, &VariablePicker::refused, this, &SamplePanel::refused);
  connect(picker_, &VariablePicker::clustersChanged, this, [this] { points_->setClusters(picker_->clusters()); });
  connect(reset_, &QPushButton::clicked, this, [this] {
    if (facts_ != nullptr) session_.editor().edit(facts_->variables);
  });
  connect(&session.editor(), &VariableEditor::changed, this, &SamplePanel::showVariables);
  connect(&session, &DynamicsSession::opened, this, &SamplePanel::takeRun);
  connect(&session, &DynamicsSession::choiceChanged, this, &SamplePanel::takeChoice);
  connect(&session, &DynamicsSession::grown, this, [this] { facts_ = session_.facts(); });
  connect(&session, &DynamicsSession::stateChanged, this, [this] {
    if (session_.state() == SessionState::closed) takeRun();
  });
  connect(&session, &DynamicsSession::interactionsReady, this,
          [this](const InteractionListPtr& list, std::size_t /*checkpoint*/, std::size_t sample) {
            if (sample != selection_.sample()) return;
            scores_ = list;
            showScore();
            showSight();
          });
  takeRun();
}

void SamplePanel::addEditActions(const EditActions& actions) {
  actions_ = actions;
  tools_->setActions(actions);
  auto* bar = static_cast<QHBoxLayout*>(editBar_->layout());
  QAction* editing = actions.editing;
  for (QAction* action : {editing, actions.undo, actions.redo, actions.masked}) {
    auto* button = new QToolButton(editBar_);
    button->setDefaultAction(action);
    const bool arrow = action == actions.undo || action == actions.redo;
    button->setToolButtonStyle(arrow ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextOnly);
    button->setAutoRaise(action != editing);
    bar->addWidget(button);
  }
  bar->addStretch(1);
  connect(editing, &QAction::toggled, this, &SamplePanel::setEditing);
  connect(actions.masked, &QAction::toggled, this, &SamplePanel::showSight);
  // A tool takes the pencil up by itself.
  const auto edit = [editing] { editing->setChecked(true); };
  connect(actions.brush, &QAction::toggled, this, [edit](bool on) {
    if (on) edit();
  });
  for (QAction* action : {actions.superpixels, actions.random}) connect(action, &QAction::triggered, this, edit);
  connect(actions.labelMap, &QAction::triggered, this, [this, edit] {
    const QString file = QFileDialog::getOpenFileName(this, tr("Label map"), QString(), tr("Maps (*.png *.npy)"));
    if (file.isEmpty()) return;
    edit();
    picker_->useMap(file.toStdString());
  });
  refreshActions();
}

/// Those that apply to the input that is open.
void SamplePanel::refreshActions() {
  if (!actions_) return;
  const bool editable = picker_->changeable();
  const InputKind kind = editable ? facts_->samples.format.kind : InputKind::image;
  for (QAction* action : {actions_->brush, actions_->superpixels, actions_->random})
    action->setEnabled(editable && kind == InputKind::image);
  actions_->labelMap->setEnabled(editable && kind != InputKind::text);
  actions_->group->setEnabled(editable && editing_ && (kind == InputKind::text || kind == InputKind::tabular));
  actions_->oneSample->setEnabled(editable);
  actions_->masked->setEnabled(facts_ != nullptr);
}

void SamplePanel::setEditing(bool editing) {
  editing_ = editing;
  showVariables();
}

void SamplePanel::takeRun() {
  facts_ = session_.facts();
  const VariableChoice& choice = session_.choice();
  picker_->takeRun();
  tools_->setKind(facts_ != nullptr ? facts_->samples.format.kind : InputKind::tabular,
                  facts_ != nullptr ? facts_->samples.format : InputFormat());
  filling_ = true;
  chooser_->clear();
  if (facts_ != nullptr) {
    for (const std::size_t index : choice.samples) {
      const Sample& sample = facts_->samples.samples[index];
      const QString name = sample.name.empty() ? tr("sample %1").arg(index) : QString::fromStdString(sample.name);
      chooser_->addItem(tr("%1: %2").arg(name, className(facts_->samples, sample.target)),
                        QVariant::fromValue<qulonglong>(index));
    }
  }
  showFormat();
  chooser_->setEnabled(chooser_->count() > 1);
  filling_ = false;
  if (!choice.samples.empty() && !choice.position(selection_.sample())) selection_.setSample(choice.samples.front());
  showSample();
}

void SamplePanel::takeChoice() {
  const VariableChoice& choice = session_.choice();
  if (!choice.samples.empty() && !choice.position(selection_.sample())) selection_.setSample(choice.samples.front());
  showVariables();
}

}  // namespace spindle
