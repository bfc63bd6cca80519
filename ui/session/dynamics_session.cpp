// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/dynamics_session.h"

#include "core/base/user_error.h"
#include "core/measure/outputs/predicted_classes.h"
#include "core/measure/variable_draws.h"
#include "ui/session/results_place.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace spindle {

DynamicsSession::DynamicsSession(std::filesystem::path resultsFolder, AnalysisList analyses, QObject* parent)
    : QObject(parent), resultsFolder_(std::move(resultsFolder)), analyses_(std::move(analyses)) {
  for (QThreadPool* pool : {&openThread_, &accuracyThread_, &strengthThread_}) pool->setMaxThreadCount(1);
  connect(&choice_, &ChoiceModel::changed, this, [this] {
    if (!open_.run) return;
    start();
    emit choiceChanged();
  });
  connect(&measurement_, &SessionMeasurement::pointFinished, this, &DynamicsSession::takePoint);
  connect(&measurement_, &SessionMeasurement::progressed, this, &DynamicsSession::progressed);
  connect(&measurement_, &SessionMeasurement::ended, this, &DynamicsSession::takeEnd);
  connect(&analyses_, &AnalysisModel::noted, this, &DynamicsSession::noted);
  connect(&analyses_, &AnalysisModel::changed, this, [this] {
    emit analysisChanged();
    if (analyses_.found()) showPhase();
  });
  connectFollower();
  connect(&tables_, &TableRequests::lifeReady, this, &DynamicsSession::lifeReady);
  connect(&tables_, &TableRequests::ready, this, &DynamicsSession::interactionsReady);
}

DynamicsSession::~DynamicsSession() {
  leave();
}

bool DynamicsSession::busy() const {
  return state_ == SessionState::opening || state_ == SessionState::computing || state_ == SessionState::stopping;
}

void DynamicsSession::setState(SessionState state) {
  if (state == state_) return;
  state_ = state;
  emit stateChanged();
}

/// No answer of what is at work comes any more.
void DynamicsSession::leave() {
  opening_.cancel();
  measurement_.leave();
  strengths_.cancel();
  tables_.setFile({});
  analyses_.stop();
}

void DynamicsSession::close() {
  setFollowing(false);
  leave();
  analyses_.clear();
  analyses_.setOthers({});
  accuracy_.cancel();
  predictions_.cancel();
  open_ = {};
  choice_.reset({});
  editor_.reset();
  secondsPerPass_ = 0.0;
  lookedAt_.reset();
  record_.reset();
  track_ = {};
  phaseTwo_ = {};
  results_.clear();
  setState(SessionState::closed);
}

void DynamicsSession::open(const std::filesystem::path& place) {
  close();
  setState(SessionState::opening);
  opening_.run([place](const RunControl&) { return openedRun(place); },
               [this](const JobAnswer<OpenedRun>& answer) { takeOpened(answer); });
}

void DynamicsSession::open(const SessionRecord& record) {
  open(record.place);
  record_ = record;
}

void DynamicsSession::takeOpened(const JobAnswer<OpenedRun>& answer) {
  open_ = answer.value.value_or(OpenedRun());
  if (!open_.any()) {
    setState(SessionState::closed);
    emit failed(answer.value ? QString::fromStdString(open_.error) : answer.error);
    return;
  }
  VariableChoice first = open_.facts->variables;
  QString doubt;
  if (record_) {
    try {
      first = recordedChoice(*record_, *open_.facts);
    } catch (const UserError& error) {
      doubt = QString::fromStdString(error.what());
    }
    analyses_.setSalience(record_->salience);
    if (record_->step) {
      const auto& steps = open_.facts->series.checkpoints;
      const auto at = std::find_if(steps.begin(), steps.end(),
                                   [this](const Checkpoint& one) { return one.step == *record_->step; });
      if (at != steps.end()) lookedAt_ = static_cast<std::size_t>(at - steps.begin());
    }
  }
  record_.reset();
  choice_.reset(open_.facts->variables, std::move(first));
  editor_.reset();
  track_ = DynamicsTrack(open_.facts->series);
  failedFiles_ = {};
  emit opened();
  if (!doubt.isEmpty()) emit noted(doubt);
  start();
  if (open_.run) findAccuracy();
}

void DynamicsSession::findAccuracy() {
  // An error is not told: the computation meets the same checkpoint, and tells.
  accuracy_.run([run = open_.run](const RunControl& control) { return sampleAccuracy(*run, control); },
                [this](const JobAnswer<std::optional<SampleAccuracy>>& answer) {
                  if (answer.value && *answer.value) emit accuracyKnown(**answer.value);
                });
}

void DynamicsSession::setSalience(const Salience& salience) {
  if (salience == this->salience()) return;
  analyses_.setSalience(salience);
  if (!open_.any()) return;
  const auto points = pointsWithTables();
  if (!points) {
    // Another threshold is no wish to go on with what was stopped.
    start(state_ == SessionState::stopped || state_ == SessionState::stopping);
    emit choiceChanged();
    return;
  }
  analyses_.clear();
  const auto work = [points = *points, salience](const RunControl&) {
    std::vector<TrackPointPtr> changed;
    for (const TrackPointPtr& point : points) changed.push_back(withSalience(*point, salience));
    return changed;
  };
  strengths_.run(work, [this](const JobAnswer<std::vector<TrackPointPtr>>& answer) {
    if (!answer.error.isEmpty()) emit failed(answer.error);
    if (answer.value) takeStrengths(*answer.value);
  });
}

/// All finished points; nothing where a table is in the file alone, or points are still being added.
std::optional<std::vector<TrackPointPtr>> DynamicsSession::pointsWithTables() const {
  std::vector<TrackPointPtr> points;
  for (std::size_t i = 0; i < track_.size(); ++i) {
    if (track_.state(i) != TickState::done) continue;
    points.push_back(track_.share(i));
    if (!points.back()->tables) return std::nullopt;
  }
  return busy() || points.empty() ? std::nullopt : std::optional(std::move(points));
}

void DynamicsSession::takeStrengths(const std::vector<TrackPointPtr>& points) {
  track_.replaceDone(points);
  phaseTwo_ = track_.phaseTwo();
  emit strengthsChanged();
  emit phaseChanged();
  analyze();
}

void DynamicsSession::setScope(const SampleScope& scope) {
  if (scope == scope_ || !open_.any()) return;
  scope_ = scope;
  track_.average(scopeRows(scope, *open_.facts, choice()));
  emit scopeChanged();
  emit strengthsChanged();
}

void DynamicsSession::setOthers(const std::vector<AnalysisModel::Other>& others) {
  analyses_.setOthers(others);
  analyzeAgain();
}

void DynamicsSession::requestPredictions(std::size_t checkpoint) {
  if (!open_.run || busy()) return;
  const auto work = [run = open_.run, checkpoint, samples = choice().samples](const RunControl& control) {
    return predictedClasses(*run, checkpoint, samples, control);
  };
  // An error is not told: the computation has met the same checkpoint.
  predictions_.run(work, [this, checkpoint](const JobAnswer<std::vector<std::int64_t>>& answer) {
    if (answer.value) emit predictionsReady(checkpoint, *answer.value);
  });
}

void DynamicsSession::setPhaseRule(PhaseRule rule) {
  analyses_.setPhaseRule(rule);
  showPhase();
}

void DynamicsSession::showPhase() {
  if (const PhaseResult* found = analyses_.phaseTwo()) phaseTwo_ = *found;
  emit phaseChanged();
}

ExtractionOptions DynamicsSession::chosenOptions() const {
  ExtractionOptions options = open_.facts->options;
  options.samples = choice().samples;
  options.variables = choice().variables;
  options.first = lookedAt_;
  if (workers_ > 0) options.workers = workers_;
  return options;
}

void DynamicsSession::computeDraws(std::size_t draws) {
  if (!open_.run || busy() || track_.doneCount() == 0) return;
  leave();
  tables_.setFile(results_);
  allStored_ = false;
  measurement_.computeDraws(open_.run, chosenOptions(), results_, draws);
  setState(SessionState::computing);
}

bool DynamicsSession::canDraw() const {
  return open_.run && state_ == SessionState::finished && track_.doneCount() > 0 &&
         canRedraw(*open_.run, chosenOptions());
}

void DynamicsSession::analyzeAgain() {
  if (state_ == SessionState::finished || state_ == SessionState::stopped) analyze();
}

void DynamicsSession::compute() {
  if (!open_.run || busy()) return;
  start();
  emit choiceChanged();
}

void DynamicsSession::cancel() {
  setFollowing(false);
  if (state_ != SessionState::computing) return;
  measurement_.stop();
  setState(SessionState::stopping);
}

void DynamicsSession::start(bool storedOnly) {
  leave();
  analyses_.clear();
  track_.clear();
  scope_ = {};
  predictions_.cancel();
  phaseTwo_ = {};
  allStored_ = false;
  if (open_.run) {
    const ExtractionOptions options = chosenOptions();
    if (const auto problems = options.problems(*open_.run); !problems.empty()) {
      setState(SessionState::failed);
      emit failed(QString::fromStdString(problemText(problems.front())));
      return;
    }
    results_ = resultsPlace(resultsFolder_, *open_.run, open_.digest, options);
    follower_.setResults(results_);
    measurement_.compute(open_.run, options, results_, salience(), storedOnly);
  } else {
    results_ = open_.facts->place;
    measurement_.read(open_.results, salience());
  }
  tables_.setFile(results_);
  setState(SessionState::computing);
}

void DynamicsSession::takePoint(const TrackPointPtr& point) {
  track_.add(point);
  if (point->failed && open_.run) failedFiles_.add(track_.checkpoint(point->checkpoint));
  phaseTwo_ = track_.phaseTwo();
  emit pointFinished(point->checkpoint);
  emit phaseChanged();
  if (!point->notes.empty()) emit noted(QString::fromStdString(point->notes.front()));
}

void DynamicsSession::takeEnd(const MeasurementEnd& end) {
  allStored_ = end.allStored;
  const SessionProgress& made = measurement_.progress();  // in samples
  if (!end.ofDraws && !end.anyStored && made.rate() > 0.0 && made.done > 1)
    secondsPerPass_ = std::ldexp(1.0 / made.rate(), -choice().count());
  if (!end.ofDraws) computedFor_ = end.allStored ? 0.0 : end.seconds;
  if (!end.error.empty()) {
    setState(end.ofDraws ? SessionState::finished : SessionState::failed);
    emit failed(QString::fromStdString(end.error));
    return;
  }
  setState(end.outcome == Outcome::stopped ? SessionState::stopped : SessionState::finished);
  takeGrown();
  if (!busy()) analyze();
}

void DynamicsSession::analyze() {
  if (track_.doneCount() > 0) analyses_.analyze(results_, open_.facts ? open_.facts->place : results_);
}

void DynamicsSession::requestInteractions(std::size_t checkpoint, std::size_t sample) {
  const auto position = choice().position(sample);
  const TrackPoint* point = checkpoint < track_.size() ? track_.point(checkpoint) : nullptr;
  if (!position || point == nullptr || point->failed) return;
  tables_.request({checkpoint, sample, *position, point->strength.threshold, salience().orderOne});
}

void DynamicsSession::requestLife(const Lit& lit, std::size_t sample) {
  const auto position = choice().position(sample);
  if (!position || lit.coalition == 0) return;
  LifeRequest request{lit, sample, *position, {}, salience().orderOne};
  for (std::size_t c = 0; c < track_.size(); ++c) {
    const TrackPoint* point = track_.point(c);
    const bool done = point != nullptr && !point->failed;
    request.thresholds.push_back(done ? std::optional(point->strength.threshold) : std::nullopt);
  }
  tables_.requestLife(request);
}

}  // namespace spindle
