// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/paths/paths_analysis.h"

#include "core/analysis/chart_frames.h"
#include "core/analysis/other_results.h"
#include "core/analysis/paths/path_findings.h"
#include "core/analysis/paths/path_tables.h"
#include "core/chart/number_text.h"

#include <algorithm>

namespace spindle {
namespace {

class PathsResult : public AnalysisResult {
 public:
  PathsResult(const AnalysisInput& input, const OptionValues& options)
      : found_{input.results, storedGates(input.results->header()), input.phases.meanOrder.checkpoint, {}, {}, {}, {}} {
    if (!found_.gates) return;
    const auto most = static_cast<double>(found_.gates->classes() - 1);
    one_ = static_cast<std::size_t>(std::min(options.value("path-class", 0.0), most));
    other_ = static_cast<std::size_t>(std::min(options.value("path-other", 1.0), most));
    for (std::size_t c = 0; c < header().checkpoints(); ++c) {
      found_.series.push_back(pathSummary(*found_.gates, c));
      if (found_.series.back()) found_.known.push_back(c);
    }
    const std::vector<ResultsBeside> beside = resultsBeside(input);
    for (std::size_t i = 0; i < input.others.size(); ++i) {
      others_.push_back(input.others[i]);  // keeps what GatedResults look into
      if (auto gated = gatedResults(input, i, beside[i + 1].label))
        found_.gated.push_back(std::move(*gated));
      else
        found_.unused.push_back(beside[i + 1].label);
    }
  }

  [[nodiscard]] std::vector<AnalysisFinding> findings() const override {
    if (found_.known.empty()) return {{"Paths", missing(), {}, FindingKind::missing}};
    return pathFindings(found_);
  }

  [[nodiscard]] std::vector<AnalysisFinding> findingsAt(const Place& place) const override {
    if (place.checkpoint >= found_.series.size() || !found_.series[place.checkpoint]) return {};
    const PathSummary& at = *found_.series[place.checkpoint];
    return {{"Here",
             "A path keeps " + percentText(meanOverLayers(at.kept)) +
                 " of the units; similarity and confusion of classes have a "
                 "rank correlation of " +
                 numberText(at.correlation) + ".",
             {{"kept", meanOverLayers(at.kept)}, {"correlation", at.correlation}}}};
  }

  [[nodiscard]] std::vector<Chart> charts() const override {
    if (found_.known.empty()) return without({"kept", "path-similarity", "path-recall", "path-correlation"});
    std::vector<Chart> list{keptChart(header(), *found_.gates, found_.series),
                            layerSimilarityChart(header(), *found_.gates, found_.series),
                            recallChart(header(), *found_.gates, found_.series), correlationChart(found_)};
    if (!found_.gated.empty()) list.push_back(survivalChart(found_));
    return list;
  }

  [[nodiscard]] std::vector<Chart> chartsAt(const Place& place) const override {
    if (found_.known.empty()) return without({"path-flow", "path-matrix", "path-confusion"});
    std::vector<Chart> list{flowChart(header(), *found_.gates, place.checkpoint, one_, other_),
                            similarityMatrix(header(), *found_.gates, place.checkpoint),
                            confusionMatrix(header(), *found_.gates, place.checkpoint)};
    if (!found_.gated.empty()) list.push_back(keptByOrderChart(found_, place.checkpoint));
    return list;
  }

  [[nodiscard]] std::vector<TableMaker> tables() const override {
    if (found_.known.empty()) return {};
    std::vector<TableMaker> list{
        {"paths", "Paths of classes by layer",
         [this](RunControl&) { return pathTable(header(), *found_.gates, found_.series); }},
        {"path_recall", "Recall through paths, and similarity beside confusion",
         [this](RunControl&) { return pathRecallTable(header(), found_.series); }},
        {"path_classes", "Similarity and confusion of pairs of classes",
         [this](RunControl&) { return classPairTable(header(), *found_.gates, found_.series); }, true}};
    if (!found_.gated.empty())
      list.push_back({"path_orders", "Interactions that are left in a class's path, by order",
                      [this](RunControl&) { return keptOrdersTable(header(), found_.gated); }});
    if (found_.by(false) != nullptr && found_.by(true) != nullptr)
      list.push_back(
          {"path_confused", "Interactions that misclassified samples share with the class they are taken for",
           [this](RunControl&) { return confusedTable(header(), *found_.gates, *found_.by(false), *found_.by(true)); },
           true});
    return list;
  }

 private:
  [[nodiscard]] const ResultsHeader& header() const { return found_.header(); }

  [[nodiscard]] std::string missing() const {
    if (!found_.gates)
      return "The results hold no gates; spindle measure gates RUN --into RESULTS.h5 --data TRAINING measures them.";
    return "No class has a path: the network recognizes no image of any.";
  }

  [[nodiscard]] std::vector<Chart> without(const std::vector<std::string>& names) const {
    std::vector<Chart> list;
    for (const std::string& name : names) {
      list.push_back(seriesChart(header(), name, "Paths of classes", ""));
      list.back().empty = found_.gates ? "no class has a path" : "no gates are measured";
    }
    return list;
  }

  PathsFound found_;
  std::size_t one_ = 0, other_ = 1;  ///< of the flow picture
  std::vector<std::shared_ptr<const AnalyzedResults>> others_;
};

class PathsAnalysis : public Analysis {
 public:
  [[nodiscard]] const AnalysisInfo& info() const override {
    static const AnalysisInfo info{
        .name = "paths",
        .title = "Paths",
        .sentence =
            "Which units each class needs, whether classes with similar paths are confused, and which "
            "interactions a path carries",
        .paper = "Hu et al., ICCV 2021 (arXiv 2003.13268); interactions through gates are ours",
        .options = {{.name = "path-class",
                     .title = "Class",
                     .tip = "One of the two classes of the flow picture, by number from 0",
                     .kind = OptionKind::count,
                     .high = 999.0,
                     .usual = 0.0,
                     .step = 1.0},
                    {.name = "path-other",
                     .title = "And class",
                     .tip = "The other class of the flow picture, by number from 0",
                     .kind = OptionKind::count,
                     .high = 999.0,
                     .usual = 1.0,
                     .step = 1.0}},
        .shared = {"threshold", "factor", "order-one"},
        .page = {"path-flow", "path-matrix", "path-confusion", "path-correlation"},
        .figures = {{"paths",
                     "Paths of classes",
                     "Units in the paths of two classes, layer by layer; similarity of the paths of all classes, by "
                     "number; images "
                     "of a class that are taken for another.",
                     {{"path-flow"}, {"path-matrix", "path-confusion"}},
                     FigureInfo::Places::last,
                     true},
                    {"paths-over-training",
                     "Paths of classes over training",
                     "Share of the units in a class's path, similarity of two classes (dotted: by chance), and rank "
                     "correlation of similarity with confusion, over training.",
                     {{"kept", "path-similarity"}, {"path-correlation"}},
                     FigureInfo::Places::none,
                     true}},
        .usesPhases = true,
        .others = {0, 2, "results through gates (extract --gates)"}};
    return info;
  }
  [[nodiscard]] std::shared_ptr<TablePass> pass(const std::shared_ptr<const ResultsReader>& results,
                                                const Salience&) const override {
    return std::make_shared<PathsPass>(results->header().checkpoints());
  }
  [[nodiscard]] std::shared_ptr<const AnalysisResult> run(const AnalysisInput& input, const OptionValues& options,
                                                          RunControl&) const override {
    return std::make_shared<PathsResult>(input, options);
  }
};

}  // namespace

std::shared_ptr<const Analysis> pathsAnalysis() {
  return std::make_shared<PathsAnalysis>();
}

}  // namespace spindle
