// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/dynamics_session.h"

#include "core/base/user_error.h"
#include "core/results/open_results.h"
#include "ui/session/results_place.h"

#include <QtConcurrent>

#include <algorithm>
#include <utility>

namespace spindle {
namespace {

bool isResultsPath(const std::filesystem::path& place) {
  std::error_code error;
  const auto ending = place.extension().string();
  const bool looksSo = ending == ".h5" || ending == ".hdf5" || ending == ".parts";
  return looksSo && (ending == ".parts" || !std::filesystem::is_directory(place, error));
}

}  // namespace

/// Tables of one results file; only the one reading thread calls it.
class DynamicsSession::TableReader {
 public:
  explicit TableReader(std::filesystem::path file) : file_(std::move(file)) {}

  InteractionListPtr list(std::size_t checkpoint, std::size_t sample, double threshold) {
    if (!reader_) reader_ = openResults(file_);
    if (!reader_->done(checkpoint, sample)) reader_->refresh();
    return interactionList(reader_->pair(checkpoint, sample), threshold);
  }

 private:
  std::filesystem::path file_;
  std::shared_ptr<ResultsReader> reader_;
};

DynamicsSession::DynamicsSession(std::filesystem::path resultsFolder, AnalysisList analyses, QObject* parent)
    : QObject(parent), resultsFolder_(std::move(resultsFolder)), analyses_(std::move(analyses)) {
  jobs_.setMaxThreadCount(1);  // the next computation starts when the one before has let go of its file
  reads_.setMaxThreadCount(1);
  analyzers_.setMaxThreadCount(1);
  accuracies_.setMaxThreadCount(1);
}

DynamicsSession::~DynamicsSession() {
  leaveJob();
  if (accuracy_) accuracy_->stop = true;
  jobs_.waitForDone();
  reads_.waitForDone();
  analyzers_.waitForDone();
  accuracies_.waitForDone();
}

bool DynamicsSession::busy() const {
  return state_ == SessionState::opening || state_ == SessionState::computing || state_ == SessionState::stopping;
}

void DynamicsSession::setState(SessionState state) {
  if (state == state_) return;
  state_ = state;
  emit stateChanged();
}

void DynamicsSession::leaveJob() {
  ++generation_;
  if (job_) job_->stop = true;
  if (watcher_) {
    watcher_->disconnect(this);
    watcher_->cancel();
    watcher_.release()->deleteLater();
  }
  job_.reset();
  reader_.reset();
  wanted_.reset();
  drawing_ = false;
  if (analyzing_) analyzing_->stop = true;
}

void DynamicsSession::leaveAnalysis() {
  if (analyzing_) analyzing_->stop = true;
  analyzing_.reset();
  if (!analysis_) return;
  analysis_.reset();
  emit analysisChanged();
}

void DynamicsSession::close() {
  leaveJob();
  leaveAnalysis();
  if (accuracy_) accuracy_->stop = true;
  accuracy_.reset();
  run_.reset();
  opened_.reset();
  facts_.reset();
  closed_.reset();
  choice_ = {};
  track_ = {};
  progress_ = {};
  phaseTwo_ = {};
  results_.clear();
  setState(SessionState::closed);
}

void DynamicsSession::open(const std::filesystem::path& place) {
  close();
  setState(SessionState::opening);
  const auto read = [place] {
    Opened opened;
    try {
      if (isResultsPath(place)) {
        opened.results = openResults(place);
        opened.facts = std::make_shared<RunFacts>(resultsFacts(*opened.results, place));
      } else {
        opened.run = std::make_shared<Run>(Run::open(place));
        opened.facts = std::make_shared<RunFacts>(runFacts(*opened.run));
        opened.digest = runDigest(*opened.run);
      }
    } catch (const std::exception& error) {
      opened.error = error.what();
      try {
        opened.facts = std::make_shared<RunFacts>(spindle::closedFacts(place));
      } catch (const std::exception&) {
        opened.facts.reset();
      }
    }
    return opened;
  };
  // Reading a folder is no computation: it need not wait for one that is being left.
  QtConcurrent::run(&reads_, read).then(this, [this, generation = generation_](const Opened& opened) {
    if (generation == generation_) takeOpened(opened);
  });
}

void DynamicsSession::takeOpened(const Opened& opened) {
  if (!opened.error.empty()) {
    closed_ = opened.facts;
    setState(SessionState::closed);
    emit failed(QString::fromStdString(opened.error));
    return;
  }
  run_ = opened.run;
  opened_ = opened.results;
  facts_ = opened.facts;
  runDigest_ = opened.digest;
  choice_ = facts_->variables;
  track_ = DynamicsTrack(facts_->series);
  emit this->opened();
  if (opened_) {
    startReading();
  } else {
    start();
    findAccuracy();
  }
}

void DynamicsSession::findAccuracy() {
  accuracy_ = std::make_shared<JobState>();
  using Result = std::optional<SampleAccuracy>;
  const auto work = [run = run_, state = accuracy_]() -> Result {
    try {
      return sampleAccuracy(*run, StopControl(*state));
    } catch (const Stopped&) {
      return std::nullopt;
    } catch (const std::exception&) {
      return std::nullopt;  // the computation meets the same checkpoint, and tells
    }
  };
  QtConcurrent::run(&accuracies_, work).then(this, [this, state = accuracy_](const Result& accuracy) {
    if (state == accuracy_ && accuracy) emit accuracyKnown(*accuracy);
  });
}

void DynamicsSession::setChoice(const VariableChoice& choice) {
  if (!run_ || choice == choice_) return;
  choice_ = choice;
  start();
  emit choiceChanged();
}

void DynamicsSession::setSalience(const Salience& salience) {
  if (salience == choices_.salience) return;
  choices_.salience = salience;
  if (!run_ && !opened_) return;
  bool inMemory = !busy();
  std::vector<TrackPointPtr> points;
  for (std::size_t i = 0; i < track_.size(); ++i) {
    if (track_.state(i) != TickState::done) continue;
    points.push_back(track_.share(i));
    inMemory = inMemory && points.back()->tables;
  }
  if (!inMemory || points.empty()) {
    // Another threshold is no wish to go on with what was stopped.
    opened_ ? startReading() : start(state_ == SessionState::stopped || state_ == SessionState::stopping);
    emit choiceChanged();
    return;
  }
  leaveAnalysis();
  const auto work = [points = std::move(points), salience] {
    std::vector<TrackPointPtr> changed;
    for (const TrackPointPtr& point : points) changed.push_back(withSalience(*point, salience));
    return changed;
  };
  using Points = std::vector<TrackPointPtr>;
  QtConcurrent::run(&reads_, work).then(this, [this, salience, generation = generation_](const Points& changed) {
    if (generation != generation_ || salience != choices_.salience) return;
    track_.replaceDone(changed);
    phaseTwo_ = track_.phaseTwo();
    emit strengthsChanged();
    emit phaseChanged();
    makeAnalysis();
  });
}

void DynamicsSession::setPhaseOptions(const PhaseOptions& options) {
  if (options == choices_.phases) return;
  choices_.phases = options;
  makeAnalysisAnew();
}

void DynamicsSession::setAnalysisOption(const std::string& analysis, const std::string& option, double value) {
  choices_.options[analysis].set(option, value);
  makeAnalysisAnew();
}

void DynamicsSession::setPhaseRule(PhaseRule rule) {
  phaseRule_ = rule;
  showPhase();
}

void DynamicsSession::showPhase() {
  if (analysis_) {
    const PhaseReport& report = *analysis_->phases;
    phaseTwo_ = phaseRule_ == PhaseRule::lossGap       ? report.lossGap
                : phaseRule_ == PhaseRule::changePoint ? report.changePoint
                                                       : report.meanOrder;
  }
  emit phaseChanged();
}

ExtractionOptions DynamicsSession::chosenOptions() const {
  ExtractionOptions options = facts_->options;
  options.samples = choice_.samples;
  options.variables = choice_.variables;
  return options;
}

void DynamicsSession::computeDraws(std::size_t draws) {
  if (!run_ || busy() || track_.doneCount() == 0) return;
  leaveJob();
  reader_ = std::make_shared<TableReader>(results_);
  const ExtractionOptions options = chosenOptions();
  progress_ = {};
  allStored_ = false;
  drawing_ = true;
  job_ = std::make_shared<JobState>();
  watch(QtConcurrent::run(&jobs_, drawsJob, run_, options, results_, draws, job_));
  setState(SessionState::computing);
}

void DynamicsSession::compute() {
  if (run_ && !busy()) start();
}

void DynamicsSession::cancel() {
  if (state_ != SessionState::computing) return;
  job_->stop = true;
  setState(SessionState::stopping);
}

void DynamicsSession::start(bool storedOnly) {
  leaveJob();
  leaveAnalysis();
  const ExtractionOptions options = chosenOptions();
  track_.clear();
  progress_ = {};
  phaseTwo_ = {};
  allStored_ = false;
  if (const auto problems = options.problems(*run_); !problems.empty()) {
    setState(SessionState::failed);
    emit failed(QString::fromStdString(problemText(problems.front())));
    return;
  }
  results_ = resultsPlace(resultsFolder_, *run_, runDigest_, options);
  reader_ = std::make_shared<TableReader>(results_);
  job_ = std::make_shared<JobState>();
  job_->storedOnly = storedOnly;
  watch(QtConcurrent::run(&jobs_, computeJob, run_, options, results_, choices_.salience, job_));
  setState(SessionState::computing);
}

void DynamicsSession::startReading() {
  leaveJob();
  leaveAnalysis();
  track_.clear();
  progress_ = {};
  phaseTwo_ = {};
  results_ = facts_->place;
  reader_ = std::make_shared<TableReader>(results_);
  job_ = std::make_shared<JobState>();
  watch(QtConcurrent::run(&jobs_, readJob, opened_, choices_.salience, job_));
  setState(SessionState::computing);
}

void DynamicsSession::watch(const QFuture<TrackPointPtr>& future) {
  using Watcher = QFutureWatcher<TrackPointPtr>;
  watcher_ = std::make_unique<Watcher>();
  Watcher* watcher = watcher_.get();
  connect(watcher, &Watcher::resultReadyAt, this, [this, watcher](int index) { takePoint(watcher->resultAt(index)); });
  connect(watcher, &Watcher::finished, this, &DynamicsSession::takeEnd);
  connect(watcher, &Watcher::progressValueChanged, this, [this, watcher](int value) {
    if (progress_.total == 0) clock_.start();
    progress_.done = value;
    progress_.total = watcher->progressMaximum();
    progress_.what = watcher->progressText();
    progress_.seconds = 1e-9 * static_cast<double>(clock_.nsecsElapsed());
    emit progressed();
  });
  watcher->setFuture(future);
}

void DynamicsSession::takePoint(const TrackPointPtr& point) {
  track_.add(point);
  phaseTwo_ = track_.phaseTwo();
  emit pointFinished(point->checkpoint);
  emit phaseChanged();
  if (!point->notes.empty()) emit noted(QString::fromStdString(point->notes.front()));
}

void DynamicsSession::takeEnd() {
  allStored_ = job_->allStored;
  const bool drawing = std::exchange(drawing_, false);
  if (!job_->error.empty()) {
    setState(drawing ? SessionState::finished : SessionState::failed);
    emit failed(QString::fromStdString(job_->error));
    return;
  }
  setState(job_->outcome == Outcome::stopped ? SessionState::stopped : SessionState::finished);
  makeAnalysis();
}

void DynamicsSession::makeAnalysis() {
  if (track_.doneCount() == 0) return;
  if (analyzing_) analyzing_->stop = true;
  analyzingAll_ = true;
  analyze([file = results_, list = analyses_, choices = choices_](RunControl& control) {
    return analyzed(openResults(file), file, list, choices, control);
  });
}

/// From the level on that the changed choices invalidate; the tables are not read again.
void DynamicsSession::makeAnalysisAnew() {
  if (analyzing_ && analyzingAll_) return makeAnalysis();
  if (!analysis_) return;
  if (analyzing_) analyzing_->stop = true;
  analyzingAll_ = false;
  analyze([before = analysis_, list = analyses_, choices = choices_](RunControl& control) {
    return withChoices(before, list, choices, control);
  });
}

void DynamicsSession::analyze(std::function<AnalyzedPtr(RunControl&)> make) {
  analyzing_ = std::make_shared<JobState>();
  const auto work = [make = std::move(make), state = analyzing_]() -> AnalyzedPtr {
    try {
      StopControl control(*state);
      return make(control);
    } catch (const Stopped&) {
      return nullptr;
    } catch (const std::exception& error) {
      state->error = error.what();
      return nullptr;
    }
  };
  QtConcurrent::run(&analyzers_, work).then(this, [this, state = analyzing_](const AnalyzedPtr& analysis) {
    if (state != analyzing_) return;
    analyzing_.reset();
    if (!state->error.empty()) emit noted(QString::fromStdString(state->error));
    if (!analysis) return;
    analysis_ = analysis;
    emit analysisChanged();
    showPhase();
  });
}

void DynamicsSession::requestInteractions(std::size_t checkpoint, std::size_t sample) {
  wanted_ = Request{checkpoint, sample};
  if (!reading_) readNext();
}

void DynamicsSession::readNext() {
  if (!wanted_ || !reader_) return;
  const Request request = *std::exchange(wanted_, std::nullopt);
  const auto position = choice_.position(request.sample);
  const TrackPoint* point = request.checkpoint < track_.size() ? track_.point(request.checkpoint) : nullptr;
  if (!position || point == nullptr || point->failed) return;
  reading_ = true;
  const auto work = [reader = reader_, request, position, threshold = point->strength.threshold] {
    try {
      return reader->list(request.checkpoint, *position, threshold);
    } catch (const UserError&) {
      return InteractionListPtr();  // the results were replaced or removed meanwhile; the next computation is told
    }
  };
  QtConcurrent::run(&reads_, work)
      .then(this, [this, request, generation = generation_](const InteractionListPtr& list) {
        reading_ = false;
        if (generation == generation_ && list) emit interactionsReady(list, request.checkpoint, request.sample);
        readNext();
      });
}

}  // namespace spindle
