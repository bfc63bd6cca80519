// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/wiring/wiring_analysis.h"

#include "core/analysis/other_results.h"
#include "core/analysis/series_axis.h"
#include "core/analysis/wiring/wiring_charts.h"
#include "core/analysis/wiring/wiring_tables.h"
#include "core/base/user_error.h"
#include "core/chart/number_text.h"
#include "core/dynamics/order_series.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace spindle {
namespace {

constexpr const char* usualWiring = "2_21_112";
class WiringResult : public AnalysisResult {
 public:
  WiringResult(const AnalysisInput& input, const OptionValues& options) : wiring_(usualWiring) {
    if (input.results->header().checkpoints() > 0) takeRuns(input);
    const int chosen = static_cast<int>(options.value("dag", 0.0));
    if (chosen > 0) {
      wiring_ = Wiring::numbered(chosen - 1);
    } else if (!runs_.empty() && runs_.front().wiring) {
      wiring_ = *runs_.front().wiring;
    } else {
      guessed_ = !runs_.empty();
    }
    compared_ = exampleWirings();
    const auto add = [this](const Wiring& one) {
      if (std::find(compared_.begin(), compared_.end(), one) == compared_.end()) compared_.push_back(one);
    };
    add(wiring_);
    for (const WiredRun& run : runs_) {
      if (run.wiring) add(*run.wiring);
    }
    try {
      numbers_ = wiredNumbers(compared_);
    } catch (const UserError& error) {
      missing_ = error.what();
    }
  }

  [[nodiscard]] std::vector<AnalysisFinding> findings() const override {
    std::vector<AnalysisFinding> list;
    if (guessed_)
      list.push_back({"Wiring",
                      std::string("The name of the run tells no wiring; the paper's example #3, ") + usualWiring +
                          ", stands here. --dag, or the control of this page, chooses another.",
                      {},
                      FindingKind::missing});
    list.push_back(shape());
    list.push_back(space());
    if (!missing_.empty()) {
      list.push_back({"Kernel", missing_, {}, FindingKind::missing});
    } else {
      list.push_back(raw());
      list.push_back(normalized());
    }
    list.push_back({"Reading",
                    "Theorem 3.1 of the paper holds for widths and learning rates that nobody uses: the least "
                    "eigenvalues rank wirings, they predict no loss. A constant factor of the kernel is a larger "
                    "output, which a larger learning rate gives as well.",
                    {},
                    FindingKind::caution});
    for (std::size_t i = 0; i < runs_.size(); ++i) list.push_back(reached(i));
    return list;
  }

  [[nodiscard]] std::vector<Chart> charts() const override {
    std::vector<Wiring> named{wiring_};
    for (const Wiring& one : compared_) {
      if (!(one == wiring_)) named.push_back(one);
    }
    return {wiringDrawing(wiring_),
            wiringPlane(named),
            wiringEigenvalues(numbers_, false, missing_),
            wiringEigenvalues(numbers_, true, missing_),
            wiringLosses(runs_),
            wiringOrders(runs_)};
  }

  [[nodiscard]] std::vector<TableMaker> tables() const override {
    std::vector<TableMaker> list{
        {"wiring", "Wirings", [this](RunControl&) { return wiringTable(compared_, numbers_); }},
        {"wiring_paths", "Paths of " + wiring_.code(), [this](RunControl&) { return wiringPathTable(wiring_); }},
        {"wiring_space", "All wirings of four nodes", [](RunControl&) { return wiringSpaceTable(); }, true}};
    if (!runs_.empty())
      list.push_back({"wiring_runs", "Wirings over training", [this](RunControl&) { return wiringRunTable(runs_); }});
    return list;
  }

 private:
  void takeRuns(const AnalysisInput& input) {
    const std::vector<ResultsBeside> all = resultsBeside(input);
    for (std::size_t i = 0; i < all.size(); ++i) {
      const ResultsBeside& one = all[i];
      runs_.push_back({one.label, i == 0 ? input.results : input.others[i - 1]->results, wiringNamedIn(one.header->run),
                       OrderSeries(one.strengths).meanOrders(), one.phases->meanOrder.checkpoint});
    }
  }

  [[nodiscard]] AnalysisFinding shape() const {
    const auto depth = wiring_.effectiveDepth(), width = wiring_.effectiveWidth();
    const WiringBox box = wholeWiringBox();
    if (!depth)
      return {"Paths", "No path of " + wiring_.code() + " joins input and output: such a network learns nothing.", {}};
    std::string lengths;
    for (std::size_t d = 0; d < Wiring::nodes; ++d) {
      const int paths = wiring_.pathsByLength()[d];
      if (paths > 0) lengths += (lengths.empty() ? "" : ", ") + std::to_string(paths) + " with " + std::to_string(d);
    }
    return {"Paths",
            wiring_.code() + " has " + std::to_string(wiring_.pathCount()) + " paths from input to output (" + lengths +
                " linear edges): effective depth " + numberText(*depth) + ", effective width " + numberText(*width) +
                ". By the paper's rule for all wirings of four nodes: " + verdictOn(wiring_, box) + ".",
            {{"paths", static_cast<double>(wiring_.pathCount())},
             {"effective_depth", *depth},
             {"effective_width", *width}}};
  }

  [[nodiscard]] static AnalysisFinding space() {
    const WiringBox box = wholeWiringBox();
    int connected = 0, kept = 0;
    for (int i = 0; i < Wiring::count; ++i) {
      const Wiring one = Wiring::numbered(i);
      connected += one.pathCount() > 0 ? 1 : 0;
      kept += box.keeps(one) ? 1 : 0;
    }
    return {"Rule",
            "Of 729 wirings " + std::to_string(connected) + " join input and output; the rule keeps " +
                std::to_string(kept) + ", those of depth " + numberText(box.depth - box.depthRadius) + " to " +
                numberText(box.depth + box.depthRadius) + " and width " + numberText(box.width - box.widthRadius) +
                " to " + numberText(box.width + box.widthRadius) + ".",
            {{"connected", connected}, {"kept", kept}}};
  }

  /// Labels in rising order of a value.
  template <class Value>
  [[nodiscard]] std::string ranked(const Value& value) const {
    std::vector<const WiredNumbers*> order;
    for (const WiredNumbers& one : numbers_) {
      if (one.wiring.pathCount() > 0) order.push_back(&one);
    }
    std::stable_sort(order.begin(), order.end(), [&](const auto* a, const auto* b) { return value(*a) < value(*b); });
    std::string text;
    for (const WiredNumbers* one : order)
      text += (text.empty() ? "" : " < ") + one->label + " (" + numberText(value(*one)) + ")";
    return text;
  }

  [[nodiscard]] AnalysisFinding raw() const {
    return {"Least eigenvalue",
            "Published kernel, on 200 digits: " + ranked([](const WiredNumbers& n) { return n.published; }) +
                ". Bound: " + ranked([](const WiredNumbers& n) { return n.bound; }) +
                ". Exact kernel: " + ranked([](const WiredNumbers& n) { return n.exact; }) +
                ". A larger one is a better bound of the convergence.",
            {}};
  }

  [[nodiscard]] AnalysisFinding normalized() const {
    const WiredNumbers &chain = numbers_[0], &mixed = numbers_[2];
    const bool reverses =
        chain.published < mixed.published && chain.publishedNormalized() > mixed.publishedNormalized();
    return {"Normalized",
            std::string("Kernels of branches add, so outputs are larger with more paths. Divided by its diagonal: ") +
                ranked([](const WiredNumbers& n) { return n.publishedNormalized(); }) +
                ", exact: " + ranked([](const WiredNumbers& n) { return n.exactNormalized(); }) + "." +
                (reverses ? " The order reverses: the chain #1, last before, is first now, for depth makes samples "
                            "alike. So part of what the paper calls a better wiring is the scale of its outputs."
                          : ""),
            {},
            reverses ? FindingKind::caution : FindingKind::result};
  }

  [[nodiscard]] AnalysisFinding reached(std::size_t i) const {
    const WiredRun& run = runs_[i];
    const ResultsHeader& header = run.header();
    if (!run.start) return {run.label, "No start of phase two is found.", {}, FindingKind::missing};
    const double loss = header.trainLoss[*run.start];
    return {run.label,
            "Phase two starts at " + placeName(header, *run.start) +
                (std::isfinite(loss) ? ", at a training loss of " + numberText(loss) : std::string()) + ".",
            {{"start", header.step[*run.start]}, {"train_loss", loss}}};
  }

  std::vector<WiredRun> runs_;
  Wiring wiring_;
  bool guessed_ = false;
  std::vector<Wiring> compared_;  ///< the three examples first
  std::vector<WiredNumbers> numbers_;
  std::string missing_;
};

OptionInfo wiringOption() {
  OptionInfo option{.name = "dag",
                    .title = "Wiring",
                    .tip = "One digit for each edge, 0 none, 1 skip, 2 linear, in one group for each node",
                    .kind = OptionKind::choice,
                    .low = 0.0,
                    .high = static_cast<double>(Wiring::count),
                    .usual = 0.0,
                    .step = 1.0,
                    .choices = {"of-the-run"},
                    .choiceTitles = {"of the run"}};
  for (int i = 0; i < Wiring::count; ++i) {
    const std::string code = Wiring::numbered(i).code(), label = wiringLabel(Wiring::numbered(i));
    option.choices.push_back(code);
    option.choiceTitles.push_back(label == code ? code : code + ", " + label);
  }
  return option;
}

class WiringAnalysis : public Analysis {
 public:
  [[nodiscard]] const AnalysisInfo& info() const override {
    static const AnalysisInfo info{
        .name = "wiring",
        .title = "Wiring",
        .sentence = "How layers are wired, and how fast such networks can learn",
        .paper = "Chen et al., NeurIPS 2022 (arXiv 2205.05662); exact kernel, normalization and dynamics are ours",
        .options = {wiringOption()},
        .page = {"wiring-dag", "wiring-plane", "wiring-eigenvalues", "wiring-normalized", "wiring-loss",
                 "wiring-orders"},
        .figures = {{"wiring",
                     "A wiring among all wirings of four nodes",
                     "Layers between four nodes (solid: linear with ReLU, dashed: skip), and effective depth and width "
                     "of all 729 wirings with the box that the rule of Chen et al. (NeurIPS 2022) keeps.",
                     {{"wiring-dag"}, {"wiring-plane"}},
                     FigureInfo::Places::none,
                     true},
                    {"wiring-eigenvalues",
                     "Least eigenvalues of wirings",
                     "Bound and least eigenvalue of the kernel of infinitely wide networks on 200 digits, and the "
                     "eigenvalue over the kernel's diagonal: what is left without the scale of the outputs.",
                     {{"wiring-eigenvalues", "wiring-normalized"}},
                     FigureInfo::Places::none,
                     true},
                    {"wiring-training",
                     "Wirings over training",
                     "Training loss and mean order over training of networks of several wirings.",
                     {{"wiring-loss"}, {"wiring-orders"}},
                     FigureInfo::Places::none,
                     true}},
        .usesPhases = true,
        .others = {0, 8, "networks of other wirings", false},
        .alone = true};
    return info;
  }
  [[nodiscard]] std::shared_ptr<const AnalysisResult> run(const AnalysisInput& input, const OptionValues& options,
                                                          RunControl&) const override {
    return std::make_shared<WiringResult>(input, options);
  }
};

}  // namespace

std::shared_ptr<const Analysis> wiringAnalysis() {
  return std::make_shared<WiringAnalysis>();
}

}  // namespace spindle
