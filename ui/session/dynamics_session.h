// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/analysis_list.h"
#include "core/analysis/analyzed_results.h"
#include "core/measure/outputs/sample_accuracy.h"
#include "core/store/results_file.h"
#include "ui/session/dynamics_track.h"
#include "ui/session/interaction_list.h"
#include "ui/session/run_facts.h"
#include "ui/session/session_job.h"
#include "ui/session/session_progress.h"

#include <QElapsedTimer>
#include <QFutureWatcher>
#include <QObject>
#include <QThreadPool>

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

namespace spindle {

enum class PhaseRule { meanOrder, lossGap, changePoint };
enum class SessionState { closed, opening, computing, stopping, stopped, failed, finished };

/// An open run and its computation. Opening, computing and reading go on in threads of its own; every signal comes in
/// the GUI thread, and nothing here takes longer than some milliseconds. Results go to a file in `resultsFolder`, where
/// opening the same run again finds them; views get strengths, and tables only when they ask.
class DynamicsSession : public QObject {
  Q_OBJECT

 public:
  explicit DynamicsSession(std::filesystem::path resultsFolder, AnalysisList analyses = allAnalyses(),
                           QObject* parent = nullptr);
  ~DynamicsSession() override;  ///< stops and waits for the threads (one batch of the network)

  /// A run folder, a file in one, or a results file. What was open is left; when this cannot be opened, opened() does
  /// not come but failed(), and nothing is open. The computation of a run starts at once.
  void open(const std::filesystem::path& place);
  void close();

  /// Other variables: what is computed now is stopped, and the computation starts anew (or is found stored).
  void setChoice(const VariableChoice& choice);
  /// What counts as salient. Needs no network: strengths come anew from the tables in memory (some 10 ms in a thread),
  /// or, where these were too large to keep or a computation is going on, from the file.
  void setSalience(const Salience& salience);
  [[nodiscard]] const Salience& salience() const { return choices_.salience; }

  /// The constants of the phase rules; the rule whose start the marker shows; an option of one analysis.
  void setPhaseOptions(const PhaseOptions& options);
  [[nodiscard]] const PhaseOptions& phaseOptions() const { return choices_.phases; }
  void setAnalysisOption(const std::string& analysis, const std::string& option, double value);
  void setPhaseRule(PhaseRule rule);
  [[nodiscard]] PhaseRule phaseRule() const { return phaseRule_; }

  void cancel();
  void compute();  ///< goes on where it was stopped
  /// Computes so many draws of the variables in all; the analysis then tells how stable the strengths are.
  void computeDraws(std::size_t draws);

  [[nodiscard]] SessionState state() const { return state_; }
  [[nodiscard]] bool busy() const;
  [[nodiscard]] const RunFacts* facts() const { return facts_.get(); }
  /// Of what could not be opened last; null where something is open, or was closed.
  [[nodiscard]] const RunFacts* closedFacts() const { return closed_.get(); }
  [[nodiscard]] const VariableChoice& choice() const { return choice_; }
  [[nodiscard]] const DynamicsTrack& track() const { return track_; }
  [[nodiscard]] const SessionProgress& progress() const { return progress_; }
  [[nodiscard]] bool allStored() const { return allStored_; }
  [[nodiscard]] bool drawing() const { return drawing_; }
  [[nodiscard]] const std::filesystem::path& results() const { return results_; }

  /// Phase-two start by the chosen rule once analysis() is there; before, by mean order on what is finished.
  [[nodiscard]] const PhaseResult& phaseTwo() const { return phaseTwo_; }

  /// What every analysis found, soon after a computation has ended or was stopped; null until then.
  [[nodiscard]] const AnalyzedPtr& analysis() const { return analysis_; }
  [[nodiscard]] const AnalysisList& analyses() const { return analyses_; }

  /// Answered by interactionsReady(); a newer request replaces one that waits.
  void requestInteractions(std::size_t checkpoint, std::size_t sample);

 signals:
  void stateChanged();
  void opened();
  void choiceChanged();  ///< the track is empty again
  void pointFinished(std::size_t checkpoint);
  /// How often the last checkpoint is right on the samples; some time after opened(), for runs that return classes.
  void accuracyKnown(const spindle::SampleAccuracy& accuracy);
  void strengthsChanged();  ///< all points have another threshold
  void analysisChanged();   ///< another one, or none any more
  void phaseChanged();
  void progressed();
  void failed(const QString& sentence);
  void noted(const QString& sentence);
  void interactionsReady(const spindle::InteractionListPtr& list, std::size_t checkpoint, std::size_t sample);

 private:
  struct Opened {
    std::shared_ptr<const Run> run;
    std::shared_ptr<ResultsReader> results;
    std::shared_ptr<const RunFacts> facts;
    std::string digest;
    std::string error;
  };
  struct Request {
    std::size_t checkpoint, sample;
  };
  class TableReader;

  void setState(SessionState state);
  void takeOpened(const Opened& opened);
  void leaveJob();
  void start(bool storedOnly = false);
  void startReading();
  void watch(const QFuture<TrackPointPtr>& future);
  void takePoint(const TrackPointPtr& point);
  void takeEnd();
  void leaveAnalysis();
  void makeAnalysis();
  void makeAnalysisAnew();
  void analyze(std::function<AnalyzedPtr(RunControl&)> make);
  [[nodiscard]] ExtractionOptions chosenOptions() const;
  void showPhase();
  void findAccuracy();
  void readNext();

  std::filesystem::path resultsFolder_, results_;
  SessionState state_ = SessionState::closed;
  std::shared_ptr<const Run> run_;
  std::shared_ptr<const RunFacts> facts_, closed_;
  std::string runDigest_;
  std::shared_ptr<ResultsReader> opened_;  ///< results that were opened alone
  VariableChoice choice_;
  AnalysisList analyses_;
  AnalysisChoices choices_;
  DynamicsTrack track_;
  SessionProgress progress_;
  QElapsedTimer clock_;
  bool allStored_ = false;
  PhaseResult phaseTwo_;
  PhaseRule phaseRule_ = PhaseRule::meanOrder;
  AnalyzedPtr analysis_;
  std::shared_ptr<JobState> analyzing_, accuracy_;
  bool analyzingAll_ = false;  ///< from the tables on
  std::shared_ptr<JobState> job_;
  std::unique_ptr<QFutureWatcher<TrackPointPtr>> watcher_;
  std::shared_ptr<TableReader> reader_;
  std::optional<Request> wanted_;
  bool reading_ = false;
  bool drawing_ = false;    ///< the job computes draws of the variables
  quint64 generation_ = 0;  // of what is open and chosen; late answers of earlier ones are dropped
  QThreadPool jobs_, reads_, analyzers_, accuracies_;
};

}  // namespace spindle
