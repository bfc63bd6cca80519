// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/phases_page.h"

#include "ui/panels/plain_tip.h"
#include "ui/session/wording.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QScrollArea>
#include <QTableWidget>
#include <QVBoxLayout>

#include <cmath>

namespace spindle {
namespace {

QDoubleSpinBox* constant(double value, double most, double step, const QString& name, const QString& tip,
                         QWidget* parent) {
  auto* box = new QDoubleSpinBox(parent);
  box->setDecimals(2);
  box->setRange(0.0, most);
  box->setSingleStep(step);
  box->setValue(value);
  box->setKeyboardTracking(false);
  box->setAccessibleName(name);
  box->setToolTip(tip);
  return box;
}

}  // namespace

PhasesPage::PhasesPage(QWidget* parent)
    : AnalysisPage(parent),
      table_(new QTableWidget(3, 3, this)),
      agreement_(new QLabel(this)),
      explanation_(new QLabel(this)),
      rule_(new QComboBox(this)) {
  setObjectName("phasesPage");
  const PhaseOptions usual;
  tie_ = constant(usual.tie, 5.0, 0.01, tr("Tie"),
                  tr("Mean orders this close to the smallest tie with it; the last counts"), this);
  rise_ = constant(usual.rise, 10.0, 0.05, tr("Rise"),
                   tr("Phase two exists where the mean order ends this far above its minimum"), this);
  gapShare_ = constant(usual.gapShare, 1.0, 0.01, tr("Gap"),
                       tr("The loss gap is closed within this share of its whole range"), this);
  tie_->setObjectName("phaseTie");
  rise_->setObjectName("phaseRise");
  gapShare_->setObjectName("phaseGapShare");
  rule_->setObjectName("phaseRule");
  rule_->setAccessibleName(tr("Rule of the marker"));
  rule_->addItems({tr("mean order minimum"), tr("loss gap"), tr("change point")});
  table_->setObjectName("phaseTable");
  table_->setAccessibleName(tr("Start of phase two by every rule"));
  table_->setHorizontalHeaderLabels({tr("rule"), tr("phase two starts"), tr("interval")});
  table_->verticalHeader()->hide();
  table_->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 8);
  table_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
  table_->horizontalHeader()->setStretchLastSection(true);
  table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
  table_->setSelectionBehavior(QAbstractItemView::SelectRows);
  table_->setSelectionMode(QAbstractItemView::SingleSelection);
  table_->setShowGrid(false);
  table_->setTabKeyNavigation(false);
  table_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  table_->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  table_->setFixedHeight(3 * (fontMetrics().height() + 8) + table_->horizontalHeader()->sizeHint().height() + 4);
  for (QLabel* label : {agreement_, explanation_}) {
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
  }
  agreement_->setObjectName("phaseAgreement");
  explanation_->setObjectName("phaseExplanation");
  auto* content = new QWidget(this);
  auto* left = new QVBoxLayout(content);
  left->setContentsMargins(0, 0, 4, 0);
  left->addWidget(table_);
  left->addWidget(agreement_);
  left->addWidget(explanation_);
  left->addStretch(1);
  auto* scroll = new QScrollArea(this);
  scroll->setWidget(content);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  auto* form = new QFormLayout;
  form->addRow(tr("Marker by"), rule_);
  form->addRow(tr("Tie"), tie_);
  form->addRow(tr("Rise"), rise_);
  form->addRow(tr("Gap share"), gapShare_);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(8, 4, 8, 4);
  row->setSpacing(16);
  row->addWidget(scroll, 3);
  row->addLayout(form, 1);
  for (QDoubleSpinBox* box : {tie_, rise_, gapShare_})
    connect(box, &QDoubleSpinBox::valueChanged, this, &PhasesPage::choose);
  connect(rule_, &QComboBox::activated, this, [this](int index) { emit ruleChosen(static_cast<PhaseRule>(index)); });
  connect(table_, &QTableWidget::cellClicked, this, [this](int at) {
    const QTableWidgetItem* start = table_->item(at, 1);
    if (start == nullptr) return;  // there is no analysis yet
    const QVariant checkpoint = start->data(Qt::UserRole);
    if (checkpoint.isValid()) emit checkpointChosen(checkpoint.toULongLong());
    if (shown_ != nullptr)
      explanation_->setText(QString::fromStdString(shown_->phases.rules()[static_cast<std::size_t>(at)]->explanation));
  });
}

void PhasesPage::choose() {
  PhaseOptions options;
  options.tie = tie_->value();
  options.rise = rise_->value();
  options.gapShare = gapShare_->value();
  emit optionsChosen(options);
}

void PhasesPage::show(const DynamicsSession& session, const AnalysisPtr& analysis, std::size_t) {
  const QSignalBlocker blocker(rule_);
  rule_->setCurrentIndex(static_cast<int>(session.phaseRule()));
  if (analysis == shown_ && analysis != nullptr && shownRule_ == rule_->currentIndex()) return;
  shown_ = analysis;
  shownRule_ = rule_->currentIndex();
  if (analysis == nullptr) {
    table_->clearContents();
    agreement_->setText(waitingText(session));
    return explanation_->clear();
  }
  const DynamicsTrack& track = session.track();
  const auto place = [&track](std::size_t checkpoint) { return stepText(track.checkpoint(checkpoint).step); };
  int at = 0;
  for (const PhaseResult* result : analysis->phases.rules()) {
    QString interval = tr("\u2013");
    if (result->interval) {
      interval = tr("%1 to %2 (%3)")
                     .arg(place(result->interval->low), place(result->interval->high),
                          result->interval->kind == IntervalKind::bootstrap
                              ? tr("%1 % of resamples").arg(100.0 * result->interval->level)
                              : tr("sensitivity"));
    }
    auto* start = new QTableWidgetItem(result->checkpoint ? place(*result->checkpoint) : tr("none found"));
    if (result->checkpoint) start->setData(Qt::UserRole, QVariant::fromValue<qulonglong>(*result->checkpoint));
    auto* rule = new QTableWidgetItem(QString::fromStdString(result->rule));
    for (auto* item : {rule, start}) item->setToolTip(plainTip(QString::fromStdString(result->explanation)));
    table_->setItem(at, 0, rule);
    table_->setItem(at, 1, start);
    auto* range = new QTableWidgetItem(interval);
    range->setToolTip(
        tr("Bootstrap over the samples; of the loss gap, the answers with its constant halved and doubled"));
    table_->setItem(at, 2, range);
    ++at;
  }
  agreement_->setText(QString::fromStdString(analysis->phases.agreement()));
  explanation_->setText(QString::fromStdString(session.phaseTwo().explanation));
}

}  // namespace spindle
