// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/local_rows.h"
#include "core/model/network.h"
#include "core/model/torch/graph_cut.h"
#include "core/model/torch/input_chain.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace spindle {

/// Evaluates all coalitions of a sample with the work of the first layers shared between them. Two ways, whichever
/// saves more for the network and the variables at hand:
/// * sums: up to the first operation that is not linear the outputs of all coalitions are subset sums of n + 1 of them;
/// * places: in convolutions and what follows value by value, a place of the feature map sees only the variables in its
///   field of view, so a few coalitions (2^colors, see VariableColors) show every place all that it can see.
/// The rest of the network then runs on all 2^n feature maps, in batches.
class SharedPrefix {
 public:
  using Evaluate = std::function<void(const at::Tensor& output, std::uint32_t first, std::size_t rows)>;

  /// inputShape: of one row.
  SharedPrefix(const Runnable& network, std::vector<std::int64_t> inputShape, bool tokens);

  /// False where nothing can be shared: the plain path has to be taken.
  [[nodiscard]] bool usable(const AdditiveInput& input);

  /// Calls `take` with the network's outputs of coalitions first ... first + block - 1, block after block. block is a
  /// power of two. Must only be called when usable(input).
  void run(const AdditiveInput& input, std::size_t block, const Evaluate& take);

  /// "first layer shared (conv1)"; "plain" before usable() found a way.
  [[nodiscard]] std::string description() const;

 private:
  struct Plan {
    std::size_t step = 0;              ///< the cut is behind this step of the chain
    std::optional<Locality> locality;  ///< places; empty: sums
    double saving = 0.0;               ///< multiplications for one sample
  };
  struct Place {
    std::vector<std::int64_t> shape;  ///< of one row behind a step
    double work = 0.0;                ///< multiplications for one row up to there
  };

  void measureChain(const std::vector<std::int64_t>& inputShape, bool tokens);
  [[nodiscard]] std::optional<Plan> bestPlan(const AdditiveInput& input);
  [[nodiscard]] std::optional<Plan> sumsPlan(int variables) const;
  [[nodiscard]] std::optional<Plan> placesPlan(const AdditiveInput& input);
  GraphCut* cutAt(std::size_t step);
  [[nodiscard]] at::Tensor headOutputs(const GraphCut& cut, const AdditiveInput& input,
                                       const std::vector<std::uint32_t>& coalitions) const;
  [[nodiscard]] at::Tensor tailOutputs(const GraphCut& cut, std::span<const float> rows, std::size_t count) const;

  const Runnable& network_;
  std::vector<std::int64_t> inputShape_;
  bool tokens_;
  std::vector<Step> chain_;
  std::vector<Place> places_;                                 ///< one for each step; shorter where shapes do not fit
  std::vector<std::optional<std::optional<GraphCut>>> cuts_;  ///< made when first needed
  std::vector<std::vector<std::uint32_t>> plannedFor_;        ///< indices of the parts the plan was made for
  std::optional<Plan> plan_;
};

}  // namespace spindle
