// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/analysis_list.h"
#include "core/analysis/analyzed_results.h"
#include "core/measure/follow/failed_files.h"
#include "core/measure/outputs/sample_accuracy.h"
#include "ui/session/analysis_model.h"
#include "ui/session/choice_model.h"
#include "ui/session/dynamics_track.h"
#include "ui/session/opened_run.h"
#include "ui/session/run_follower.h"
#include "ui/session/sample_scope.h"
#include "ui/session/session_measurement.h"
#include "ui/session/session_record.h"
#include "ui/session/table_requests.h"
#include "ui/session/variable_editor.h"

#include <QObject>

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

namespace spindle {

enum class SessionState { closed, opening, computing, stopping, stopped, failed, finished };

/// An open run and its computation: what is open, its choice of samples and variables, one measurement, the analyses
/// of its results, and readers of its tables, each of which has a thread of its own. Every signal comes in the GUI
/// thread, and nothing here takes longer than some milliseconds. Results go to a file in `resultsFolder`, where opening
/// the same run again finds them; views get strengths, and tables only when they ask.
class DynamicsSession : public QObject {
  Q_OBJECT

 public:
  explicit DynamicsSession(std::filesystem::path resultsFolder, AnalysisList analyses = allAnalyses(),
                           QObject* parent = nullptr);
  ~DynamicsSession() override;  ///< stops and waits for the threads (one batch of the network)

  /// A folder of results that came with the program; where it holds the same computation, nothing is computed.
  void setBundledResults(const std::filesystem::path& folder) { measurement_.setBundledResults(folder); }

  /// A run folder, a file in one, or a results file. What was open is left; when this cannot be opened, opened() does
  /// not come but failed(), and nothing is open. The computation of a run starts at once.
  void open(const std::filesystem::path& place);
  /// The same as it was left: with the samples, variables and threshold of the record, as far as they fit.
  void open(const SessionRecord& record);
  void close();

  /// Another choice: what is computed now is stopped, and the computation starts anew (or is found stored).
  [[nodiscard]] ChoiceModel& choices() { return choice_; }
  /// The same as the user edits it, before it is computed.
  [[nodiscard]] VariableEditor& editor() { return editor_; }
  [[nodiscard]] const VariableEditor& editor() const { return editor_; }
  /// The checkpoint that is looked at: the next computation begins with it.
  void lookAt(std::size_t checkpoint) { lookedAt_ = checkpoint; }
  [[nodiscard]] const std::optional<std::size_t>& lookedAt() const { return lookedAt_; }
  void setChoice(const VariableChoice& choice) {
    if (open_.run) choice_.set(choice);
  }
  [[nodiscard]] const VariableChoice& choice() const { return choice_.current(); }
  /// What counts as salient. Needs no network: strengths come anew from the tables in memory (some 10 ms in a thread),
  /// or, where these were too large to keep or a computation is going on, from the file.
  void setSalience(const Salience& salience);
  [[nodiscard]] const Salience& salience() const { return analyses_.choices().salience; }

  /// Which samples the bars average; all of them after every other choice of variables.
  void setScope(const SampleScope& scope);
  [[nodiscard]] const SampleScope& scope() const { return scope_; }

  /// Results files that analyses of several look at beside this run's; none after another run was opened.
  void setOthers(const std::vector<AnalysisModel::Other>& others);

  /// The constants of the phase rules; the rule whose start the marker shows; an option of one analysis.
  void setPhaseOptions(const PhaseOptions& options) { analyses_.setPhaseOptions(options); }
  [[nodiscard]] const PhaseOptions& phaseOptions() const { return analyses_.choices().phases; }
  void setAnalysisOption(const std::string& analysis, const std::string& option, double value) {
    analyses_.setOption(analysis, option, value);
  }
  void setPhaseRule(PhaseRule rule);
  [[nodiscard]] PhaseRule phaseRule() const { return analyses_.phaseRule(); }

  /// For the next computations: worker threads (0: one for each core), and memory for tables, in bytes.
  void setWorkers(int workers) { workers_ = workers; }
  void setTableMemory(std::size_t most) { measurement_.setTableMemory(most); }
  /// Follows the run, which a training still writes: new checkpoints are computed as they become complete and join the
  /// track. Ends when something else is opened, or with cancel().
  void setFollowing(bool on);
  [[nodiscard]] bool following() const { return follower_.active(); }
  /// What the follower waits for besides the next checkpoint; often empty.
  [[nodiscard]] const QString& waitingFor() const { return follower_.waitingFor(); }
  [[nodiscard]] RunFollower& follower() { return follower_; }

  void cancel();
  void compute();  ///< goes on where it was stopped
  /// Computes so many draws of the variables in all; the analysis then tells how stable the strengths are.
  void computeDraws(std::size_t draws);
  /// Whether computeDraws() has anything to do: a run whose variables can be selected otherwise, computed, at rest.
  [[nodiscard]] bool canDraw() const;
  void analyzeAgain();  ///< files beside the results have changed

  [[nodiscard]] SessionState state() const { return state_; }
  [[nodiscard]] bool busy() const;
  [[nodiscard]] const RunFacts* facts() const { return open_.any() ? open_.facts.get() : nullptr; }
  /// Of what could not be opened last; null where something is open, or was closed.
  [[nodiscard]] const RunFacts* closedFacts() const { return open_.any() ? nullptr : open_.facts.get(); }
  [[nodiscard]] const DynamicsTrack& track() const { return track_; }
  [[nodiscard]] const SessionProgress& progress() const { return measurement_.progress(); }
  [[nodiscard]] bool allStored() const { return allStored_; }
  [[nodiscard]] bool drawing() const { return measurement_.drawing(); }
  /// How long the last computation took, in seconds; 0 where all was stored.
  [[nodiscard]] double computedFor() const { return computedFor_; }
  /// Of one forward pass of this run on this machine, with all threads at work; 0 where it was not measured.
  [[nodiscard]] double secondsPerPass() const { return secondsPerPass_; }
  void setSecondsPerPass(double seconds) { secondsPerPass_ = seconds; }
  [[nodiscard]] const std::filesystem::path& results() const { return results_; }

  /// Phase-two start by the chosen rule once analysis() is there; before, by mean order on what is finished.
  [[nodiscard]] const PhaseResult& phaseTwo() const { return phaseTwo_; }

  /// What every analysis found, soon after a computation has ended or was stopped; null until then.
  [[nodiscard]] const AnalyzedPtr& analysis() const { return analyses_.found(); }
  [[nodiscard]] const AnalysisList& analyses() const { return analyses_.analyses(); }

  /// Answered by interactionsReady(); a newer request replaces one that waits.
  void requestInteractions(std::size_t checkpoint, std::size_t sample);
  /// Answered by predictionsReady(), where the run can be evaluated; a newer request replaces one that waits.
  void requestPredictions(std::size_t checkpoint);
  /// Answered by lifeReady(): one interaction over all finished checkpoints.
  void requestLife(const Lit& lit, std::size_t sample);

 signals:
  void stateChanged();
  void opened();
  void choiceChanged();  ///< the track is empty again
  void grown();  ///< the series has other checkpoints than before; the track holds what it held of those that stay
  void followingChanged();  ///< whether, or what is waited for
  void pointFinished(std::size_t checkpoint);
  /// How often the last checkpoint is right on the samples; some time after opened(), for runs that return classes.
  void accuracyKnown(const spindle::SampleAccuracy& accuracy);
  void scopeChanged();
  void strengthsChanged();  ///< all points have another threshold, or average other samples
  void analysisChanged();   ///< another one, or none any more
  void phaseChanged();
  void progressed();
  void failed(const QString& sentence);
  void noted(const QString& sentence);
  /// For which class the network speaks, of each sample of the choice; empty where it returns no classes.
  void predictionsReady(std::size_t checkpoint, const std::vector<std::int64_t>& classes);
  void lifeReady(const spindle::LifeCurvePtr& life);
  void interactionsReady(const spindle::InteractionListPtr& list, std::size_t checkpoint, std::size_t sample);

 private:
  void setState(SessionState state);
  void takeOpened(const JobAnswer<OpenedRun>& answer);
  void leave();
  void start(bool storedOnly = false);
  void connectFollower();
  void takeGrown();
  void takePoint(const TrackPointPtr& point);
  void takeEnd(const MeasurementEnd& end);
  void takeStrengths(const std::vector<TrackPointPtr>& points);
  void analyze();
  void showPhase();
  void findAccuracy();
  [[nodiscard]] ExtractionOptions chosenOptions() const;
  [[nodiscard]] std::optional<std::vector<TrackPointPtr>> pointsWithTables() const;

  std::filesystem::path resultsFolder_, results_;
  SessionState state_ = SessionState::closed;
  OpenedRun open_;
  ChoiceModel choice_;
  VariableEditor editor_{choice_};
  DynamicsTrack track_;
  SampleScope scope_;
  bool allStored_ = false;
  int workers_ = 0;
  double computedFor_ = 0.0, secondsPerPass_ = 0.0;
  std::optional<std::size_t> lookedAt_;
  std::optional<SessionRecord> record_;  ///< as which the next place is opened
  PhaseResult phaseTwo_;
  FailedFiles failedFiles_;
  std::optional<GrownRun> grown_;  ///< waits for the end of a computation
  SessionMeasurement measurement_;
  RunFollower follower_;
  AnalysisModel analyses_;
  TableRequests tables_;
  QThreadPool openThread_, accuracyThread_, strengthThread_;
  LatestJob<OpenedRun> opening_{&openThread_};
  LatestJob<std::optional<SampleAccuracy>> accuracy_{&accuracyThread_};
  LatestJob<std::vector<TrackPointPtr>> strengths_{&strengthThread_};
  LatestJob<std::vector<std::int64_t>> predictions_{&accuracyThread_};
};

}  // namespace spindle
