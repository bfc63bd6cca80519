// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/analyzed_results.h"
#include "core/analysis/knowledge/agreement.h"
#include "core/results/stored_gates.h"

#include <optional>
#include <string>
#include <vector>

namespace spindle {

/// The salient interactions of each checkpoint and sample by the threshold of all analyses, and what the paths need of
/// other results.
class PathsPass : public TablePass {
 public:
  explicit PathsPass(std::size_t checkpoints) : lists(checkpoints) {}
  void visit(std::size_t checkpoint, const StoredCheckpoint& stored, const SampleStrengths& strengths) override;
  SalientLists lists;
};

/// What is left of the interactions through the gates, at one checkpoint; order k at index k - 1, then all orders.
struct KeptInteractions {
  std::vector<double> here, left;  ///< salient strength of the whole network, and through the gates
  std::vector<double> strength;    ///< salient strength there / here; NaN where there is none here
  std::vector<double> iou;         ///< of the salient sets; see setAgreement
  std::size_t samples = 0;

  /// Of the orders above `half`, or of the others; NaN where the whole network has less than 5 % of its strength there.
  [[nodiscard]] double strengthOf(bool high, int half) const;
};

/// Results that were extracted through gates, beside those of the whole network.
struct GatedResults {
  GatedBy by;
  std::string label;
  MatchedSamples matched;
  std::vector<std::optional<std::size_t>> rows;       ///< its checkpoint of the same name, by checkpoint here
  std::vector<std::optional<KeptInteractions>> kept;  ///< by checkpoint here
  const PathsPass* pass = nullptr;
};

/// None where the other results are of the network without gates. Throws UserError where they have other samples.
std::optional<GatedResults> gatedResults(const AnalysisInput& input, std::size_t other, const std::string& label);

/// An interaction that is salient in the path of a sample's class and in that of the class it is taken for.
struct ConfusedInteraction {
  std::size_t sample = 0;            ///< row here
  std::uint32_t key = 0;             ///< as in SalientList
  double own = 0.0, confused = 0.0;  ///< divided by the mean |v(N) - v(empty)| of their results
};

/// Of all samples of a checkpoint that the network takes for another class; by sample, strongest first (the weaker of
/// the two effects counts).
std::vector<ConfusedInteraction> confusedInteractions(const ClassGates& gates, const ResultsHeader& header,
                                                      const GatedResults& own, const GatedResults& confused,
                                                      std::size_t checkpoint);

}  // namespace spindle
