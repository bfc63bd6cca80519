// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/trust_page.h"

#include "core/dynamics/strength_band.h"
#include "ui/plots/curve_plot.h"
#include "ui/session/wording.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

#include <cmath>

namespace spindle {
namespace {

/// Largest relative spread of any order that holds at least a twentieth of the strength.
double relativeSpread(const StrengthBand& band) {
  double all = 0.0, spread = 0.0;
  for (const double mean : band.mean) all += mean;
  for (std::size_t k = 0; k < band.mean.size(); ++k) {
    if (band.mean[k] >= 0.05 * all && all > 0.0) spread = std::max(spread, band.deviation[k] / band.mean[k]);
  }
  return spread;
}

}  // namespace

TrustPage::TrustPage(QAction* draws, QWidget* parent)
    : AnalysisPage(parent),
      sentences_(new QLabel(this)),
      explained_(new CurvePlot(tr("Share of the scores that salient interactions explain"), {}, this)),
      scores_(new CurvePlot(tr("Mean score by number of variables"),
                            {tr("variables present"), tr("mean v(S) \u2212 v(\u2205)"), false, false, {}}, this)) {
  setObjectName("trustPage");
  sentences_->setObjectName("trustSentences");
  sentences_->setWordWrap(true);
  sentences_->setTextFormat(Qt::RichText);
  sentences_->setAlignment(Qt::AlignTop | Qt::AlignLeft);
  sentences_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  auto* scroll = new QScrollArea(this);
  scroll->setWidget(sentences_);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setMinimumWidth(16 * fontMetrics().height());
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  auto* button = new QToolButton(this);
  button->setDefaultAction(draws);
  auto* left = new QVBoxLayout;
  left->addWidget(scroll, 1);
  left->addWidget(button, 0, Qt::AlignLeft);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(8, 4, 8, 4);
  row->addLayout(left, 5);
  row->addWidget(explained_, 4);
  row->addWidget(scores_, 4);
}

void TrustPage::show(const DynamicsSession& session, const AnalysisPtr& analysis, std::size_t checkpoint) {
  if (analysis == nullptr || checkpoint >= analysis->trust.size() || analysis->trust[checkpoint].samples == 0) {
    shown_.reset();
    sentences_->setText(waitingText(session).toHtmlEscaped());
    explained_->clear(QString());
    return scores_->clear(QString());
  }
  const DynamicsTrack& track = session.track();
  if (shown_ != analysis) {
    shown_ = analysis;
    explained_->setAxes({trainingLabel(track), tr("explained"), false, false, trainingTicks(track)});
    CurvePlot::Curve mean{tr("mean"), {}, {}, 0, false, false}, least{tr("worst"), {}, {}, 1, true, false};
    for (std::size_t c = 0; c < analysis->trust.size(); ++c) {
      const CheckpointTrust& at = analysis->trust[c];
      if (at.samples == 0) continue;
      const double place = trainingPlace(track.checkpoint(c).step);
      mean.x << place;
      mean.y << at.explained;
      least.x << place;
      least.y << at.leastExplained;
    }
    explained_->setRangeY(-0.25, 1.0);
    explained_->show({mean, least}, QString());
  }
  explained_->setMark(trainingPlace(track.checkpoint(checkpoint).step));
  const CheckpointTrust& at = analysis->trust[checkpoint];
  CurvePlot::Curve scores;
  scores.points = true;
  for (std::size_t k = 0; k < at.scores.byOrder.size(); ++k) {
    scores.x << static_cast<double>(k);
    scores.y << at.scores.byOrder[k];
  }
  scores_->show({scores}, at.scores.monotone ? tr("rises, as assumed")
                                             : tr("falls by up to %1").arg(valueText(at.scores.largestFall)));
  const auto line = [](const QString& text) {
    return QStringLiteral("<p style=\"margin:0 0 4px 0\">") + text + "</p>";
  };
  QString text = line(tr("<b>Explained:</b> the salient interactions explain %1 % of the variance of the scores (worst "
                         "sample %2 %); their mean error is %3, the mean range of the scores %4.")
                          .arg(valueText(100.0 * at.explained), valueText(100.0 * at.leastExplained),
                               valueText(at.salientMean), valueText(at.range)));
  text +=
      line(tr("<b>Matching:</b> all interactions together miss a score by at most %1, within the bound of the noise "
              "term.")
               .arg(valueText(at.largest)));
  if (std::isfinite(at.gap))
    text += line(tr("<b>Sparsest:</b> no decomposition is further than %1 % from the sparsest one (certified).")
                     .arg(valueText(100.0 * at.gap)));
  const bool drawn = checkpoint < analysis->draws.size() && !analysis->draws[checkpoint].empty();
  if (drawn) {
    const StrengthBand band = strengthBand(analysis->draws[checkpoint]);
    text += line(tr("<b>Stability:</b> over %1 draws of the variables, no order that holds a twentieth of the strength "
                    "varies by more than %2 % (standard deviation); the band on the bars shows each.")
                     .arg(band.draws)
                     .arg(valueText(100.0 * relativeSpread(band))));
  } else {
    text += line(tr("<b>Stability</b> over draws of the variables is not measured yet."));
  }
  for (const std::string& sentence : analysis->drawsLeftOut)
    text += line(QString::fromStdString(sentence).toHtmlEscaped());
  sentences_->setText(text);
}

}  // namespace spindle
