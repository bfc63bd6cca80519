// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/analyzed_results.h"
#include "ui/session/latest_job.h"

#include <QObject>

#include <filesystem>

namespace spindle {

enum class PhaseRule { meanOrder, lossGap, changePoint };

/// What every analysis found in the results of a run, and the choices that decide it. Analyses run in a thread of
/// their own, from the level on that a changed choice invalidates. GUI thread.
class AnalysisModel : public QObject {
  Q_OBJECT

 public:
  explicit AnalysisModel(AnalysisList analyses, QObject* parent = nullptr);

  [[nodiscard]] const AnalysisList& analyses() const { return analyses_; }
  [[nodiscard]] const AnalysisChoices& choices() const { return choices_; }
  /// Null until the first analysis has ended, and after clear().
  [[nodiscard]] const AnalyzedPtr& found() const { return found_; }

  /// Results beside the file, and where they were opened, for the next analyze().
  struct Other {
    std::filesystem::path results, place;
  };
  void setOthers(const std::vector<Other>& others) { others_ = others; }

  /// Reads all tables of the file; changed() comes at the end, or noted() with what went wrong. place: where it was
  /// opened.
  void analyze(const std::filesystem::path& results, const std::filesystem::path& place);
  void stop();   ///< what is at work ends without a word; what was found stays
  void clear();  ///< the results are others now

  void setSalience(const Salience& salience) { choices_.salience = salience; }  ///< for the next analyze()
  void setPhaseOptions(const PhaseOptions& options);
  void setOption(const std::string& analysis, const std::string& option, double value);

  /// The rule whose start of phase two the marker shows.
  void setPhaseRule(PhaseRule rule) { rule_ = rule; }
  [[nodiscard]] PhaseRule phaseRule() const { return rule_; }
  [[nodiscard]] const PhaseResult* phaseTwo() const;  ///< by that rule; null where nothing was found

 signals:
  void changed();  ///< another one, or none any more
  void noted(const QString& sentence);

 private:
  void analyzeAgain();
  void take(const JobAnswer<AnalyzedPtr>& answer);

  AnalysisList analyses_;
  AnalysisChoices choices_;
  PhaseRule rule_ = PhaseRule::meanOrder;
  std::filesystem::path results_, place_;
  std::vector<Other> others_;
  AnalyzedPtr found_;
  bool readingTables_ = false;  ///< the job at work started from the tables
  QThreadPool thread_;
  LatestJob<AnalyzedPtr> job_{&thread_};
};

}  // namespace spindle
