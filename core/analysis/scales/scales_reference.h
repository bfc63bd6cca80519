// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/analysis.h"
#include "core/analysis/scales/order_scales.h"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace spindle {

/// The checkpoint of some results that interactions are compared with.
enum class ReferenceKind : std::size_t { last, best };  // best: of the lowest test loss

/// What there is of it, and the scales of every checkpoint beside it.
struct ScalesReference {
  std::string name = "the reference";  ///< where there is one: "step 1200", "step 1200 of other"
  std::string leftOut;                 ///< samples without a partner in other results; empty where all have one
  bool exists = false;
  std::vector<std::optional<OrderScales>> at;  ///< [checkpoint]; none where no sample is known in both
};

/// Beside both references of the same results. Keeps their tables during the pass only.
class ScalesPass : public TablePass {
 public:
  ScalesPass(std::shared_ptr<const ResultsReader> results, OrderOne orderOne);
  void visit(std::size_t checkpoint, const StoredCheckpoint& stored, const SampleStrengths& strengths) override;
  void finish(RunControl& control) override;
  /// After the pass.
  [[nodiscard]] const ScalesReference& beside(ReferenceKind kind) const {
    return scales_[static_cast<std::size_t>(kind)];
  }

 private:
  std::array<ScalesReference, 2> scales_;
  std::array<std::optional<std::size_t>, 2> checkpoints_;
  std::array<std::optional<StoredCheckpoint>, 2> tables_;
  std::shared_ptr<const ResultsReader> results_;
  OrderOne orderOne_;
};

/// Beside a checkpoint of other results, over the samples that both have. Reads the tables once more: some 0.1 ms a
/// pair at n = 10. label: of the other results. Throws Stopped, and UserError where stored variables are damaged.
ScalesReference scalesBeside(const ResultsReader& results, const ResultsReader& other, const std::string& label,
                             ReferenceKind kind, OrderOne orderOne, RunControl& control);

}  // namespace spindle
