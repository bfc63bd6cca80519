// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/paths/path_findings.h"

#include "core/analysis/paths/path_tables.h"
#include "core/analysis/series_axis.h"
#include "core/base/text.h"
#include "core/chart/number_text.h"
#include "core/results/stored_variables.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

namespace spindle {
namespace {

AnalysisFinding sizes(const PathsFound& found) {
  const PathSummary& last = *found.series[found.known.back()];
  AnalysisFinding finding{"Paths",
                          "At " + placeName(found.header(), found.known.back()) + " the path of a class keeps " +
                              percentText(meanOverLayers(last.kept)) + " of the units",
                          {{"kept", meanOverLayers(last.kept)}}};
  for (std::size_t l = 0; l < found.gates->layers.size(); ++l) {
    finding.text += (l == 0 ? " (" : ", ") + found.gates->layers[l].name + " " + percentText(last.kept[l]);
    finding.numbers.emplace_back("kept_" + found.gates->layers[l].name, last.kept[l]);
  }
  finding.text += "), and two classes share " + percentText(meanOverLayers(last.similarity)) +
                  " of theirs (by chance " + percentText(meanOverLayers(last.chance)) +
                  "). Gates that were not learned would keep 50 %.";
  finding.numbers.emplace_back("similarity", meanOverLayers(last.similarity));
  finding.numbers.emplace_back("chance", meanOverLayers(last.chance));
  return finding;
}

AnalysisFinding recall(const PathsFound& found) {
  const PathSummary& last = *found.series[found.known.back()];
  return {"Recall",
          "Through the path of its class an image is recognized in " + percentText(last.own) +
              " of the cases, images of other classes in " + percentText(last.other) + "; " +
              percentText(last.answered) +
              " of these are taken for the path's class. The first alone says little: the loss rewards answering the "
              "class always.",
          {{"own", last.own}, {"other", last.other}, {"taken", last.answered}}};
}

AnalysisFinding similarity(const PathsFound& found) {
  const PathSummary& last = *found.series[found.known.back()];
  const PathSummary& first = *found.series[found.known.front()];
  if (!std::isfinite(last.correlation))
    return {"Similarity",
            "Whether classes with similar paths are confused is told from " + std::to_string(enoughClasses) +
                " classes with a path on; at " + placeName(found.header(), found.known.back()) + " there are " +
                std::to_string(last.classes) + ", or none is confused.",
            {},
            FindingKind::missing};
  const bool several = found.known.size() > 1 && std::isfinite(first.correlation);
  AnalysisFinding finding{
      "Similarity",
      std::string(last.correlation > 0.0 ? "Classes with similar paths are confused more often"
                                         : "Similar paths do not predict which classes are confused") +
          ": the rank correlation over pairs of classes is " + numberText(last.correlation) + " at " +
          placeName(found.header(), found.known.back()) +
          (several
               ? ", and was " + numberText(first.correlation) + " at " + placeName(found.header(), found.known.front())
               : std::string()) +
          ".",
      {{"correlation", last.correlation}, {"first", first.correlation}}};
  if (std::isfinite(last.toSimilar)) {
    finding.text += " Of " + numberText(last.errors) + " errors " + percentText(last.toSimilar) + " go to one of the " +
                    std::to_string(similarClasses) + " most similar classes (by chance " + percentText(last.toAny) +
                    ").";
    finding.numbers.emplace_back("to_similar", last.toSimilar);
  }
  return finding;
}

AnalysisFinding atStart(const PathsFound& found) {
  const PathSummary& at = *found.series[*found.start];
  return {"Phase two",
          "Where phase two starts (" + placeName(found.header(), *found.start) + ") a path keeps " +
              percentText(meanOverLayers(at.kept)) + " of the units, two classes share " +
              percentText(meanOverLayers(at.similarity)) + " of theirs (by chance " +
              percentText(meanOverLayers(at.chance)) + "), and the rank correlation with confusion is " +
              numberText(at.correlation) + ".",
          {{"kept", meanOverLayers(at.kept)},
           {"similarity", meanOverLayers(at.similarity)},
           {"correlation", at.correlation}},
          FindingKind::result,
          ChartTarget::checkpoint(*found.start)};
}

/// In composites of four images: does the path of a class look at the image of the class?
void addPlace(const PathsFound& found, std::vector<AnalysisFinding>& list) {
  const PathSummary& last = *found.series[found.known.back()];
  for (std::size_t l = last.hits.size(); l-- > 0;) {
    if (!std::isfinite(last.hits[l])) continue;
    constexpr double chance = 0.25;
    const bool there = last.hits[l] > chance + 3.0 * last.hitError[l];
    list.push_back({"Place",
                    "In composites of four images the path of a class has " + percentText(last.hits[l]) +
                        " of its strongest places in " + found.gates->layers[l].name +
                        ", the last feature map, inside the "
                        "image of the class (by chance 25 %, standard error " +
                        percentText(last.hitError[l]) + "): " + (there ? "localized." : "not localized."),
                    {{"hits", last.hits[l]}, {"error", last.hitError[l]}}});
    return;
  }
}

void addKept(const PathsFound& found, const GatedResults& one, std::vector<AnalysisFinding>& list) {
  if (!one.matched.leftOut.empty()) list.push_back({"Samples", one.matched.leftOut, {}, FindingKind::caution});
  const auto last = std::find_if(one.kept.rbegin(), one.kept.rend(), [](const auto& at) { return at.has_value(); });
  if (last == one.kept.rend()) return;
  const auto row = static_cast<std::size_t>(std::distance(last, one.kept.rend()) - 1);
  const KeptInteractions& kept = **last;
  AnalysisFinding finding{"Interactions",
                          std::string("In the path of the ") + (one.by.predicted ? "predicted" : "true") +
                              " class the interactions have " + percentText(kept.strength.back()) +
                              " of the strength that they have in the whole network at " +
                              placeName(found.header(), row) + ", and the salient sets an intersection over union of " +
                              numberText(kept.iou.back()) + "; strength by order",
                          {{"strength", kept.strength.back()}, {"iou", kept.iou.back()}}};
  for (std::size_t k = 0; k + 1 < kept.strength.size(); ++k) {
    finding.text += (k == 0 ? " " : ", ") + percentText(kept.strength[k]);
    finding.numbers.emplace_back("strength_" + std::to_string(k + 1), kept.strength[k]);
  }
  finding.text += ".";
  list.push_back(std::move(finding));
}

/// The variables in most of the shared strength.
std::string responsible(const PathsFound& found, std::size_t sample, const std::vector<ConfusedInteraction>& shared) {
  const std::vector<std::string> names = storedVariableNames(found.header(), sample);
  std::vector<double> weight(names.size(), 0.0);
  for (const ConfusedInteraction& one : shared) {
    for (std::size_t i = 0; i < names.size(); ++i) {
      if ((one.key >> i & 1U) != 0) weight[i] += std::min(std::abs(one.own), std::abs(one.confused));
    }
  }
  std::vector<std::size_t> order(names.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return weight[a] > weight[b]; });
  std::vector<std::string> most;
  for (std::size_t k = 0; k < std::min<std::size_t>(3, order.size()); ++k) {
    if (weight[order[k]] > 0.0) most.push_back(names[order[k]]);
  }
  return listed(most);
}

void addConfused(const PathsFound& found, std::vector<AnalysisFinding>& list) {
  if (found.by(false) == nullptr || found.by(true) == nullptr) return;
  const std::size_t c = found.known.back();
  const auto all = confusedInteractions(*found.gates, found.header(), *found.by(false), *found.by(true), c);
  std::map<std::size_t, std::vector<ConfusedInteraction>> bySample;
  for (const ConfusedInteraction& one : all) bySample[one.sample].push_back(one);
  if (bySample.empty()) {
    list.push_back({"Confusion",
                    "At " + placeName(found.header(), c) +
                        " no misclassified sample has salient interactions in both its class's path and the path of "
                        "the class it is taken for.",
                    {}});
    return;
  }
  for (const auto& [sample, shared] : bySample) {
    const std::string& name = found.header().sampleNames[sample];
    list.push_back({"Confusion",
                    "Sample " + (name.empty() ? std::to_string(found.header().sampleIndex[sample]) : name) + " (" +
                        found.gates->className(static_cast<std::size_t>(found.header().sampleTarget[sample])) +
                        ") is taken for " +
                        found.gates->className(static_cast<std::size_t>(found.gates->predicted.at(c, sample, 0))) +
                        ": both paths share " + std::to_string(shared.size()) +
                        (shared.size() == 1 ? " salient interaction, " : " salient interactions, the strongest ") +
                        interactionText(found.header(), sample, shared.front().key) +
                        ", and most of their effect is on " + responsible(found, sample, shared) + ".",
                    {{"shared", static_cast<double>(shared.size())}},
                    FindingKind::result,
                    ChartTarget::sample(sample)});
    if (list.size() > 12) break;
  }
}

std::string measure(const PathsFound& found) {
  return "A unit is in a path where its learned gate is above 0.5. Gates: beta " + numberText(found.gates->beta) +
         (found.gates->relative ? " times the mean squared value of each layer" : "") + ", " +
         std::to_string(found.gates->epochs) + " epochs, steps of " + numberText(found.gates->step) +
         (found.gates->published ? " a layer" : " a unit") + ", " +
         (found.gates->warm ? "each checkpoint from the one before, so that neighbors are alike"
                            : "each checkpoint from the same start") +
         "; learned on " + found.gates->data + ".";
}

}  // namespace

std::vector<AnalysisFinding> pathFindings(const PathsFound& found) {
  std::vector<AnalysisFinding> list{sizes(found), recall(found), similarity(found)};
  if (found.start && *found.start < found.series.size() && found.series[*found.start] &&
      *found.start != found.known.back())
    list.push_back(atStart(found));
  addPlace(found, list);
  for (const GatedResults& one : found.gated) addKept(found, one, list);
  addConfused(found, list);
  if (!found.gates->tested)
    list.push_back({"Images",
                    "Recall and confusion are of the images that the gates were learned on, for want of others; they "
                    "flatter the paths.",
                    {},
                    FindingKind::caution});
  const std::size_t least = *std::min_element(found.gates->learnedFrom.begin(), found.gates->learnedFrom.end());
  if (least < 50)
    list.push_back({"Images",
                    "The gates of some class are learned from few images (" + std::to_string(least) +
                        "); spindle measure gates --data FILE takes more.",
                    {{"images", static_cast<double>(least)}},
                    FindingKind::caution});
  list.push_back({"Measure", measure(found), {}});
  if (!found.unused.empty())
    list.push_back({"Results",
                    listed(found.unused) + (found.unused.size() == 1 ? " was" : " were") +
                        " not extracted through gates, or with other variables; spindle extract --gates makes such "
                        "results.",
                    {},
                    FindingKind::caution});
  return list;
}

}  // namespace spindle
