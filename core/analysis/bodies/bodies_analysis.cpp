// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/bodies/bodies_analysis.h"

#include "core/analysis/analyzed_results.h"
#include "core/analysis/bodies/body_charts.h"
#include "core/analysis/bodies/motion_numbers.h"
#include "core/analysis/series_axis.h"
#include "core/chart/number_text.h"

#include <algorithm>
#include <cmath>

namespace spindle {
namespace {

class BodiesResult : public AnalysisResult {
 public:
  explicit BodiesResult(const AnalysisInput& input) {
    addNetwork(input.results);
    own_ = !networks_.empty();
    header_ = &input.results->header();
    kept_ = input.results;
    for (const auto& other : input.others) {
      const std::size_t before = networks_.size();
      addNetwork(other->results);
      if (networks_.size() == before) unmeasured_.push_back(other->results->header().run);
    }
  }

  [[nodiscard]] std::vector<AnalysisFinding> findings() const override {
    if (!own_) return {{"Bodies", missingBodies(), {}, FindingKind::missing}};
    std::vector<AnalysisFinding> list;
    addErrors(list);
    addOnward(list);
    addInteractions(list);
    for (const std::string& run : unmeasured_)
      list.push_back({"Other network",
                      run + " is not compared: its motion is not measured (spindle measure bodies).",
                      {},
                      FindingKind::missing});
    if (networks_.size() == 1 && unmeasured_.empty())
      list.push_back(
          {"Other network",
           "Results of another network, such as those of bodies-egnn, are drawn beside these when they are given "
           "as a second file.",
           {},
           FindingKind::missing});
    list.push_back(
        {"Reading",
         "A few close encounters make up most of the mean error, so the median stands beside it. Interactions are "
         "the dividends of undivided scores, the network's and the simulation's alike.",
         {},
         FindingKind::caution});
    return list;
  }

  [[nodiscard]] std::vector<Chart> charts() const override {
    if (!own_) return emptyBodyCharts(*header_, false);
    return {errorOverTraining(*header_, networks_), interactionErrorOverTraining(*header_, networks_.front())};
  }

  [[nodiscard]] std::vector<Chart> chartsAt(const Place& place) const override {
    if (!own_) return emptyBodyCharts(*header_, true);
    const bool known = isMeasured(networks_.front(), place.checkpoint);
    auto list = known ? std::vector<Chart>{errorOverTime(*header_, networks_, place.checkpoint),
                                           ordersBesideTruth(*header_, networks_.front(), place.checkpoint),
                                           ordersOverTime(*header_, networks_.front(), place.checkpoint)}
                      : emptyBodyCharts(*header_, true);
    if (!known) {
      for (Chart& chart : list) chart.empty = "not computed";
      return list;
    }
    for (std::size_t system = 0; system < shownPaths; ++system)
      list.push_back(pathChart(*header_, networks_.front(), place.checkpoint, system));
    return list;
  }

  [[nodiscard]] std::vector<TableMaker> tables() const override {
    if (!own_) return {};
    return {{"body_errors", "Errors over time", [this](RunControl&) { return errorTable(); }},
            {"body_interactions", "Interactions beside the true ones", [this](RunControl&) { return orderTable(); }}};
  }

 private:
  void addNetwork(const std::shared_ptr<const ResultsReader>& results) {
    auto motion = storedMotion(results->header());
    if (!motion) return;
    ComparedMotion one{results->header().run, results, std::move(*motion), {}};
    for (std::size_t c = 0; c < results->header().checkpoints(); ++c) {
      if (isMeasured(one, c)) one.measured.push_back(c);
    }
    if (!one.measured.empty()) networks_.push_back(std::move(one));
  }

  [[nodiscard]] const BodyMotion& motion() const { return networks_.front().motion; }
  [[nodiscard]] std::size_t last() const { return networks_.front().measured.back(); }

  void addErrors(std::vector<AnalysisFinding>& list) const {
    const std::size_t end = motion().times - 1;
    const auto error = errorSummary(motion().error, last(), end), still = errorSummary(motion().still, 0, end),
               straight = errorSummary(motion().straight, 0, end);
    list.push_back(
        {"Error",
         "After a time of " + numberText(motion().horizon) + " the squared error of a coordinate is " +
             numberText(error.mean) + " at " + placeName(*header_, last()) + " (median " + numberText(error.median) +
             ") over " + std::to_string(motion().systems()) + " systems; bodies that go straight on have " +
             numberText(straight.mean) + ", bodies that stay " + numberText(still.mean) + ": " +
             numberText(straight.mean / error.mean) + " times less than straight on.",
         {{"mean", error.mean}, {"median", error.median}, {"straight", straight.mean}, {"still", still.mean}},
         FindingKind::result,
         ChartTarget::checkpoint(last())});
    for (std::size_t i = 1; i < networks_.size(); ++i) {
      const auto& other = networks_[i];
      const auto its = errorSummary(other.motion.error, other.measured.back(), other.motion.times - 1);
      list.push_back({"Beside " + other.run,
                      other.run + " ends at " + numberText(its.mean) + " (median " + numberText(its.median) + "), " +
                          numberText(its.mean / error.mean) + " times this error" +
                          (other.motion.horizon == motion().horizon
                               ? "."
                               : ", but after a time of " + numberText(other.motion.horizon) + "."),
                      {{"mean", its.mean}, {"median", its.median}}});
    }
  }

  void addOnward(std::vector<AnalysisFinding>& list) const {
    if (motion().times > 1) {
      const std::size_t half = (motion().times - 1) / 2;
      const auto middle = errorSummary(motion().error, last(), half),
                 straight = errorSummary(motion().straight, 0, half);
      list.push_back({"On the way",
                      "It is trained on the end alone; at a time of " + numberText(motion().timeAt(half)) +
                          " its error is " + numberText(middle.mean) + " (straight on: " + numberText(straight.mean) +
                          ").",
                      {{"mean", middle.mean}, {"straight", straight.mean}}});
    }
    if (motion().horizons < 2) return;
    const std::size_t end = motion().times * motion().horizons - 1;
    const auto far = errorSummary(motion().error, last(), end), straight = errorSummary(motion().straight, 0, end);
    list.push_back({"Onward",
                    "Fed with its own answer up to a time of " + numberText(motion().timeAt(end)) + ", its error is " +
                        numberText(far.mean) + " (straight on: " + numberText(straight.mean) + ").",
                    {{"mean", far.mean}, {"straight", straight.mean}}});
  }

  void addInteractions(std::vector<AnalysisFinding>& list) const {
    const auto compared = compareOrders(motion(), last(), motion().times - 1);
    std::string text;
    std::vector<std::pair<std::string, double>> numbers;
    for (std::size_t k = 0; k < compared.error.size(); ++k) {
      const std::string order = std::to_string(k + 1);
      text += (k == 0 ? "" : ", ") + percentText(compared.error[k]) + " of order " + order;
      numbers.emplace_back("error_" + order, compared.error[k]);
      numbers.emplace_back("true_" + order, compared.truth[k]);
      numbers.emplace_back("network_" + order, compared.network[k]);
    }
    list.push_back(
        {"Interactions",
         "Simulations of every subset of the other bodies tell the true interactions. The network misses, of "
         "their strength, " +
             text + " at " + placeName(*header_, last()) + ".",
         numbers, FindingKind::result, ChartTarget::checkpoint(last())});
  }

  [[nodiscard]] Table errorTable() const {
    Table table("body_errors", "Errors over time",
                {seriesColumn(*header_),
                 {"network", "network", ColumnKind::text},
                 {"time", "time"},
                 {"error", "mean squared error"},
                 {"median", "median"},
                 {"straight", "straight on"},
                 {"still", "staying"}});
    for (const ComparedMotion& one : networks_) {
      const BodyMotion& motion = one.motion;
      for (const std::size_t c : one.measured) {
        for (std::size_t t = 0; t < motion.times * motion.horizons; ++t) {
          const auto error = errorSummary(motion.error, c, t);
          table.addRow({one.results->header().step[c], one.run, motion.timeAt(t), error.mean, error.median,
                        errorSummary(motion.straight, 0, t).mean, errorSummary(motion.still, 0, t).mean});
        }
      }
    }
    return table;
  }

  [[nodiscard]] Table orderTable() const {
    Table table("body_interactions", "Interactions beside the true ones",
                {seriesColumn(*header_),
                 {"network", "network", ColumnKind::text},
                 {"time", "time"},
                 {"order", "order", ColumnKind::count},
                 {"strength", "strength"},
                 {"true_strength", "true strength"},
                 {"error", "interaction error"}});
    for (const ComparedMotion& one : networks_) {
      for (const std::size_t c : one.measured) {
        for (std::size_t t = 0; t < one.motion.times; ++t) {
          const auto compared = compareOrders(one.motion, c, t);
          for (std::size_t k = 0; k < compared.error.size(); ++k)
            table.addRow({one.results->header().step[c], one.run, one.motion.timeAt(t),
                          static_cast<std::int64_t>(k + 1), compared.network[k], compared.truth[k], compared.error[k]});
        }
      }
    }
    return table;
  }

  std::shared_ptr<const ResultsReader> kept_;
  const ResultsHeader* header_ = nullptr;
  std::vector<ComparedMotion> networks_;  ///< the first is that of the results, where it is measured
  std::vector<std::string> unmeasured_;
  bool own_ = false;
};

class BodiesAnalysis : public Analysis {
 public:
  [[nodiscard]] const AnalysisInfo& info() const override {
    static const AnalysisInfo info{
        .name = "bodies",
        .title = "Bodies",
        .sentence = "Does a network of moving bodies find the true interactions?",
        .paper = "Liu et al., ICLR 2024 (arXiv 2308.13212); true interactions and everything over training are ours",
        .page = {"body-error", "body-training", "body-orders", "body-times", "body-misses", "body-path-1",
                 "body-path-2"},
        .figures = {{"bodies",
                     "Moving bodies",
                     "Squared error over time beside bodies that go straight on or stay; strength of interactions by "
                     "order over time, beside that of simulations of every subset (dashed); interaction error by order "
                     "over training.",
                     {{"body-error"}, {"body-times", "body-misses"}},
                     FigureInfo::Places::last,
                     true},
                    {"body-error",
                     "Error of moving bodies over time",
                     "Squared error of a coordinate over time; beyond the horizon the network is fed with its own "
                     "answer.",
                     {{"body-error"}},
                     FigureInfo::Places::last},
                    {"body-times",
                     "Interactions of moving bodies over time",
                     "Strength of interactions by order over time, of the network and (dashed) of simulations of "
                     "every subset.",
                     {{"body-times"}},
                     FigureInfo::Places::last},
                    {"body-paths",
                     "Paths of bodies",
                     "Two test systems seen from the side: true paths (lines) and where the network says that the "
                     "bodies are (points), fed with its own answer after each horizon.",
                     {{"body-path-1", "body-path-2"}},
                     FigureInfo::Places::last,
                     true}},
        .others = {0, 4, "networks of the same bodies", false}};
    return info;
  }
  [[nodiscard]] std::shared_ptr<const AnalysisResult> run(const AnalysisInput& input, const OptionValues&,
                                                          RunControl&) const override {
    return std::make_shared<BodiesResult>(input);
  }
};

}  // namespace

std::shared_ptr<const Analysis> bodiesAnalysis() {
  return std::make_shared<BodiesAnalysis>();
}

}  // namespace spindle
