// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/theory/theory_pass.h"

namespace spindle {

std::vector<double> theoryShares(const SampleStrengths& samples) {
  return strengthCurve(samples, {InteractionPart::both, Normalization::sum}).totals();
}

void TheoryPass::visit(std::size_t checkpoint, const StoredCheckpoint&, const SampleStrengths& strengths) {
  shares_[checkpoint] = theoryShares(strengths);
  last_ = checkpoint;
  threshold_ = strengths.threshold();
}

void TheoryPass::finish(RunControl& control) {
  if (!last_) return;
  const StoredCheckpoint stored(*results_, *last_, orderOne_);
  model = std::make_unique<TheoryModel>(stored.interactions(), threshold_);
  for (std::size_t c = 0; c < points.size(); ++c) {
    if (control.stopRequested()) throw Stopped{};
    if (shares_[c].empty()) continue;
    if (auto fit = model->fit(shares_[c]))
      points[c] = TheoryPoint{std::move(*fit), shares_[c], fitGeometric(shares_[c]).residual};
  }
}

}  // namespace spindle
