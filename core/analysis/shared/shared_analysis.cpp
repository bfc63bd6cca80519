// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/shared/shared_analysis.h"

#include "core/analysis/series_axis.h"
#include "core/analysis/shared/overlap_intervals.h"
#include "core/analysis/shared/shared_interactions.h"
#include "core/base/text.h"
#include "core/chart/number_text.h"
#include "core/store/joint_results.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace spindle {
namespace {

constexpr std::size_t tenPercent = 1;  // in overlapShares
constexpr std::array<const char*, 2> kindNames{"and", "or"};
constexpr std::array<const char*, 2> extractionNames{"joint", "separate"};

/// One checkpoint; by extraction (joint, separate).
struct SharedAt {
  std::size_t samples = 0;
  std::vector<SampleOverlap> overlaps;                                                         ///< of each sample
  std::array<std::array<std::array<KnownMean, 2>, overlapShares.size()>, 2> measured, chance;  ///< [][share][kind]
  std::array<KnownMean, 2> power;
  std::array<SharedStrength, 2> strength;

  /// Of AND and OR together, as the mean of both.
  [[nodiscard]] double overlap(std::size_t extraction, std::size_t share) const {
    return both(measured[extraction][share]);
  }
  [[nodiscard]] double byChance(std::size_t extraction, std::size_t share) const {
    return both(chance[extraction][share]);
  }

 private:
  static double both(const std::array<KnownMean, 2>& kinds) {
    KnownMean mean;
    for (const KnownMean& kind : kinds) mean.add(kind.value());
    return mean.value();
  }
};

/// "64.2 % (61.0 % to 67.1 %)".
std::string within(double value, const PercentileInterval& interval) {
  return percentText(value) + " (" + percentText(interval.low) + " to " + percentText(interval.high) + ")";
}

class SharedPass : public TablePass {
 public:
  SharedPass(std::shared_ptr<const ResultsReader> results, OrderOne orderOne)
      : at(results->header().checkpoints()), results_(std::move(results)), orderOne_(orderOne) {}

  std::vector<SharedAt> at;

  void visit(std::size_t checkpoint, const StoredCheckpoint&, const SampleStrengths&) override {
    const JointResults* joint = jointResults(*results_);
    if (!joint) return;
    std::vector<JointSample> samples;
    for (std::size_t s = 0; s < results_->header().samples(); ++s) {
      if (results_->done(checkpoint, s)) samples.push_back(joint->jointSample(checkpoint, s));
    }
    const std::size_t networks = joint->jointHeader()->networks.size();
    std::vector<double> scales(networks, 0.0);
    for (const JointSample& sample : samples) {
      for (std::size_t i = 0; i < networks; ++i)
        scales[i] += sample.networks[i].range / static_cast<double>(samples.size());
    }
    if (std::ranges::any_of(scales, [](double scale) { return !(scale > 0.0); })) return;
    SharedAt& here = at[checkpoint];
    here.samples = samples.size();
    here.strength.fill(SharedStrength(results_->header().variables));
    for (const JointSample& sample : samples) add(here, sample, scales);
  }

 private:
  void add(SharedAt& here, const JointSample& sample, const std::vector<double>& scales) const {
    here.overlaps.emplace_back();
    for (std::size_t extraction = 0; extraction < 2; ++extraction) {
      std::vector<SampleInteractions> networks;
      for (const JointNetwork& network : sample.networks) {
        if (extraction == 0)
          networks.push_back({network.andPart.values(), network.orPart.values(), network.range, orderOne_});
        else
          networks.push_back(
              {network.separateAndPart.values(), network.separateOrPart.values(), network.range, orderOne_});
      }
      const auto size = static_cast<double>(networks.front().andPart.size());
      for (std::size_t share = 0; share < overlapShares.size(); ++share) {
        const auto k = std::max<std::size_t>(1, static_cast<std::size_t>(std::lround(overlapShares[share] * size)));
        for (std::size_t kind = 0; kind < 2; ++kind) {
          const TopOverlap overlap = topOverlap(networks, kind == 1, k);
          here.measured[extraction][share][kind].add(overlap.measured);
          if (share == tenPercent) here.overlaps.back()[extraction][kind] = overlap.measured;
          here.chance[extraction][share][kind].add(overlap.chance);
        }
      }
      const SharedStrength strength = sharedStrength(networks, scales);
      here.power[extraction].add(strength.power);
      SharedStrength& sum = here.strength[extraction];
      for (std::size_t k = 0; k < sum.shared.size(); ++k) {
        sum.shared[k] += strength.shared[k] / static_cast<double>(here.samples);
        sum.distinct[k] += strength.distinct[k] / static_cast<double>(here.samples);
      }
    }
  }

  std::shared_ptr<const ResultsReader> results_;
  OrderOne orderOne_;
};

class SharedResult : public AnalysisResult {
 public:
  explicit SharedResult(const AnalysisInput& input)
      : results_(input.results),
        pass_(std::static_pointer_cast<const SharedPass>(input.pass)),
        start_(input.phases.meanOrder.checkpoint) {
    const JointResults* joint = jointResults(*results_);
    if (!joint || !pass_) return;
    joint_ = *joint->jointHeader();
    for (std::size_t c = 0; c < pass_->at.size(); ++c) {
      if (pass_->at[c].samples > 0) known_.push_back(c);
    }
  }

  [[nodiscard]] std::vector<AnalysisFinding> findings() const override {
    if (known_.empty()) return {{"Shared", missing(), {}, FindingKind::missing}};
    const SharedAt& last = pass_->at[known_.back()];
    const double joint = last.overlap(0, tenPercent), separate = last.overlap(1, tenPercent);
    const double chance = last.byChance(0, tenPercent), separateChance = last.byChance(1, tenPercent);
    const OverlapIntervals intervals = overlapIntervals(last.overlaps);
    const double difference = joint - separate;
    const char* verdict = intervals.difference.low > 0.0    ? "joint extraction finds more in common"
                          : intervals.difference.high < 0.0 ? "joint extraction finds less in common"
                                                            : "the samples do not tell which finds more in common";
    const bool both = intervals.joint.low > chance && intervals.separate.low > separateChance;
    std::vector<AnalysisFinding> all{
        {"Overlap",
         "Of the strongest 10 % of the interactions at " + placeName(header(), known_.back()) + ", " +
             listed(joint_.networks, joint_.networks.size()) + " share " + within(joint, intervals.joint) +
             " when decomposed jointly (alpha " + shortest(joint_.alpha) + ") and " +
             within(separate, intervals.separate) + " when each is decomposed apart; by chance " + percentText(chance) +
             " and " + percentText(separateChance) + (both ? ", less than either" : "") +
             ". Jointly minus apart: " + within(difference, intervals.difference) + "; " + verdict +
             " (90 % by resampling of " + std::to_string(last.samples) + " samples).",
         {{"joint", joint},
          {"joint_low", intervals.joint.low},
          {"joint_high", intervals.joint.high},
          {"separate", separate},
          {"separate_low", intervals.separate.low},
          {"separate_high", intervals.separate.high},
          {"chance", chance},
          {"separate_chance", separateChance},
          {"difference", difference},
          {"difference_low", intervals.difference.low},
          {"difference_high", intervals.difference.high}},
         FindingKind::result,
         ChartTarget::checkpoint(known_.back())}};
    const std::size_t start = known_.front();
    if (start != known_.back() && header().series == SeriesKind::training && header().axis.empty() &&
        header().step[start] == 0.0) {
      const SharedAt& first = pass_->at[start];
      const OverlapIntervals before = overlapIntervals(first.overlaps);
      all.push_back({"Before",
                     "At " + placeName(header(), start) + ", before training, it was " +
                         within(first.overlap(0, tenPercent), before.joint) + " jointly and " +
                         within(first.overlap(1, tenPercent), before.separate) +
                         " apart: so much is shared by networks that have learned nothing.",
                     {{"joint", first.overlap(0, tenPercent)}, {"separate", first.overlap(1, tenPercent)}},
                     FindingKind::result,
                     ChartTarget::checkpoint(start)});
    }
    const std::vector<AnalysisFinding> rest{
        {"Power",
         "Of the salient interactions of a network, all others have " + percentText(last.power[0].value()) +
             " (jointly) and " + percentText(last.power[1].value()) +
             " (apart); salient: |I| of at least 0.05 of "
             "the largest of its sample and network.",
         {{"joint", last.power[0].value()}, {"separate", last.power[1].value()}}},
        {"Measure",
         "The joint loss rewards what the overlap measures, so that joint extraction overlaps more even for "
         "networks that have little in common: compare with networks of another task or with shuffled variables "
         "(spindle joint --shuffle-variables) before concluding.",
         {},
         FindingKind::caution}};
    all.insert(all.end(), rest.begin(), rest.end());
    return all;
  }

  [[nodiscard]] std::vector<AnalysisFinding> findingsAt(const Place& place) const override {
    if (!known(place.checkpoint)) return {};
    const SharedAt& here = pass_->at[place.checkpoint];
    const double joint = here.overlap(0, tenPercent), separate = here.overlap(1, tenPercent);
    return {{"Here",
             "Overlap of the strongest 10 %: " + percentText(joint) + " jointly, " + percentText(separate) + " apart.",
             {{"joint", joint}, {"separate", separate}}}};
  }

  [[nodiscard]] std::vector<Chart> charts() const override {
    Chart chart;
    chart.name = "shared-over-training";
    chart.title = "Overlap of the strongest 10 % of the interactions over training";
    chart.x = seriesAxis(header());
    chart.y.label = "overlap";
    chart.y.low = 0.0;
    chart.y.high = 1.0;
    if (known_.empty()) {
      chart.empty = missing();
      return {chart};
    }
    std::array<Line, 3> lines{Line{"joint", {}, {}, Ink::series(0), LineStyle::solid, true, {}},
                              Line{"each apart", {}, {}, Ink::series(1), LineStyle::dashed, true, {}},
                              Line{"chance", {}, {}, {InkKind::faint}, LineStyle::dotted, false, {}}};
    for (const std::size_t c : known_) {
      const SharedAt& here = pass_->at[c];
      const std::array values{here.overlap(0, tenPercent), here.overlap(1, tenPercent), here.byChance(0, tenPercent)};
      for (std::size_t i = 0; i < lines.size(); ++i) {
        lines[i].x.push_back(header().step[c]);
        lines[i].y.push_back(values[i]);
        lines[i].targets.push_back(ChartTarget::checkpoint(c));
      }
    }
    for (Line& line : lines) chart.marks.push_back(std::move(line));
    if (start_) chart.marks.push_back(Rule{header().step[*start_], true, "phase two"});
    return {chart};
  }

  [[nodiscard]] std::vector<Chart> chartsAt(const Place& place) const override {
    Chart overlap;
    overlap.name = "overlap";
    overlap.title = "Overlap of the strongest interactions at " + placeName(header(), place.checkpoint);
    overlap.heading = placeName(header(), place.checkpoint);
    overlap.x.label = "K, share of all coalitions";
    overlap.y.label = "overlap";
    overlap.y.low = 0.0;
    overlap.y.high = 1.0;
    Chart orders;
    orders.name = "shared-by-order";
    orders.title = "Shared and other salient interactions by order at " + placeName(header(), place.checkpoint);
    orders.heading = overlap.heading;
    orders.x = orderAxis(header().variables);
    orders.y.label = "strength per sample";
    if (!known(place.checkpoint)) {
      overlap.empty = orders.empty = known_.empty() ? missing() : "not computed";
      return {overlap, orders};
    }
    const SharedAt& here = pass_->at[place.checkpoint];
    const std::vector<double> shares(overlapShares.begin(), overlapShares.end());
    std::array<Line, 3> lines{Line{"joint", shares, {}, Ink::series(0), LineStyle::solid, true, {}},
                              Line{"each apart", shares, {}, Ink::series(1), LineStyle::dashed, true, {}},
                              Line{"chance", shares, {}, {InkKind::faint}, LineStyle::dotted, false, {}}};
    for (std::size_t share = 0; share < shares.size(); ++share) {
      lines[0].y.push_back(here.overlap(0, share));
      lines[1].y.push_back(here.overlap(1, share));
      lines[2].y.push_back(here.byChance(0, share));
    }
    for (Line& line : lines) overlap.marks.push_back(std::move(line));
    const std::vector<double> x = orderPlaces(static_cast<std::size_t>(header().variables));
    for (std::size_t extraction = 0; extraction < 2; ++extraction) {
      const SharedStrength& strength = here.strength[extraction];
      const bool apart = extraction == 1;
      const auto stack = static_cast<int>(extraction);
      orders.marks.push_back(Bars{
          apart ? "shared, each apart" : "shared, joint", x, strength.shared, {}, Ink::series(0), stack, apart, {}});
      orders.marks.push_back(Bars{apart ? "not shared, each apart" : "not shared, joint",
                                  x,
                                  strength.distinct,
                                  {},
                                  Ink::series(1),
                                  stack,
                                  apart,
                                  {}});
    }
    return {overlap, orders};
  }

  [[nodiscard]] std::vector<TableMaker> tables() const override {
    return {{"overlap", "Overlap of the strongest interactions", [this](RunControl&) { return overlapTable(); }},
            {"shared", "Shared and other salient interactions by order", [this](RunControl&) { return orderTable(); }},
            {"power", "Share of salient interactions that all networks have",
             [this](RunControl&) { return powerTable(); }}};
  }

 private:
  [[nodiscard]] const ResultsHeader& header() const { return results_->header(); }
  [[nodiscard]] bool known(std::size_t c) const { return std::ranges::find(known_, c) != known_.end(); }

  [[nodiscard]] std::string missing() const {
    if (joint_.networks.empty())
      return "These are the results of one network; spindle joint A.h5 B.h5 -o J.h5 decomposes those of several "
             "jointly.";
    return "No checkpoint is computed at which the scores of all networks have a range.";
  }

  [[nodiscard]] Table overlapTable() const {
    Table table("overlap", "Overlap of the strongest interactions",
                {seriesColumn(header()),
                 {"part", "part", ColumnKind::text},
                 {"share", "K / 2^n"},
                 {"joint", "joint"},
                 {"joint_chance", "joint, by chance"},
                 {"separate", "each apart"},
                 {"separate_chance", "each apart, by chance"}});
    for (const std::size_t c : known_) {
      const SharedAt& here = pass_->at[c];
      for (std::size_t kind = 0; kind < kindNames.size(); ++kind) {
        for (std::size_t share = 0; share < overlapShares.size(); ++share)
          table.addRow({header().step[c], std::string(kindNames[kind]), overlapShares[share],
                        here.measured[0][share][kind].value(), here.chance[0][share][kind].value(),
                        here.measured[1][share][kind].value(), here.chance[1][share][kind].value()},
                       ChartTarget::checkpoint(c));
      }
    }
    return table;
  }

  [[nodiscard]] Table orderTable() const {
    Table table("shared", "Shared and other salient interactions by order",
                {seriesColumn(header()),
                 {"extraction", "extraction", ColumnKind::text},
                 {"order", "order", ColumnKind::count},
                 {"shared", "shared"},
                 {"distinct", "not shared"}});
    for (const std::size_t c : known_) {
      for (std::size_t extraction = 0; extraction < 2; ++extraction) {
        const SharedStrength& strength = pass_->at[c].strength[extraction];
        for (std::size_t k = 0; k < strength.shared.size(); ++k)
          table.addRow({header().step[c], std::string(extractionNames[extraction]), static_cast<std::int64_t>(k + 1),
                        strength.shared[k], strength.distinct[k]},
                       ChartTarget::checkpoint(c));
      }
    }
    table.setSpread("order", "shared");
    return table;
  }

  [[nodiscard]] Table powerTable() const {
    Table table("power", "Share of salient interactions that all networks have",
                {seriesColumn(header()), {"joint", "joint"}, {"separate", "each apart"}});
    for (const std::size_t c : known_)
      table.addRow({header().step[c], pass_->at[c].power[0].value(), pass_->at[c].power[1].value()},
                   ChartTarget::checkpoint(c));
    return table;
  }

  std::shared_ptr<const ResultsReader> results_;
  std::shared_ptr<const SharedPass> pass_;
  std::optional<std::size_t> start_;
  JointHeader joint_;
  std::vector<std::size_t> known_;
};

class SharedAnalysis : public Analysis {
 public:
  [[nodiscard]] const AnalysisInfo& info() const override {
    static const AnalysisInfo info{
        .name = "shared",
        .title = "Shared interactions",
        .sentence = "Which interactions several networks share, decomposed jointly and each apart",
        .paper = "Chen et al., ICLR 2024 (arXiv 2401.16318); over training is ours",
        .page = {"shared-over-training", "overlap", "shared-by-order"},
        .figures = {{"shared",
                     "Overlap of the strongest interactions of several networks",
                     "Share of the K strongest interactions that all networks have, decomposed jointly and each apart, "
                     "and by chance; shared and other salient interactions by order.",
                     {{"overlap", "shared-by-order"}},
                     FigureInfo::Places::last}},
        .usesPhases = true};
    return info;
  }
  [[nodiscard]] std::shared_ptr<TablePass> pass(const std::shared_ptr<const ResultsReader>& results,
                                                const Salience& salience) const override {
    return jointResults(*results) ? std::make_shared<SharedPass>(results, salience.orderOne) : nullptr;
  }
  [[nodiscard]] std::shared_ptr<const AnalysisResult> run(const AnalysisInput& input, const OptionValues&,
                                                          RunControl&) const override {
    return std::make_shared<SharedResult>(input);
  }
};

}  // namespace

std::shared_ptr<const Analysis> sharedAnalysis() {
  return std::make_shared<SharedAnalysis>();
}

}  // namespace spindle
