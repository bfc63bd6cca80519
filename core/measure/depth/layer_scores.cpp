// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/depth/layer_scores.h"

#include <algorithm>
#include <stdexcept>

namespace spindle {

std::vector<CoalitionTable> layerScores(Network& network, std::span<const LinearProbe> probes, const MaskedInput& input,
                                        const ScoreRule& rule, std::size_t batch) {
  const auto& layers = network.valueLayers();
  bool fit = probes.size() == layers.size() && batch > 0;
  for (std::size_t l = 0; fit && l < layers.size(); ++l) fit = probes[l].width == layers[l].elements();
  if (!fit) throw std::invalid_argument("layerScores: the probes do not fit the layers");
  std::vector<CoalitionTable> tables(layers.size() + 1, CoalitionTable(input.variables()));
  const std::size_t count = tables.front().size(), width = input.elements(), outputs = network.outputs();
  std::vector<float> rows, results, logits;
  std::vector<std::vector<float>> values;
  for (std::size_t first = 0; first < count; first += batch) {
    const std::size_t here = std::min(batch, count - first);
    rows.resize(here * width);
    results.resize(here * outputs);
    for (std::size_t r = 0; r < here; ++r)
      input.write(static_cast<Coalition>(first + r), std::span(rows).subspan(r * width, width));
    network.evaluateLayers(rows, here, values, results);
    const auto put = [&](std::size_t frame, std::span<const float> of, std::size_t columns, OutputKind kind) {
      for (std::size_t r = 0; r < here; ++r)
        tables[frame][static_cast<Coalition>(first + r)] =
            scoreOf(of.subspan(r * columns, columns), kind, rule.score, rule.target);
    };
    for (std::size_t l = 0; l < layers.size(); ++l) {
      logits.resize(here * probes[l].classes());
      probes[l].evaluate(values[l], logits);
      put(l, logits, probes[l].classes(), OutputKind::logits);
    }
    put(layers.size(), results, outputs, rule.output);
  }
  return tables;
}

}  // namespace spindle
