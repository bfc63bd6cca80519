// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/generalization_page.h"

#include "ui/panels/plain_tip.h"
#include "ui/plots/curve_plot.h"
#include "ui/plots/grouped_bars_plot.h"
#include "ui/session/wording.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QTableWidget>

#include <algorithm>

namespace spindle {
namespace {

constexpr int shownOrders = 4;

}  // namespace

GeneralizationPage::GeneralizationPage(QWidget* parent)
    : AnalysisPage(parent),
      similarity_(new CurvePlot(tr("Similarity of training and test samples by order"), {}, this)),
      groups_(new GroupedBarsPlot(tr("Shares by order on clean and mislabeled samples"), tr("share"), this)),
      turns_(new QTableWidget(this)) {
  setObjectName("generalizationPage");
  turns_->setObjectName("turns");
  turns_->setAccessibleName(tr("Samples that turn to high orders first"));
  turns_->setColumnCount(2);
  turns_->setHorizontalHeaderLabels({tr("turns first"), tr("at")});
  turns_->horizontalHeaderItem(0)->setToolTip(
      tr("Samples in the order in which their own mean order starts to rise; a hint, as one sample is noisy"));
  turns_->verticalHeader()->hide();
  turns_->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 5);
  turns_->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
  turns_->horizontalHeader()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
  turns_->setEditTriggers(QAbstractItemView::NoEditTriggers);
  turns_->setSelectionBehavior(QAbstractItemView::SelectRows);
  turns_->setSelectionMode(QAbstractItemView::SingleSelection);
  turns_->setShowGrid(false);
  turns_->setTabKeyNavigation(false);
  turns_->setWordWrap(false);
  turns_->setMinimumWidth(13 * fontMetrics().height());
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(4, 2, 8, 4);
  row->addWidget(similarity_, 4);
  row->addWidget(groups_, 4);
  row->addWidget(turns_, 3);
  const auto choose = [this](int at) {
    if (const auto* item = turns_->item(at, 0)) emit sampleChosen(item->data(Qt::UserRole).toULongLong());
  };
  connect(turns_, &QTableWidget::cellClicked, this, choose);
  connect(turns_, &QTableWidget::cellActivated, this, choose);
}

void GeneralizationPage::show(const DynamicsSession& session, const AnalysisPtr& analysis, std::size_t checkpoint) {
  if (analysis == nullptr || checkpoint >= analysis->samples.size()) {
    shown_.reset();
    similarity_->clear(waitingText(session));
    groups_->clear(QString());
    return turns_->setRowCount(0);
  }
  const DynamicsTrack& track = session.track();
  if (shown_ != analysis) {
    shown_ = analysis;
    showSimilarity(track, *analysis);
    showTurns(session, *analysis);
  }
  similarity_->setMark(trainingPlace(track.checkpoint(checkpoint).step));
  if (analysis->groups.empty()) return groups_->clear(tr("no sample is known to be mislabeled"));
  const GroupComparison& groups = analysis->groups[checkpoint];
  const auto percent = [](double share) { return QString::number(100.0 * share, 'f', 0); };
  groups_->show({{tr("clean %1 %").arg(percent(groups.cleanShare)), groups.clean.shares(), GroupedBarsPlot::Ink::train,
                  false, false},
                 {tr("mislabeled %1 %").arg(percent(groups.mislabeledShare)), groups.mislabeled.shares(),
                  GroupedBarsPlot::Ink::test, false, true}},
                tr("\u2265 3:"));
}

void GeneralizationPage::showSimilarity(const DynamicsTrack& track, const StoredAnalysis& analysis) {
  similarity_->setAxes({trainingLabel(track), tr("similarity, train and test"), false, false, trainingTicks(track)});
  std::vector<CurvePlot::Curve> curves;
  for (int order = 1; order <= shownOrders; ++order) {
    CurvePlot::Curve curve{tr("order %1").arg(order), {}, {}, order - 1, order % 2 == 0, false};
    for (std::size_t c = 0; c < analysis.similarity.size(); ++c) {
      const std::vector<double>& mean = analysis.similarity[c].mean;
      if (static_cast<int>(mean.size()) < order) continue;
      curve.x << trainingPlace(track.checkpoint(c).step);
      curve.y << mean[static_cast<std::size_t>(order - 1)];
    }
    if (!curve.x.isEmpty()) curves.push_back(curve);
  }
  if (curves.empty()) return similarity_->clear(tr("no class has training and test samples"));
  similarity_->show(curves, QString());
}

void GeneralizationPage::showTurns(const DynamicsSession& session, const StoredAnalysis& analysis) {
  const RunFacts* facts = session.facts();
  turns_->setRowCount(static_cast<int>(analysis.turns.size()));
  for (std::size_t i = 0; i < analysis.turns.size(); ++i) {
    const SampleTurn& turn = analysis.turns[i];
    const auto& chosen = session.choice().samples;
    const std::size_t sample = turn.sample < chosen.size() ? chosen[turn.sample] : turn.sample;
    QString name = tr("sample %1").arg(sample);
    if (facts != nullptr && sample < facts->samples.samples.size() && !facts->samples.samples[sample].name.empty())
      name = QString::fromStdString(facts->samples.samples[sample].name);
    auto* first = new QTableWidgetItem(name);
    first->setData(Qt::UserRole, QVariant::fromValue<qulonglong>(sample));
    first->setToolTip(plainTip(tr("%1: its share of orders from 3 on rises by %2").arg(name, valueText(turn.rise))));
    auto* second = new QTableWidgetItem(turn.checkpoint ? stepText(session.track().checkpoint(*turn.checkpoint).step)
                                                        : tr("never"));
    second->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    turns_->setItem(static_cast<int>(i), 0, first);
    turns_->setItem(static_cast<int>(i), 1, second);
  }
}

}  // namespace spindle
