// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/theory_page.h"

#include "core/analysis/theory/untrained.h"
#include "core/dynamics/strength_curve.h"
#include "ui/plots/curve_plot.h"
#include "ui/plots/grouped_bars_plot.h"
#include "ui/session/wording.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QSlider>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace spindle {
namespace {

using Ink = GroupedBarsPlot::Ink;

QString powerText(double sigma2) {
  return QString::number(sigma2, 'e', 1).replace('-', QChar(0x2212));
}

}  // namespace

TheoryPage::TheoryPage(QWidget* parent)
    : AnalysisPage(parent),
      bars_(new GroupedBarsPlot(tr("Measured and predicted shares by order"), tr("share"), this)),
      sigma_(new CurvePlot(tr("Fitted noise over training"), {}, this)),
      slider_(new QSlider(Qt::Horizontal, this)),
      sentence_(new QLabel(this)),
      fit_(new QToolButton(this)) {
  setObjectName("theoryPage");
  slider_->setObjectName("noiseSlider");
  slider_->setAccessibleName(tr("Noise of the theory"));
  slider_->setToolTip(
      tr("Noise \u03c3\u00b2 of the theory, from 10^\u22127 to 10^2; less noise lets higher orders in"));
  slider_->setFocusPolicy(Qt::StrongFocus);
  fit_->setText(tr("Fitted"));
  fit_->setToolTip(tr("Back to the noise that fits this checkpoint best"));
  fit_->setCheckable(true);
  fit_->setChecked(true);
  sentence_->setWordWrap(true);
  sentence_->setObjectName("theorySentence");
  auto* line = new QHBoxLayout;
  line->addWidget(new QLabel(tr("\u03c3\u00b2"), this));
  line->addWidget(slider_, 1);
  line->addWidget(fit_);
  auto* left = new QVBoxLayout;
  left->addWidget(bars_, 1);
  left->addLayout(line);
  left->addWidget(sentence_);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(4, 2, 8, 2);
  row->addLayout(left, 5);
  row->addWidget(sigma_, 4);
  connect(slider_, &QSlider::valueChanged, this, [this](int value) {
    if (!model_) return;
    own_ = static_cast<std::size_t>(value);
    fit_->setChecked(false);
    showBars();
  });
  connect(fit_, &QToolButton::clicked, this, [this] {
    own_.reset();
    fit_->setChecked(true);
    showBars();
  });
  connect(sigma_, &CurvePlot::clicked, this, [this](double place) {
    std::size_t best = 0;
    for (std::size_t i = 1; i < steps_.size(); ++i) {
      if (std::abs(trainingPlace(steps_[i]) - place) < std::abs(trainingPlace(steps_[best]) - place)) best = i;
    }
    if (best < checkpoints_.size()) emit checkpointChosen(checkpoints_[best]);
  });
}

void TheoryPage::show(const DynamicsSession& session, const AnalysisPtr& analysis, std::size_t checkpoint) {
  if (analysis == nullptr || checkpoint >= analysis->samples.size()) {
    shown_.reset();
    model_.reset();
    bars_->clear(waitingText(session));
    sigma_->clear(QString());
    sentence_->clear();
    slider_->setEnabled(false);
    fit_->setEnabled(false);
    return;
  }
  if (shown_ != analysis) {
    shown_ = analysis;
    own_.reset();
    fit_->setChecked(true);
    model_ = analysis->model;
    const QSignalBlocker blocker(slider_);
    slider_->setRange(0, model_ ? static_cast<int>(model_->gridSize()) - 1 : 0);
    showSigma(session, *analysis);
  }
  checkpoint_ = checkpoint;
  first_ = checkpoint == 0;
  measured_ = strengthCurve(analysis->samples[checkpoint], {InteractionPart::both, Normalization::sum}).totals();
  const auto found = std::find_if(analysis->theory.begin(), analysis->theory.end(),
                                  [checkpoint](const TheoryPoint& at) { return at.checkpoint == checkpoint; });
  point_ = found != analysis->theory.end() ? std::optional(*found) : std::nullopt;
  sigma_->setMark(trainingPlace(session.track().checkpoint(checkpoint).step));
  showBars();
}

void TheoryPage::showBars() {
  const bool phaseTwo = point_ && model_;
  slider_->setEnabled(phaseTwo);
  fit_->setEnabled(phaseTwo);
  std::vector<GroupedBarsPlot::Series> series{{tr("measured"), measured_, Ink::positive, false, false}};
  QString sentence;
  if (phaseTwo) {
    const double sigma2 = own_ ? TheoryModel::gridSigma2(*own_) : point_->fit.sigma2;
    const std::vector<double>& shares = own_ ? model_->gridShares(*own_) : point_->fit.shares;
    const double residual = l1Distance(shares, measured_);
    series.push_back({tr("theory"), shares, Ink::negative, false, true});
    if (!own_) {
      const QSignalBlocker blocker(slider_);
      const double place = 10.0 * (std::log10(std::max(sigma2, 1e-30)) + 7.0);
      slider_->setValue(static_cast<int>(std::lround(place)));
    }
    sentence = tr("%1 \u03c3\u00b2 = %2: distance %3 (0 to 2); the best geometric distribution: %4.")
                   .arg(own_ ? tr("Chosen") : tr("Fitted"), powerText(sigma2), valueText(residual),
                        valueText(point_->geometric));
  } else if (first_) {
    const int n = static_cast<int>(measured_.size());
    if (n > 0) {
      series.push_back({tr("independent scores"), untrainedShares(n, 1.0), Ink::negative, true, false});
      series.push_back({tr("equal variances"), untrainedShares(n, 0.0), Ink::train, true, true});
    }
    sentence =
        tr("The first checkpoint beside the theory of untrained networks: C(n,k) 2^(k/2) where the scores are "
           "independent noise, C(n,k) where all interactions have the same variance.");
  } else {
    sentence = shown_ != nullptr && shown_->phases.meanOrder.checkpoint
                   ? tr("Phase one: the theory predicts nothing here. It speaks of phase two only.")
                   : tr("No phase two was found: the theory speaks of phase two only.");
  }
  bars_->show(series, QString());
  sentence_->setText(sentence);
}

void TheoryPage::showSigma(const DynamicsSession& session, const StoredAnalysis& analysis) {
  const DynamicsTrack& track = session.track();
  sigma_->setAxes({trainingLabel(track), tr("fitted \u03c3\u00b2"), false, true, trainingTicks(track)});
  CurvePlot::Curve curve;
  curve.points = true;
  steps_.clear();
  checkpoints_.clear();
  for (const TheoryPoint& at : analysis.theory) {
    const double step = track.checkpoint(at.checkpoint).step;
    curve.x << trainingPlace(step);
    curve.y << std::max(at.fit.sigma2, 1e-8);
    steps_.push_back(step);
    checkpoints_.push_back(at.checkpoint);
  }
  if (track.size() > 0) sigma_->setRangeX(0.0, trainingPlace(track.checkpoint(track.size() - 1).step));
  if (analysis.theory.empty()) return sigma_->clear(tr("no phase two, nothing fitted"));
  sigma_->show({curve}, tr("noise over phase two"));
}

}  // namespace spindle
