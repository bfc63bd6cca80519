// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/analysis_model.h"

#include "core/results/open_results.h"

#include <utility>

namespace spindle {

AnalysisModel::AnalysisModel(AnalysisList analyses, QObject* parent) : QObject(parent), analyses_(std::move(analyses)) {
  thread_.setMaxThreadCount(1);
}

void AnalysisModel::analyze(const std::filesystem::path& results, const std::filesystem::path& place) {
  results_ = results;
  place_ = place;
  readingTables_ = true;
  const auto work = [results, place, list = analyses_, choices = choices_, others = others_](RunControl& control) {
    std::vector<OtherFile> beside;
    for (const Other& other : others) beside.push_back({openResults(other.results), other.results, other.place});
    return analyzed(openResults(results), results, list, choices, control, beside, place);
  };
  job_.run(work, [this](const auto& answer) { take(answer); });
}

void AnalysisModel::stop() {
  job_.cancel();
}

void AnalysisModel::clear() {
  stop();
  if (!found_) return;
  found_.reset();
  emit changed();
}

void AnalysisModel::setPhaseOptions(const PhaseOptions& options) {
  if (options == choices_.phases) return;
  choices_.phases = options;
  analyzeAgain();
}

void AnalysisModel::setOption(const std::string& analysis, const std::string& option, double value) {
  choices_.options[analysis].set(option, value);
  analyzeAgain();
}

/// From the level on that the changed choices invalidate; the tables are not read again.
void AnalysisModel::analyzeAgain() {
  if (job_.busy() && readingTables_) return analyze(results_, place_);
  if (!found_) return;
  readingTables_ = false;
  const auto work = [before = found_, list = analyses_, choices = choices_](RunControl& control) {
    return withChoices(before, list, choices, control);
  };
  job_.run(work, [this](const auto& answer) { take(answer); });
}

void AnalysisModel::take(const JobAnswer<AnalyzedPtr>& answer) {
  if (!answer.error.isEmpty()) emit noted(answer.error);
  if (!answer.value) return;
  found_ = *answer.value;
  emit changed();
}

const PhaseResult* AnalysisModel::phaseTwo() const {
  if (!found_) return nullptr;
  const PhaseReport& report = *found_->phases;
  return rule_ == PhaseRule::lossGap       ? &report.lossGap
         : rule_ == PhaseRule::changePoint ? &report.changePoint
                                           : &report.meanOrder;
}

}  // namespace spindle
