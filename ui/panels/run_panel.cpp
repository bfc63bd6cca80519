// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/run_panel.h"

#include "ui/panels/delegates.h"
#include "ui/panels/plain_tip.h"

#include <QHeaderView>
#include <QLabel>
#include <QListView>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

namespace spindle {

RunPanel::RunPanel(const DynamicsSession& session, Playhead& playhead, QWidget* parent)
    : QWidget(parent),
      session_(session),
      playhead_(playhead),
      checkpoints_(session.track()),
      name_(new QLabel(this)),
      place_(new QLabel(this)),
      findingsView_(new QListView(this)),
      correct_(new QToolButton(this)),
      corrections_(new RunCorrections(this)),
      table_(new QTableView(this)) {
  QFont bold = font();
  bold.setBold(true);
  name_->setFont(bold);
  name_->setObjectName("runName");
  place_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  place_->setEnabled(false);
  findingsView_->setObjectName("findings");
  findingsView_->setAccessibleName(tr("Findings in the run folder"));
  findingsView_->setModel(&findings_);
  findingsView_->setItemDelegate(new FindingDelegate(findingsView_));
  findingsView_->setWordWrap(true);
  findingsView_->setSelectionMode(QAbstractItemView::NoSelection);
  findingsView_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  findingsView_->setFrameShape(QFrame::NoFrame);
  findingsView_->viewport()->setAutoFillBackground(false);
  findingsView_->setResizeMode(QListView::Adjust);
  findingsView_->setSpacing(1);
  correct_->setObjectName("correct");
  correct_->setText(tr("Steps and losses"));
  correct_->setToolTip(tr("Correct the order of the checkpoints or the loss columns"));
  correct_->setCheckable(true);
  correct_->setAutoRaise(true);
  correct_->setArrowType(Qt::RightArrow);
  correct_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  correct_->setEnabled(false);
  corrections_->hide();
  connect(correct_, &QToolButton::toggled, this, &RunPanel::showCorrections);
  connect(corrections_, &RunCorrections::previewed, this, [this] { showCorrections(correct_->isChecked()); });
  table_->setObjectName("checkpoints");
  table_->setAccessibleName(tr("Checkpoints"));
  table_->setModel(&checkpoints_);
  table_->setItemDelegate(new CheckpointDelegate(table_));
  table_->setSelectionBehavior(QAbstractItemView::SelectRows);
  table_->setSelectionMode(QAbstractItemView::SingleSelection);
  table_->setShowGrid(false);
  table_->setWordWrap(false);
  table_->setTabKeyNavigation(false);
  table_->verticalHeader()->hide();
  table_->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 5);
  table_->horizontalHeader()->setHighlightSections(false);
  table_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
  table_->horizontalHeader()->setSectionResizeMode(CheckpointsModel::nameColumn, QHeaderView::Interactive);
  table_->horizontalHeader()->setStretchLastSection(true);
  table_->setTextElideMode(Qt::ElideLeft);
  table_->setMinimumHeight(60);
  setMinimumWidth(13 * fontMetrics().height());
  const auto choose = [this](const QModelIndex& index) { playhead_.moveTo(static_cast<std::size_t>(index.row())); };
  connect(table_, &QTableView::clicked, this, choose);
  connect(table_, &QTableView::activated, this, choose);
  connect(&session, &DynamicsSession::opened, this, [this] { setRun(session_.facts()); });
  connect(&session, &DynamicsSession::stateChanged, this, [this] {
    if (session_.state() == SessionState::closed) setRun(nullptr);
  });
  connect(&session, &DynamicsSession::choiceChanged, this, &RunPanel::resetCheckpoints);
  connect(&session, &DynamicsSession::grown, this, [this] {
    resetCheckpoints();
    showCurrent();
  });
  connect(&session, &DynamicsSession::accuracyKnown, this, &RunPanel::takeAccuracy);
  connect(&session, &DynamicsSession::pointFinished, this, [this](std::size_t checkpoint) {
    checkpoints_.update(checkpoint);
    showCurrent();
  });
  connect(&playhead, &Playhead::moved, this, &RunPanel::showCurrent);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(8, 6, 8, 6);
  column->setSpacing(3);
  column->addWidget(name_);
  column->addWidget(place_);
  column->addWidget(findingsView_, 2);
  column->addWidget(correct_);
  column->addWidget(corrections_, 2);
  column->addWidget(table_, 3);
}

void RunPanel::setRun(const RunFacts* facts) {
  name_->setText(facts != nullptr ? QString::fromStdString(facts->name) : tr("No run open"));
  const QString place = facts != nullptr ? QString::fromStdString(facts->place.string()) : QString();
  place_->setText(place.isEmpty() ? QString() : fontMetrics().elidedText(place, Qt::ElideMiddle, 230));
  place_->setToolTip(plainTip(place));
  if (facts != nullptr) {
    findings_.show(facts->findings, facts->series.setAside);
  } else {
    findings_.show({}, {});
  }
  corrections_->setRun(facts);
  correct_->setEnabled(corrections_->usable());
  if (!corrections_->usable()) correct_->setChecked(false);
  resetCheckpoints();
}

void RunPanel::showCorrections(bool open) {
  const bool preview = open && corrections_->showsNames();
  correct_->setArrowType(open ? Qt::DownArrow : Qt::RightArrow);
  corrections_->setVisible(open);
  corrections_->setSizePolicy(QSizePolicy::Preferred, preview ? QSizePolicy::Preferred : QSizePolicy::Maximum);
  findingsView_->setVisible(!open);
  table_->setVisible(!preview);  // the preview lists the same names
}

void RunPanel::resetCheckpoints() {
  checkpoints_.reset();
  table_->setColumnHidden(CheckpointsModel::stepColumn, !checkpoints_.hasSteps());
  table_->setColumnHidden(CheckpointsModel::epochColumn, !checkpoints_.hasEpochs());
}

void RunPanel::takeAccuracy(const SampleAccuracy& accuracy) {
  findings_.add(
      {accuracy.atChance() ? Finding::Kind::missing : Finding::Kind::found, "accuracy", accuracy.line(), "input"});
  if (!accuracy.warning.empty()) findings_.add({Finding::Kind::guessed, "weights", accuracy.warning, "model"});
}

void RunPanel::showCurrent() {
  if (!playhead_.hasSpot()) return;
  const int row = static_cast<int>(playhead_.spot().nearest());
  if (row >= checkpoints_.rowCount() || table_->currentIndex().row() == row) return;
  const QModelIndex index = checkpoints_.index(row, 0);
  table_->selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
  table_->scrollTo(index);
}

}  // namespace spindle
