// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/values/values_analysis.h"

#include "core/analysis/series_axis.h"
#include "core/base/user_error.h"
#include "core/chart/number_text.h"
#include "core/dynamics/game_values.h"
#include "core/results/stored_variables.h"

#include <algorithm>
#include <cmath>

namespace spindle {
namespace {

constexpr std::size_t shownPairs = 10;

std::int64_t numbered(std::size_t i) {
  return static_cast<std::int64_t>(i) + 1;
}

/// The last checkpoint where the sample is computed, or the one that was asked for.
std::size_t chosenCheckpoint(const ResultsReader& results, std::size_t sample, double asked) {
  const ResultsHeader& header = results.header();
  if (asked >= 0.0) {
    const auto checkpoint = static_cast<std::size_t>(asked);
    if (checkpoint >= header.checkpoints())
      throw UserError("There is no checkpoint " + std::to_string(checkpoint) + "; the results hold checkpoints 0 to " +
                      std::to_string(header.checkpoints() - 1) + ".");
    return checkpoint;
  }
  for (std::size_t c = header.checkpoints(); c > 0; --c) {
    if (results.done(c - 1, sample)) return c - 1;
  }
  return header.checkpoints() - 1;
}

class ValuesResult : public AnalysisResult {
 public:
  ValuesResult(const AnalysisInput& input, const OptionValues& options) : results_(input.results) {
    const auto sample = options.value("sample", 0.0);
    sample_ = static_cast<std::size_t>(sample);
    if (sample_ >= header().samples())
      throw UserError("There is no sample " + std::to_string(sample_) + "; the results hold samples 0 to " +
                      std::to_string(header().samples() - 1) + ".");
    checkpoint_ = chosenCheckpoint(*results_, sample_, options.value("checkpoint", -1.0));
    known_ = results_->done(checkpoint_, sample_);
    if (!known_) {
      // What was asked for by name is refused; what nobody asked for is told.
      if (options.has("sample") || options.has("checkpoint"))
        throw UserError("Sample " + std::to_string(sample_) + " was not computed at " +
                        header().checkpointNames[checkpoint_] + "; resume the computation to have it.");
      return;
    }
    const PairResult pair = results_->pair(checkpoint_, sample_);
    values_ = gameValues(pair.values.values());
    range_ = pair.values.values().back() - pair.values.values().front();
    names_ = storedVariableNames(header(), sample_);
  }

  [[nodiscard]] std::vector<AnalysisFinding> findings() const override {
    if (!known_)
      return {{"Shapley values", "Sample " + std::to_string(sample_) + " is not computed.", {}, FindingKind::missing}};
    const auto strongest = std::max_element(values_.shapley.begin(), values_.shapley.end(),
                                            [](double a, double b) { return std::abs(a) < std::abs(b); });
    const auto at = static_cast<std::size_t>(strongest - values_.shapley.begin());
    const std::string& name = header().sampleNames[sample_];
    return {{"Shapley values",
             "Sample " + std::to_string(sample_) + (name.empty() ? "" : " (" + name + ")") + ", " +
                 placeName(header(), checkpoint_) + ": v(N) \u2212 v(\u2205) = " + numberText(range_) +
                 "; the largest share has " + names_[at] + " with " + numberText(*strongest) + ".",
             {{"range", range_}, {"largest", *strongest}},
             FindingKind::result,
             ChartTarget::sample(sample_)}};
  }

  [[nodiscard]] std::vector<Chart> charts() const override {
    Chart chart;
    chart.name = "values";
    chart.title = "Shapley and Banzhaf values of each variable";
    chart.x.label = "variable";
    chart.x.scale = Scale::category;
    chart.y.label = "value";
    if (!known_) {
      chart.empty = "not computed";
      return {chart};
    }
    chart.heading = "sample " + std::to_string(sample_) + ", " + placeName(header(), checkpoint_);
    const std::vector<double> x = orderPlaces(values_.shapley.size());
    std::vector<ChartTarget> targets;
    for (std::size_t i = 0; i < x.size(); ++i) targets.push_back({TargetKind::variable, i});
    chart.marks.push_back(Bars{"Shapley", x, values_.shapley, {}, Ink::series(0), 0, false, targets});
    chart.marks.push_back(Bars{"Banzhaf", x, values_.banzhaf, {}, Ink::series(1), 1, true, targets});
    return {chart};
  }

  [[nodiscard]] std::vector<TableMaker> tables() const override {
    std::vector<TableMaker> tables;
    if (known_) {
      tables.push_back({"sample_values", "Values of this sample", [this](RunControl&) { return sampleTable(); }});
      tables.push_back(
          {"sample_pairs", "Strongest pairs of this sample", [this](RunControl&) { return samplePairTable(); }});
    }
    tables.push_back({"values", "Values of all samples", [this](RunControl& c) { return allTable(c); }, true});
    tables.push_back({"pairs", "Pairs of all samples", [this](RunControl& c) { return allPairTable(c); }, true});
    return tables;
  }

 private:
  [[nodiscard]] const ResultsHeader& header() const { return results_->header(); }

  [[nodiscard]] Table sampleTable() const {
    Table table("sample_values", "Values of this sample",
                {{"variable", "variable", ColumnKind::count},
                 {"variable_name", "name", ColumnKind::text},
                 {"shapley", "Shapley"},
                 {"banzhaf", "Banzhaf"}});
    for (std::size_t i = 0; i < names_.size(); ++i)
      table.addRow({numbered(i), names_[i], values_.shapley[i], values_.banzhaf[i]}, {TargetKind::variable, i});
    return table;
  }

  [[nodiscard]] Table samplePairTable() const {
    Table table("sample_pairs", "Shapley interaction index of pairs, in descending order of size",
                {{"first", "variable", ColumnKind::count},
                 {"second", "and variable", ColumnKind::count},
                 {"shapley_interaction", "index"}});
    const std::vector<PairValue> pairs = strongestPairs(values_);
    for (std::size_t k = 0; k < std::min(shownPairs, pairs.size()); ++k)
      table.addRow({numbered(pairs[k].first), numbered(pairs[k].second), pairs[k].index},
                   ChartTarget::pair((1U << pairs[k].first) | (1U << pairs[k].second)));
    return table;
  }

  /// Calls take(checkpoint, sample, values) for everything that is computed.
  template <class Take>
  void each(RunControl& control, const Take& take) const {
    for (std::size_t c = 0; c < header().checkpoints(); ++c) {
      control.progress(c, header().checkpoints(), header().checkpointNames[c]);
      for (std::size_t s = 0; s < header().samples(); ++s) {
        if (control.stopRequested()) throw Stopped{};
        if (results_->done(c, s)) take(c, s, gameValues(results_->pair(c, s).values.values()));
      }
    }
  }

  [[nodiscard]] Table allTable(RunControl& control) const {
    Table table("values", "Values of all samples",
                {seriesColumn(header()),
                 {"sample", "sample", ColumnKind::count},
                 {"sample_name", "sample name", ColumnKind::text},
                 {"variable", "variable", ColumnKind::count},
                 {"variable_name", "name", ColumnKind::text},
                 {"shapley", "Shapley"},
                 {"banzhaf", "Banzhaf"}});
    std::vector<std::vector<std::string>> names;
    for (std::size_t s = 0; s < header().samples(); ++s) names.push_back(storedVariableNames(header(), s));
    each(control, [&](std::size_t c, std::size_t s, const GameValues& values) {
      for (std::size_t i = 0; i < values.shapley.size(); ++i)
        table.addRow({header().step[c], header().sampleIndex[s], header().sampleNames[s], numbered(i), names[s][i],
                      values.shapley[i], values.banzhaf[i]});
    });
    return table;
  }

  [[nodiscard]] Table allPairTable(RunControl& control) const {
    Table table("pairs", "Pairs of all samples",
                {seriesColumn(header()),
                 {"sample", "sample", ColumnKind::count},
                 {"first", "variable", ColumnKind::count},
                 {"second", "and variable", ColumnKind::count},
                 {"shapley_interaction", "index"}});
    each(control, [&](std::size_t c, std::size_t s, const GameValues& values) {
      const std::size_t n = values.shapley.size();
      for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = i + 1; j < n; ++j)
          table.addRow(
              {header().step[c], header().sampleIndex[s], numbered(i), numbered(j), values.shapleyPairs[i * n + j]});
      }
    });
    return table;
  }

  std::shared_ptr<const ResultsReader> results_;
  std::size_t sample_ = 0, checkpoint_ = 0;
  bool known_ = false;
  GameValues values_;
  double range_ = 0.0;
  std::vector<std::string> names_;
};

class ValuesAnalysis : public Analysis {
 public:
  [[nodiscard]] const AnalysisInfo& info() const override {
    constexpr double most = 1e9;
    static const AnalysisInfo info{
        .name = "values",
        .title = "Shapley values",
        .sentence = "Shapley and Banzhaf values of the variables, and the interaction index of pairs",
        .paper = "Shapley 1953; Banzhaf 1965; Grabisch and Roubens 1999",
        .options = {{"sample",
                     "Sample",
                     "Sample by its row in the results, from 0",
                     OptionKind::count,
                     0.0,
                     most,
                     0.0,
                     1.0,
                     {},
                     {},
                     Level::strengths},
                    {"checkpoint",
                     "Checkpoint",
                     "Checkpoint by its row in the results, from 0; -1: the last computed",
                     OptionKind::count,
                     -1.0,
                     most,
                     -1.0,
                     1.0,
                     {},
                     {},
                     Level::strengths}},
        .figures = {{"values",
                     "Values of one sample",
                     "Shapley and Banzhaf values of the variables of one sample.",
                     {{"values"}}}}};
    return info;
  }
  [[nodiscard]] std::shared_ptr<const AnalysisResult> run(const AnalysisInput& input, const OptionValues& options,
                                                          RunControl&) const override {
    return std::make_shared<ValuesResult>(input, options);
  }
};

}  // namespace

std::shared_ptr<const Analysis> valuesAnalysis() {
  return std::make_shared<ValuesAnalysis>();
}

}  // namespace spindle
