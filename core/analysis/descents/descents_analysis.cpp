// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/descents/descents_analysis.h"

#include "core/analysis/descents/loss_descents.h"
#include "core/analysis/descents/two_scale_curves.h"
#include "core/analysis/series_axis.h"
#include "core/chart/number_text.h"

#include <cmath>

namespace spindle {
namespace {

TeacherStudent modelOf(const OptionValues& options) {
  const TeacherStudent usual;
  TeacherStudent model;
  model.samples = static_cast<int>(options.value("theory-n", usual.samples));
  model.directions = static_cast<int>(options.value("theory-d", usual.directions));
  model.fast = static_cast<int>(options.value("theory-p", usual.fast));
  model.condition = options.value("theory-kappa", usual.condition);
  model.noise = options.value("theory-noise", usual.noise);
  model.decay = options.value("theory-lambda", usual.decay);
  return model;
}

class DescentsResult : public AnalysisResult {
 public:
  DescentsResult(const AnalysisInput& input, const OptionValues& options, RunControl& control)
      : results_(input.results), descents_(lossDescents(header().testLoss)), theory_(modelOf(options), control) {}

  [[nodiscard]] std::vector<AnalysisFinding> findings() const override {
    if (!known()) return {{"Test loss", missing(), {}, FindingKind::missing}, theory_.finding()};
    return {{"Test loss",
             sentence(),
             {{"first_minimum", descents_.smoothed[descents_.minimum]},
              {"rise", descents_.rise()},
              {"fall", descents_.fall()},
              {"standard_error", descents_.error}},
             FindingKind::result,
             ChartTarget::checkpoint(descents_.minimum)},
            {"Rule",
             "Moving median over 5 checkpoints; a rise or fall counts above 3 standard errors of it (" +
                 numberText(3.0 * descents_.error) + ", from the scatter of this one run) and above 2 % of its range.",
             {{"standard_error", descents_.error}}},
            theory_.finding()};
  }

  [[nodiscard]] std::vector<Chart> charts() const override {
    Chart chart;
    chart.name = "test-loss";
    chart.title = "Test loss over training, smoothed";
    chart.x = seriesAxis(header());
    chart.y.label = "loss";
    if (!known()) {
      chart.empty = missing();
      return {chart, theory_.chart()};
    }
    Line train{"train", {}, {}, {InkKind::train}, LineStyle::dashed, false, {}};
    Line test{"test", {}, {}, {InkKind::test}, LineStyle::none, true, {}};
    Line smooth{"test, smoothed", {}, {}, {InkKind::test}, LineStyle::solid, false, {}};
    for (std::size_t c = 0; c < header().checkpoints(); ++c) {
      const auto add = [&](Line& line, double value) {
        if (!std::isfinite(value)) return;
        line.x.push_back(header().step[c]);
        line.y.push_back(value);
        line.targets.push_back(ChartTarget::checkpoint(c));
      };
      add(train, header().trainLoss[c]);
      add(test, header().testLoss[c]);
      add(smooth, descents_.smoothed[c]);
    }
    for (Line* line : {&train, &test, &smooth}) {
      if (!line->x.empty()) chart.marks.push_back(std::move(*line));
    }
    if (descents_.kind != DescentKind::single)
      chart.marks.push_back(
          Rule{header().step[descents_.minimum], true, "minimum", {InkKind::text}, LineStyle::dotted});
    if (descents_.peak)
      chart.marks.push_back(Rule{header().step[*descents_.peak], true, "peak", {InkKind::text}, LineStyle::dotted});
    chart.marksStart = true;
    return {chart, theory_.chart()};
  }

  [[nodiscard]] std::vector<TableMaker> tables() const override {
    return {{"descents", "Descents of the test loss", [this](RunControl&) { return table(); }},
            {"smoothed_losses", "Test loss, smoothed", [this](RunControl&) { return lossTable(); }, true},
            {"two_scales", "Error of a linear student, exact and in closed form",
             [this](RunControl&) { return theory_.table(); }, true}};
  }

 private:
  [[nodiscard]] const ResultsHeader& header() const { return results_->header(); }
  [[nodiscard]] bool known() const { return descents_.kind != DescentKind::unknown; }

  static std::string missing() {
    return "Fewer than three test losses are known; a column test_loss of the run's log gives them, or spindle losses "
           "computes them.";
  }

  [[nodiscard]] std::string lossAt(std::size_t c) const {
    return numberText(descents_.smoothed[c]) + " at " + placeName(header(), c);
  }

  [[nodiscard]] std::string sentence() const {
    switch (descents_.kind) {
      case DescentKind::second:
        return "Double descent: the test loss has a first minimum of " + lossAt(descents_.minimum) + ", a peak of " +
               lossAt(*descents_.peak) + ", and ends with " + lossAt(descents_.last) + ".";
      case DescentKind::rise:
        return "Single descent, then a rise: the test loss is least with " + lossAt(descents_.minimum) +
               " and ends with " + lossAt(descents_.last) + "; it does not come down a second time.";
      default:
        return "Single descent: the test loss never rises by more than its scatter; least is " +
               lossAt(descents_.minimum) + ".";
    }
  }

  [[nodiscard]] Table table() const {
    Table table("descents", "Descents of the test loss",
                {{"point", "point", ColumnKind::text},
                 seriesColumn(header()),
                 {"test_loss", "test loss"},
                 {"smoothed", "smoothed"}});
    const auto add = [&](const char* name, std::size_t c) {
      table.addRow({std::string(name), header().step[c], header().testLoss[c], descents_.smoothed[c]},
                   ChartTarget::checkpoint(c));
    };
    if (!known()) return table;
    add(descents_.peak ? "first minimum" : "minimum", descents_.minimum);
    if (descents_.peak) add("peak", *descents_.peak);
    add("last", descents_.last);
    return table;
  }

  [[nodiscard]] Table lossTable() const {
    Table table("smoothed_losses", "Test loss, smoothed",
                {seriesColumn(header()), {"test_loss", "test loss"}, {"smoothed", "smoothed"}});
    for (std::size_t c = 0; c < header().checkpoints(); ++c)
      table.addRow({header().step[c], header().testLoss[c], descents_.smoothed[c]}, ChartTarget::checkpoint(c));
    return table;
  }

  std::shared_ptr<const ResultsReader> results_;
  LossDescents descents_;
  TwoScaleCurves theory_;
};

std::vector<OptionInfo> theoryOptions() {
  const TeacherStudent usual;
  const auto count = [](const char* name, const char* title, const char* tip, double low, double high, int value) {
    return OptionInfo{.name = name,
                      .title = title,
                      .tip = tip,
                      .kind = OptionKind::count,
                      .low = low,
                      .high = high,
                      .usual = static_cast<double>(value),
                      .step = 1.0,
                      .slider = true};
  };
  const auto number = [](const char* name, const char* title, const char* tip, double low, double high, double value,
                         double step, bool logarithmic) {
    return OptionInfo{.name = name,
                      .title = title,
                      .tip = tip,
                      .low = low,
                      .high = high,
                      .usual = value,
                      .step = step,
                      .logarithmic = logarithmic,
                      .slider = true};
  };
  return {count("theory-n", "n", "Theory: training samples of the linear student", 10.0, 1000.0, usual.samples),
          count("theory-d", "d", "Theory: directions of its input", 10.0, 300.0, usual.directions),
          count("theory-p", "p", "Theory: fast directions, at most d", 1.0, 300.0, usual.fast),
          number("theory-kappa", "\u03ba", "Theory: how much slower the other directions are (ratio of the scales)",
                 1.0, 1000.0, usual.condition, 0.1, true),
          number("theory-noise", "\u03c3", "Theory: standard deviation of the label noise", 0.0, 2.0, usual.noise, 0.01,
                 false),
          number("theory-lambda", "\u03bb", "Theory: weight decay", 0.0, 10.0, usual.decay, 1e-5, true)};
}

class DescentsAnalysis : public Analysis {
 public:
  [[nodiscard]] const AnalysisInfo& info() const override {
    static const AnalysisInfo info{
        .name = "descents",
        .title = "Descents",
        .sentence = "Whether the test loss descends once, rises again, or descends a second time",
        .paper = "Pezeshki et al., ICML 2022 (arXiv 2112.03215); the rule is ours",
        .options = theoryOptions(),
        .page = {"test-loss", "two-scales"},
        .figures = {{"descents",
                     "Descents of the test loss",
                     "Test loss over training with its moving median; dotted: first minimum and peak.",
                     {{"test-loss"}}},
                    {"two-scales",
                     "Two time scales in theory",
                     "Error of a linear student over its training (Pezeshki et al., ICML 2022), exact with its range "
                     "over data sets, and in closed form for the ridge strength that stands for t.",
                     {{"two-scales"}}}}};
    return info;
  }
  [[nodiscard]] std::shared_ptr<const AnalysisResult> run(const AnalysisInput& input, const OptionValues& options,
                                                          RunControl& control) const override {
    return std::make_shared<DescentsResult>(input, options, control);
  }
};

}  // namespace

std::shared_ptr<const Analysis> descentsAnalysis() {
  return std::make_shared<DescentsAnalysis>();
}

}  // namespace spindle
