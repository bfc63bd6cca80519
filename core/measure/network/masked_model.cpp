// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/network/masked_model.h"

#include "core/model/batch_size.h"

#include <vector>

namespace spindle {

AdditiveInput additiveInput(const MaskedInput& input) {
  AdditiveInput additive;
  additive.base.assign(input.base().begin(), input.base().end());
  for (int i = 0; i < input.variables(); ++i) {
    const auto indices = input.indices(i);
    const auto present = input.present(i);
    additive.parts.push_back({{indices.begin(), indices.end()}, {present.begin(), present.end()}});
  }
  return additive;
}

MaskedModel::MaskedModel(Network& network, const MaskedInput& input, ScoreRule rule)
    : network_(network), input_(input), rule_(rule) {}

void MaskedModel::evaluate(std::span<const Coalition> coalitions, std::span<double> scores) const {
  const std::size_t width = input_.elements();
  const std::size_t outputs = network_.outputs();
  std::vector<float> rows(coalitions.size() * width);
  std::vector<float> results(coalitions.size() * outputs);
  for (std::size_t i = 0; i < coalitions.size(); ++i) {
    input_.write(coalitions[i], std::span(rows).subspan(i * width, width));
  }
  network_.evaluate(rows, coalitions.size(), results);
  for (std::size_t i = 0; i < coalitions.size(); ++i) {
    scores[i] =
        scoreOf(std::span<const float>(results).subspan(i * outputs, outputs), rule_.output, rule_.score, rule_.target);
  }
}

CoalitionTable MaskedModel::table(std::size_t batch) const {
  return scoreTable(network_, additiveInput(input_), rule_, batch);
}

CoalitionTable scoreTable(Network& network, const AdditiveInput& input, const ScoreRule& rule, std::size_t batch) {
  const int variables = static_cast<int>(input.parts.size());
  CoalitionTable table(variables);
  const std::size_t outputs = network.outputs();
  // Of a network with very many outputs (the words of a language) not all coalitions at once: the last variables are
  // held, present or not, while the others vary.
  AdditiveInput some = input;
  some.parts.resize(static_cast<std::size_t>(variablesAtOnce(variables, outputs)));
  const std::size_t block = std::size_t{1} << some.parts.size();
  std::vector<float> results(block * outputs);
  for (std::size_t first = 0; first < table.size(); first += block) {
    some.base = input.base;
    for (std::size_t i = some.parts.size(); i < input.parts.size(); ++i) {
      const auto& part = input.parts[i];
      for (std::size_t k = 0; k < part.indices.size() && (first >> i & 1U) != 0; ++k)
        some.base[part.indices[k]] = part.present[k];
    }
    network.evaluateCoalitions(some, batch, results);
    for (std::size_t t = 0; t < block; ++t) {
      table[static_cast<Coalition>(first + t)] =
          scoreOf(std::span<const float>(results).subspan(t * outputs, outputs), rule.output, rule.score, rule.target);
    }
  }
  return table;
}

}  // namespace spindle
