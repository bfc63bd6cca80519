// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/kernel/kernel_analysis.h"

#include "core/analysis/kernel/kernel_charts.h"
#include "core/analysis/series_axis.h"
#include "core/base/text.h"
#include "core/chart/number_text.h"

namespace spindle {
namespace {

constexpr double movedFar = 0.1;

/// "0.01 (of cosines 0.02)"
std::string both(double raw, double normalized) {
  return numberText(raw) + " (of cosines " + numberText(normalized) + ")";
}

class KernelResult : public AnalysisResult {
 public:
  explicit KernelResult(const AnalysisInput& input)
      : results_(input.results), start_(input.phases.meanOrder.checkpoint), kernel_(storedKernel(header())) {
    if (kernel_) series_ = kernelNumbers(*kernel_);
    for (std::size_t c = 0; c < series_.size(); ++c) {
      if (series_[c]) known_.push_back(c);
    }
  }

  [[nodiscard]] std::vector<AnalysisFinding> findings() const override {
    if (known_.empty()) return {{"Kernel", missing(), {}, FindingKind::missing}};
    std::vector<AnalysisFinding> list{spectrum(), condition(), distance()};
    if (start_ && series_.at(*start_)) list.push_back(atStart());
    std::size_t singular = 0;
    for (const std::size_t c : known_) singular += series_[c]->raw.singular() ? 1 : 0;
    if (singular > 0)
      list.push_back({"Rank",
                      "At " + std::to_string(singular) + " of " + std::to_string(known_.size()) +
                          " checkpoints the least eigenvalue is 0 up to rounding: gradients of some samples depend on "
                          "each other, as those of equal samples do. It is not drawn there, and there is no condition "
                          "number.",
                      {},
                      FindingKind::caution});
    if (!kernel_->unreached.empty())
      list.push_back({"Parameters",
                      "No gradient reaches " + listed(kernel_->unreached, 4) +
                          ": the score does not depend on them, or only through a step without a derivative; they add "
                          "nothing to the kernel.",
                      {},
                      FindingKind::caution});
    list.push_back(
        {"Reading",
         "Raw eigenvalues grow with the lengths of the gradients, so compare those of cosines too; the least "
         "falls as samples are added. It bounds the rate of training for squared loss and a kernel that "
         "stays as it is: an order of networks at best, no prediction of a loss.",
         {},
         FindingKind::caution});
    return list;
  }

  [[nodiscard]] std::vector<AnalysisFinding> findingsAt(const Place& place) const override {
    if (place.checkpoint >= series_.size() || !series_[place.checkpoint]) return {};
    const KernelNumbers& here = *series_[place.checkpoint];
    return {{"Here",
             "Least eigenvalue " + both(here.raw.least, here.normalized.least) + ", largest " +
                 both(here.raw.largest, here.normalized.largest) + ".",
             {{"least", here.raw.least}, {"largest", here.raw.largest}}}};
  }

  [[nodiscard]] std::vector<Chart> charts() const override { return kernelCharts(header(), series_, missing()); }
  [[nodiscard]] std::vector<Chart> chartsAt(const Place& place) const override {
    return {kernelMatrixChart(header(), kernel_, place.checkpoint, missing())};
  }
  [[nodiscard]] std::vector<TableMaker> tables() const override {
    if (known_.empty()) return {};
    return {
        {"kernel", "The tangent kernel over training", [this](RunControl&) { return kernelTable(header(), series_); }}};
  }

 private:
  [[nodiscard]] const ResultsHeader& header() const { return results_->header(); }
  [[nodiscard]] const KernelNumbers& first() const { return *series_[known_.front()]; }
  [[nodiscard]] const KernelNumbers& last() const { return *series_[known_.back()]; }
  [[nodiscard]] std::string span() const {
    return "from " + placeName(header(), known_.front()) + " to " + placeName(header(), known_.back());
  }
  [[nodiscard]] std::string missing() const {
    return kernel_ ? "The kernel is known at no checkpoint."
                   : "The results hold no kernel; spindle measure kernel RUN --into RESULTS.h5 measures one.";
  }

  [[nodiscard]] AnalysisFinding spectrum() const {
    const std::string which = kernel_->pattern == "*" ? "all" : "those like " + printable(kernel_->pattern) + " of the";
    return {"Eigenvalues",
            "On " + std::to_string(kernel_->samples()) + " samples, over " + which + " parameters (" +
                std::to_string(kernel_->parameters) + " numbers), " + span() + " the least eigenvalue goes from " +
                both(first().raw.least, first().normalized.least) + " to " +
                both(last().raw.least, last().normalized.least) + ", the largest from " +
                both(first().raw.largest, first().normalized.largest) + " to " +
                both(last().raw.largest, last().normalized.largest) + ".",
            {{"least_first", first().raw.least},
             {"least_last", last().raw.least},
             {"least_normalized_first", first().normalized.least},
             {"least_normalized_last", last().normalized.least},
             {"largest_last", last().raw.largest}}};
  }

  [[nodiscard]] AnalysisFinding condition() const {
    const double from = first().raw.condition(), to = last().raw.condition();
    return {"Condition",
            "The condition number goes from " + both(from, first().normalized.condition()) + " to " +
                both(to, last().normalized.condition()) +
                ": by so much the direction that is learned fastest is ahead of the slowest.",
            {{"condition_first", from}, {"condition_last", to}}};
  }

  [[nodiscard]] AnalysisFinding distance() const {
    const double shape = last().shapeDistance;
    return {"Distance",
            "At " + placeName(header(), known_.back()) + " the kernel is away from that of the start by " +
                numberText(last().distance) + " times the size of that one, and without its size by " +
                numberText(shape) + " (0: the same up to a factor; at most 1.414): " +
                (shape < movedFar ? "nearly the kernel of the start, as in lazy training."
                                  : "features are learned, it is no lazy training."),
            {{"distance", last().distance}, {"distance_without_size", shape}}};
  }

  [[nodiscard]] AnalysisFinding atStart() const {
    const KernelNumbers& here = *series_[*start_];
    return {"Phase two",
            "Where phase two starts (" + placeName(header(), *start_) + ") the least eigenvalue is " +
                both(here.raw.least, here.normalized.least) + ", the condition number " +
                both(here.raw.condition(), here.normalized.condition()) + ", and the distance from the start " +
                numberText(here.distance) + " (without its size " + numberText(here.shapeDistance) + ", of " +
                numberText(last().shapeDistance) + " at the end).",
            {{"least", here.raw.least}, {"distance", here.distance}, {"distance_without_size", here.shapeDistance}},
            FindingKind::result,
            ChartTarget::checkpoint(*start_)};
  }

  std::shared_ptr<const ResultsReader> results_;
  std::optional<std::size_t> start_;
  std::optional<TangentKernel> kernel_;
  KernelSeries series_;
  std::vector<std::size_t> known_;
};

class KernelAnalysis : public Analysis {
 public:
  [[nodiscard]] const AnalysisInfo& info() const override {
    static const AnalysisInfo info{
        .name = "kernel",
        .title = "Kernel",
        .sentence = "How fast and how evenly the network can learn, by its neural tangent kernel over training",
        .paper = "Jacot et al., NeurIPS 2018 (arXiv 1806.07572); with the marker of phase two it is ours",
        .page = {"eigenvalues", "normalized", "distance", "matrix"},
        .figures =
            {{"kernel",
              "The tangent kernel over training",
              "Largest and least eigenvalue of the empirical neural tangent kernel of the score, as it is and of "
              "cosines between gradients, its condition number, and its distance from the kernel of the start.",
              {{"eigenvalues", "normalized"}, {"condition", "distance"}},
              FigureInfo::Places::none,
              true},
             {"kernel-matrix",
              "Gradients of samples",
              "Cosines between the gradients of the score of each two samples by all parameters, samples ordered "
              "by class.",
              {{"matrix"}},
              FigureInfo::Places::last}},
        .usesPhases = true};
    return info;
  }
  [[nodiscard]] std::shared_ptr<const AnalysisResult> run(const AnalysisInput& input, const OptionValues&,
                                                          RunControl&) const override {
    return std::make_shared<KernelResult>(input);
  }
};

}  // namespace

std::shared_ptr<const Analysis> kernelAnalysis() {
  return std::make_shared<KernelAnalysis>();
}

}  // namespace spindle
