// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/dynamics_view.h"

#include "core/dynamics/strength_band.h"
#include "core/dynamics/strength_curve.h"
#include "ui/panels/analysis_tabs.h"
#include "ui/panels/plot_menu.h"
#include "ui/panels/transport_bar.h"
#include "ui/plots/life_plot.h"
#include "ui/plots/order_bars_plot.h"
#include "ui/plots/order_map_plot.h"
#include "ui/plots/timeline_plot.h"
#include "ui/session/series_words.h"
#include "ui/session/session_wording.h"
#include "ui/session/track_text.h"
#include "ui/session/wording.h"

#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <limits>

namespace spindle {

DynamicsView::DynamicsView(const DynamicsSession& session, const BesideRun& beside, Playhead& playhead,
                           Selection& selection, const QList<QAction*>& transport, const PageActions& actions,
                           QWidget* parent)
    : QWidget(parent),
      session_(session),
      beside_(beside),
      playhead_(playhead),
      selection_(selection),
      bars_(new OrderBarsPlot(this)),
      map_(new OrderMapPlot(session.track(), playhead, this)),
      life_(new LifePlot(playhead, this)),
      overTraining_(new QStackedWidget(this)),
      timeline_(new TimelinePlot(session.track(), playhead, this)),
      tabs_(new AnalysisTabs(session, actions, this)),
      transport_(new TransportBar(playhead, transport, this)) {
  auto* splitter = new QSplitter(Qt::Vertical, this);
  splitter->setObjectName("plots");
  splitter->addWidget(bars_);
  splitter->addWidget(tabs_);
  overTraining_->addWidget(map_);
  overTraining_->addWidget(life_);
  splitter->addWidget(overTraining_);
  splitter->addWidget(timeline_);
  for (const auto& [place, stretch] : {std::pair(0, 5), std::pair(1, 4), std::pair(2, 2), std::pair(3, 3)})
    splitter->setStretchFactor(place, stretch);
  splitter->setChildrenCollapsible(false);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 4);
  column->setSpacing(0);
  column->addWidget(splitter, 1);
  column->addWidget(transport_);
  connect(&playhead_, &Playhead::moved, this, &DynamicsView::showSpot);
  connect(&beside, &BesideRun::changed, this, &DynamicsView::takeBeside);
  connect(&playhead_, &Playhead::axisChanged, this, &DynamicsView::takeBeside);
  connect(bars_, &OrderBarsPlot::orderClicked, &selection, &Selection::toggleOrder);
  connect(map_, &OrderMapPlot::orderClicked, &selection, &Selection::toggleOrder);
  const auto overTraining = [this] {
    const bool life = overTraining_->currentWidget() == life_;
    return trackText(session_.track(), life ? life_->life() : nullptr);
  };
  new PlotMenu(bars_, tr("Strength by order"), [this] { return strengthText(strength_); });
  new PlotMenu(map_, tr("Over training"), overTraining);
  new PlotMenu(life_, tr("Over training"), overTraining);
  new PlotMenu(timeline_, tr("Over training"), overTraining, true);
  connect(bars_, &OrderBarsPlot::barHovered, this, &DynamicsView::hoverBar);
  connect(&session, &DynamicsSession::interactionsReady, this,
          [this](const InteractionListPtr& list, std::size_t /*checkpoint*/, std::size_t sample) {
            if (sample == selection_.sample()) list_ = list;
          });
  connect(&selection, &Selection::changed, this, &DynamicsView::takeLit);
  connect(&session, &DynamicsSession::lifeReady, this, &DynamicsView::takeLife);
  connect(tabs_, &AnalysisTabs::opened, this, [this](bool open) { overTraining_->setVisible(mapShown_ && !open); });
  connect(&session, &DynamicsSession::opened, this, &DynamicsView::reset);
  connect(&session, &DynamicsSession::choiceChanged, this, &DynamicsView::takeChoice);
  connect(&session, &DynamicsSession::grown, this, &DynamicsView::takeGrown);
  connect(&session, &DynamicsSession::pointFinished, this, &DynamicsView::takePoints);
  connect(&session, &DynamicsSession::strengthsChanged, this, &DynamicsView::takeStrengths);
  connect(&session, &DynamicsSession::phaseChanged, this, &DynamicsView::takePhase);
  connect(&session, &DynamicsSession::analysisChanged, this, &DynamicsView::takeAnalysis);
  connect(&session, &DynamicsSession::stateChanged, this, [this] {
    if (session_.state() == SessionState::closed) reset();
    if (!session_.busy()) ghost_.reset();
    showOutline();
    takePoints();
  });
  connect(timeline_, &TimelinePlot::contextRequested, this, &DynamicsView::contextRequested);
  connect(timeline_, &TimelinePlot::ownMarkerMoved, this, &DynamicsView::ownMarkerMoved);
}

void DynamicsView::setView(const StrengthView& view) {
  if (view == view_) return;
  view_ = view;
  refreshLimits();
  setPinned(pinned_);
  showSpot();
}

void DynamicsView::setPinned(std::optional<std::size_t> checkpoint) {
  const DynamicsTrack& track = session_.track();
  const bool usable = checkpoint && *checkpoint < track.size() && track.state(*checkpoint) == TickState::done;
  pinned_ = usable ? checkpoint : std::nullopt;
  timeline_->setPinned(pinned_);
  showOutline();
}

void DynamicsView::showOutline() {
  const DynamicsTrack& track = session_.track();
  if (!pinned_ && ghost_) return bars_->setPinned(shownStrength(*ghost_, view_), ghostName_);
  if (!pinned_) return bars_->setPinned(std::nullopt, QString());
  bars_->setPinned(shownStrength(track.point(*pinned_)->strength, view_),
                   shortPlaceText(SeriesWords(track.series()), track.checkpoint(*pinned_)));
}

void DynamicsView::setOwnMarker(std::optional<std::size_t> checkpoint) {
  timeline_->setOwnMarker(checkpoint);
}

void DynamicsView::setMapShown(bool shown) {
  mapShown_ = shown;
  overTraining_->setVisible(shown && !tabs_->isOpen());
}

void DynamicsView::setMeanOrderShown(bool shown) {
  timeline_->setMeanOrderShown(shown);
}

void DynamicsView::setColumn(const std::string& name) {
  const std::vector<std::string>& columns = session_.track().series().loggedColumns;
  const auto found = std::find(columns.begin(), columns.end(), name);
  const bool known = found != columns.end();
  column_ = known ? name : std::string();
  timeline_->setColumn(known ? std::optional(static_cast<std::size_t>(found - columns.begin())) : std::nullopt);
}

void DynamicsView::reset() {
  list_.reset();
  pinned_.reset();
  ghost_.reset();
  column_.clear();
  strength_ = {};
  bars_->clear();
  bars_->show({}, true);
  bars_->setValueLabel(unit());
  timeline_->resetSeries();
  takePoints();
  takePhase();
}

void DynamicsView::takeChoice() {
  list_.reset();
  if (strength_.samples > 0) {
    ghost_ = strength_;
    ghostName_ = tr("%1 variables, before").arg(strength_.variables());
    strength_ = {};
    bars_->clear();
    bars_->show({}, true);
  }
  setPinned(std::nullopt);
  takePoints();
  takePhase();
}

void DynamicsView::takeGrown() {
  setColumn(column_);
  setPinned(pinned_);
  takePoints();
  takePhase();
}

void DynamicsView::takePoints() {
  refreshLimits();
  timeline_->refreshTicks();
  map_->refresh();
  showSpot();
}

void DynamicsView::takeStrengths() {
  takePoints();
  setPinned(pinned_);
  tabs_->refresh();
}

void DynamicsView::takeAnalysis() {
  refreshLimits();
  showSpot();
  tabs_->refresh();
}

void DynamicsView::showSpread(const TrackPoint& point) {
  ShownErrors errors = shownErrors(point, view_);
  bars_->setErrors(std::move(errors.positive), std::move(errors.negative));
  ShownSpread spread = spreadShown_ ? shownSpread(point.samples, view_) : ShownSpread();
  bars_->setSpread(std::move(spread.positive), std::move(spread.negative));
  std::vector<Spread> above, below;
  const auto& analysis = session_.analysis();
  if (analysis && point.checkpoint < analysis->strengths->size()) {
    std::vector<OrderStrength> draws = analysis->draws->at(point.checkpoint);
    for (OrderStrength& draw : draws) draw = shownStrength(draw, view_);
    for (int k = 1; !draws.empty() && k <= draws.front().variables(); ++k) {
      std::vector<double> positive, negative;
      for (const OrderStrength& draw : draws) {
        positive.push_back(draw.positive(k));
        negative.push_back(draw.negative(k));
      }
      above.push_back(spreadOf(positive));
      below.push_back(spreadOf(negative));
    }
  }
  bars_->setBand(std::move(above), std::move(below));
  bars_->setTies(tiesAt(point.checkpoint));
}

std::optional<std::pair<OrderStrength, OrderStrength>> DynamicsView::tiesAt(std::size_t checkpoint) const {
  const auto& analysis = session_.analysis();
  if (!analysis || !analysis->ties->any() || checkpoint >= analysis->ties->low.size()) return std::nullopt;
  const SampleStrengths &low = analysis->ties->low[checkpoint], &high = analysis->ties->high[checkpoint];
  if (low.presentSamples() == 0 || high.presentSamples() == 0) return std::nullopt;
  return std::pair(shownStrength(orderStrength(low), view_), shownStrength(orderStrength(high), view_));
}

void DynamicsView::takePhase() {
  timeline_->setPhase(session_.phaseTwo(), session_.analysis() != nullptr);
  map_->setPhase(session_.phaseTwo().checkpoint);
  life_->setPhase(session_.phaseTwo().checkpoint);
  tabs_->refresh();
}

QString DynamicsView::placeName() const {
  const DynamicsTrack& track = session_.track();
  if (!playhead_.hasSpot() || playhead_.spot().upper >= track.size()) return {};
  const PlayheadSpot spot = playhead_.spot();
  const Checkpoint& lower = track.checkpoint(spot.lower);
  const SeriesWords words(track.series());
  return spot.real() ? placeText(words, lower) : betweenText(words, lower, track.checkpoint(spot.upper));
}

QString DynamicsView::averaged() const {
  const RunFacts* facts = session_.facts();
  if (facts == nullptr) return {};
  if (session_.scope().kind != SampleScope::Kind::all || strength_.samples > 1)
    return scopeMean(session_.scope(), *facts, strength_.samples);
  return facts->variables.samples.size() > 1 ? tr("one sample only") : tr("1 sample");
}

void DynamicsView::takeLit() {
  const Lit& lit = selection_.lit();
  bars_->setLit(lit.order);
  map_->setLit(lit.order);
  if (lit.coalition == 0) overTraining_->setCurrentWidget(map_);
}

/// The strongest interaction of that order and sign in the shown sample stands for the bar.
void DynamicsView::hoverBar(int order, bool positive) {
  if (order == 0 || !list_) return selection_.hover(std::nullopt);
  const auto fits = [&](const Interaction& row) {
    const bool kind = view_.kinds == ShownKinds::both ||
                      (view_.kinds == ShownKinds::andOnly) == (row.kind == InteractionKind::andKind);
    return kind && spindle::order(row.coalition) == order && (row.value > 0.0) == positive;
  };
  const auto found = std::find_if(list_->rows.begin(), list_->rows.end(), fits);
  selection_.hover(found == list_->rows.end() ? std::nullopt : std::optional(found->coalition));
}

void DynamicsView::takeLife(const LifeCurvePtr& life) {
  const Lit& lit = selection_.lit();
  if (life->coalition != lit.coalition || life->kind != lit.kind || life->sample != selection_.sample()) return;
  const DynamicsTrack& track = session_.track();
  QStringList steps;
  for (std::size_t c = 0; c < track.size(); ++c)
    steps << shortPlaceText(SeriesWords(track.series()), track.checkpoint(c));
  life_->show(life, lifeText(*life, variableNames(session_.choice(), life->sample), steps));
  overTraining_->setCurrentWidget(life_);
}

void DynamicsView::showSpot() {
  const DynamicsTrack& track = session_.track();
  if (!playhead_.hasSpot() || track.size() == 0) {
    const bool waiting = session_.state() == SessionState::computing && session_.track().failedCount() < track.size();
    bars_->setHeading(waiting ? tr("computing the first checkpoint\u2026") : QString());
    transport_->setPlace(QString());
    return;
  }
  const PlayheadSpot spot = playhead_.spot();
  strength_ = track.strengthAt(spot);
  const TrackPoint* point = track.point(spot.lower);
  if (spot.real() && point != nullptr) showSpread(*point);
  tabs_->setCheckpoint(spot.nearest());
  const QString name = placeName();
  double whole = 0.0;
  for (int k = 1; k <= strength_.variables(); ++k) whole += strength_.total(k);
  bars_->setMeasured(shownStrength(strength_, {view_.kinds, false}), whole, view_.normalize);
  showBeside();
  bars_->show(shownStrength(strength_, view_), spot.real());
  bars_->setHeading(tr("%1 \u00b7 %2%3").arg(name, averaged(), besideHeading()));
  if (!locked_) fitHere();
  const auto here = spot.lower + 1;
  transport_->setPlace(spot.real() ? tr("%1 of %2").arg(here).arg(track.size())
                                   : tr("%1\u2013%2 of %3").arg(here).arg(spot.upper + 1).arg(track.size()));
  emit shown();
}

}  // namespace spindle
