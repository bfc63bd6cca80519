// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/game/score.h"
#include "core/game/value_function.h"
#include "core/input/variables/masked_input.h"
#include "core/model/network.h"

namespace spindle {

/// Which scalar of the network's output a game's score is.
struct ScoreRule {
  Score score = Score::logOdds;
  OutputKind output = OutputKind::logits;
  std::size_t target = 0;  ///< class index, or column of a regression output
};

/// A network and one sample as a game: v(T) is the score of the network's output when the variables of T are present
/// and the others stand at the baseline. Holds references: network and input must outlive it. One thread at a time,
/// because the network is.
class MaskedModel : public ValueFunction {
 public:
  MaskedModel(Network& network, const MaskedInput& input, ScoreRule rule);

  [[nodiscard]] int variables() const override { return input_.variables(); }
  void evaluate(std::span<const Coalition> coalitions, std::span<double> scores) const override;

  /// All 2^n scores by the network's fastest way, `batch` rows at once. Scores may be NaN or infinite when the
  /// network's outputs are.
  [[nodiscard]] CoalitionTable table(std::size_t batch) const;

 private:
  Network& network_;
  const MaskedInput& input_;
  ScoreRule rule_;
};

/// Scores of all coalitions of an input, by the network's fastest way, `batch` rows at once.
CoalitionTable scoreTable(Network& network, const AdditiveInput& input, const ScoreRule& rule, std::size_t batch);

/// The input of a sample in the form that Network::evaluateCoalitions takes.
AdditiveInput additiveInput(const MaskedInput& input);

}  // namespace spindle
