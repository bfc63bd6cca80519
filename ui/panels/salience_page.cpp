// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/salience_page.h"

#include "core/dynamics/strength_curve.h"
#include "ui/plots/curve_plot.h"
#include "ui/plots/grouped_bars_plot.h"
#include "ui/session/wording.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QVBoxLayout>

#include <array>
#include <numeric>

namespace spindle {
namespace {

constexpr std::array rules{ThresholdRule::meanRange, ThresholdRule::largest, ThresholdRule::modelMeanRange};

}  // namespace

SaliencePage::SaliencePage(QWidget* parent)
    : AnalysisPage(parent),
      rule_(new QComboBox(this)),
      factor_(new QDoubleSpinBox(this)),
      sentence_(new QLabel(this)),
      counts_(new GroupedBarsPlot(tr("Number of salient interactions by order"), tr("salient, a sample"), this)),
      curve_(new CurvePlot(tr("Interactions in falling order"),
                           {tr("rank among all samples"), tr("|I|"), true, true, {}}, this)) {
  setObjectName("saliencePage");
  rule_->setObjectName("thresholdRule");
  rule_->setAccessibleName(tr("Threshold of salient interactions"));
  rule_->addItems({tr("T1: mean |v(N) \u2212 v(\u2205)|"), tr("T2: largest |I|"), tr("T3: as T1, of this model")});
  factor_->setObjectName("thresholdFactor");
  factor_->setAccessibleName(tr("Share of it"));
  factor_->setDecimals(3);
  factor_->setRange(0.0, 1.0);
  factor_->setSingleStep(0.01);
  factor_->setKeyboardTracking(false);
  factor_->setSuffix(tr(" \u00d7"));
  sentence_->setObjectName("salienceSentence");
  sentence_->setWordWrap(true);
  auto* choice = new QHBoxLayout;
  choice->addWidget(new QLabel(tr("Salient: |I| \u2265"), this));
  choice->addWidget(factor_);
  choice->addWidget(rule_);
  choice->addWidget(sentence_, 1);
  auto* plots = new QHBoxLayout;
  plots->addWidget(counts_, 1);
  plots->addWidget(curve_, 1);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(8, 4, 8, 2);
  column->addLayout(choice);
  column->addLayout(plots, 1);
  setSalience({});
  connect(rule_, &QComboBox::activated, this, [this](int index) {
    const ThresholdRule rule = rules[static_cast<std::size_t>(index)];
    emit salienceChosen({rule, usualFactor(rule)});
  });
  connect(factor_, &QDoubleSpinBox::valueChanged, this, [this](double factor) {
    emit salienceChosen({rules[static_cast<std::size_t>(rule_->currentIndex())], factor});
  });
}

void SaliencePage::setSalience(const Salience& salience) {
  const QSignalBlocker blockRule(rule_), blockFactor(factor_);
  for (std::size_t i = 0; i < rules.size(); ++i) {
    if (rules[i] == salience.rule) rule_->setCurrentIndex(static_cast<int>(i));
  }
  factor_->setValue(salience.factor);
}

void SaliencePage::show(const DynamicsSession& session, const AnalysisPtr& analysis, std::size_t checkpoint) {
  setSalience(session.salience());
  const DynamicsTrack& track = session.track();
  const TrackPoint* point = checkpoint < track.size() ? track.point(checkpoint) : nullptr;
  if (point == nullptr || point->failed) {
    counts_->clear(waitingText(session));
    curve_->clear(QString());
    return sentence_->clear();
  }
  const SalientCounts counts = salientCounts(point->samples);
  counts_->show({{tr("AND"), counts.andCount, GroupedBarsPlot::Ink::positive, false, false},
                 {tr("OR"), counts.orCount, GroupedBarsPlot::Ink::positive, false, true}},
                QString());
  const double salient = std::accumulate(counts.andCount.begin(), counts.andCount.end(), 0.0) +
                         std::accumulate(counts.orCount.begin(), counts.orCount.end(), 0.0);
  const int n = point->samples.variables();
  const double all = 2.0 * ((1 << n) - 1) - n;
  const QLocale numbers(QLocale::English, QLocale::UnitedStates);
  sentence_->setText(
      tr("%1 of %2 interactions a sample, |I| \u2265 %3")
          .arg(valueText(salient), numbers.toString(all, 'f', 0), valueText(point->samples.threshold())));
  if (analysis == nullptr || checkpoint >= analysis->sparsity.size()) return curve_->clear(waitingText(session));
  const SparsityCurve& sparsity = analysis->sparsity[checkpoint];
  CurvePlot::Curve curve;
  for (std::size_t i = 0; i < sparsity.rank.size(); ++i) {
    curve.x << static_cast<double>(sparsity.rank[i]);
    curve.y << sparsity.strength[i];
  }
  curve_->setLowestY(1e-4 * point->samples.threshold());
  curve_->setLevel(point->samples.threshold(), tr("threshold"));
  curve_->show({curve}, QString());
}

}  // namespace spindle
