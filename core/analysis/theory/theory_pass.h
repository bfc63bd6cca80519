// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/analysis.h"
#include "core/analysis/theory/theory_fit.h"

#include <memory>
#include <optional>
#include <vector>

namespace spindle {

/// Share of the strength by order, AND and OR together.
std::vector<double> theoryShares(const SampleStrengths& samples);

/// What theory says of one checkpoint.
struct TheoryPoint {
  TheoryFit fit;
  std::vector<double> measured;
  double geometric = 0.0;  ///< distance of the best geometric distribution
};

/// Keeps the final checkpoint's tables as a model, and fits every checkpoint to it, so that another start of phase two
/// costs nothing.
class TheoryPass : public TablePass {
 public:
  TheoryPass(std::shared_ptr<const ResultsReader> results, OrderOne orderOne)
      : points(results->header().checkpoints()),
        results_(std::move(results)),
        orderOne_(orderOne),
        shares_(points.size()) {}

  void visit(std::size_t checkpoint, const StoredCheckpoint&, const SampleStrengths& strengths) override;
  void finish(RunControl& control) override;

  std::unique_ptr<const TheoryModel> model;
  std::vector<std::optional<TheoryPoint>> points;

 private:
  std::shared_ptr<const ResultsReader> results_;
  OrderOne orderOne_;
  std::vector<std::vector<double>> shares_;
  std::optional<std::size_t> last_;
  double threshold_ = 0.0;
};

}  // namespace spindle
