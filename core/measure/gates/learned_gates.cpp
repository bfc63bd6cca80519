// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/gates/learned_gates.h"

#include "core/base/split_mix.h"
#include "core/base/user_error.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace spindle {
namespace {

double sigmoid(double m) {
  return 1.0 / (1.0 + std::exp(-m));
}

Gates sigmoids(const GateLogits& logits) {
  Gates gates;
  for (const auto& layer : logits) {
    gates.emplace_back();
    for (const double m : layer) gates.back().push_back(static_cast<float>(sigmoid(m)));
  }
  return gates;
}

/// weight * derivative of -log p(target) by the row of outputs.
void addCrossEntropy(std::span<const float> row, OutputKind output, std::size_t target, double weight,
                     std::span<float> gradient) {
  constexpr double least = 1e-12;
  const auto put = [&](std::size_t k, double value) { gradient[k] += static_cast<float>(weight * value); };
  if (row.size() == 1) {
    const double z = static_cast<double>(row[0]), sign = target == 1 ? -1.0 : 1.0;
    if (output == OutputKind::logits) put(0, sigmoid(z) - (target == 1 ? 1.0 : 0.0));
    if (output == OutputKind::probabilities) put(0, sign / std::max(least, target == 1 ? z : 1.0 - z));
    if (output == OutputKind::logProbabilities)
      put(0, target == 1 ? -1.0 : std::exp(z) / std::max(least, 1.0 - std::exp(z)));
    return;
  }
  if (output == OutputKind::probabilities) put(target, -1.0 / std::max(least, static_cast<double>(row[target])));
  if (output == OutputKind::logProbabilities) put(target, -1.0);
  if (output != OutputKind::logits) return;
  const double most = static_cast<double>(*std::max_element(row.begin(), row.end()));
  double sum = 0.0;
  for (const float z : row) sum += std::exp(static_cast<double>(z) - most);
  for (std::size_t k = 0; k < row.size(); ++k)
    put(k, std::exp(static_cast<double>(row[k]) - most) / sum - (k == target ? 1.0 : 0.0));
}

/// What is known of a class's images before gates are learned.
struct Seen {
  std::vector<bool> right;
  std::vector<std::vector<bool>> used;  ///< [layer][unit]: not 0 on some image
  std::vector<double> meanSquare;       ///< of each layer's values
};

Seen seenBy(GatedNetwork& network, const ClassImages& images, const Gates& open, std::size_t batch,
            const RunControl& control) {
  Seen seen;
  std::vector<double> counts(open.size(), 0.0);
  seen.meanSquare.assign(open.size(), 0.0);
  for (const auto& layer : open) seen.used.emplace_back(layer.size(), false);
  const std::size_t width = images.width(), outputs = network.outputs();
  for (std::size_t first = 0; first < images.rows; first += batch) {
    if (control.stopRequested()) throw Stopped{};
    const std::size_t here = std::min(batch, images.rows - first);
    const GatedValues values = network.evaluate(images.inputs.subspan(first * width, here * width), here, open);
    for (std::size_t r = 0; r < here; ++r)
      seen.right.push_back(answerOf(std::span(values.results).subspan(r * outputs, outputs), images.output) ==
                           images.target);
    for (std::size_t l = 0; l < values.layers.size(); ++l) {
      const std::vector<float>& layer = values.layers[l];
      const std::size_t elements = layer.size() / here;
      for (std::size_t i = 0; i < layer.size(); ++i) {
        if (!std::isfinite(layer[i]))
          throw UserError("The layer " + network.layers()[l].name +
                          " returns NaN or infinite values, so it can have no gates.");
        if (layer[i] == 0.0F) continue;
        seen.used[l][network.layers()[l].unitOf(i % elements, elements)] = true;
        seen.meanSquare[l] += static_cast<double>(layer[i]) * static_cast<double>(layer[i]);
      }
      counts[l] += static_cast<double>(layer.size());
    }
  }
  for (std::size_t l = 0; l < counts.size(); ++l) seen.meanSquare[l] /= std::max(1.0, counts[l]);
  return seen;
}

GateLogits drawnLogits(const Gates& shape, std::uint64_t seed, std::size_t target) {
  SplitMix64 random(seed + 0x9e3779b97f4a7c15ULL * (target + 1));
  GateLogits logits;
  for (const auto& layer : shape) {
    logits.emplace_back();
    for (std::size_t u = 0; u < layer.size(); ++u) {
      const double radius = std::sqrt(-2.0 * std::log(1.0 - random.uniform()));
      logits.back().push_back(radius * std::cos(2.0 * std::numbers::pi * random.uniform()));
    }
  }
  return logits;
}

void takeStep(GateLogits& logits, const GateLogits& gradient, const GateLearning& how) {
  for (std::size_t l = 0; l < logits.size(); ++l) {
    double squares = 0.0;
    for (const double g : gradient[l]) squares += g * g;
    if (!(squares > 0.0)) continue;
    const double units = how.published ? 1.0 : std::sqrt(static_cast<double>(logits[l].size()));
    const double factor = how.step * units / std::sqrt(squares);
    for (std::size_t u = 0; u < logits[l].size(); ++u) logits[l][u] -= factor * gradient[l][u];
  }
}

}  // namespace

std::size_t answerOf(std::span<const float> row, OutputKind output) {
  if (row.size() > 1) return static_cast<std::size_t>(std::max_element(row.begin(), row.end()) - row.begin());
  const double even = output == OutputKind::probabilities      ? 0.5
                      : output == OutputKind::logProbabilities ? std::log(0.5)
                                                               : 0.0;
  return static_cast<double>(row[0]) > even ? 1 : 0;
}

Gates hardGates(const Gates& gates) {
  Gates hard = gates;
  for (auto& layer : hard) {
    for (float& gate : layer) gate = gate > 0.5F ? 1.0F : 0.0F;
  }
  return hard;
}

GateLoss gateLoss(GatedNetwork& network, const ClassImages& images, const GatedValues& original,
                  const std::vector<bool>& right, const GateLogits& logits, std::span<const double> beta) {
  GateLoss loss;
  const double layers = static_cast<double>(logits.size());
  const double counted = static_cast<double>(std::count(right.begin(), right.end(), true));
  const std::size_t outputs = network.outputs();
  const Gates gates = sigmoids(logits);
  const auto byValues = [&](const GatedValues& values, GatedValues& gradient) {
    const double each = 1.0 / static_cast<double>(images.rows);
    for (std::size_t r = 0; r < images.rows; ++r) {
      const auto row = std::span(values.results).subspan(r * outputs, outputs);
      loss.crossEntropy -= each * scoreOf(row, images.output, Score::logProbability, images.target);
      addCrossEntropy(row, images.output, images.target, each / layers,
                      std::span(gradient.results).subspan(r * outputs, outputs));
    }
    for (std::size_t l = 0; l < values.layers.size() && counted > 0.0; ++l) {
      const std::size_t elements = values.layers[l].size() / images.rows;
      const double weight = 1.0 / (counted * static_cast<double>(elements));
      for (std::size_t r = 0; r < images.rows; ++r) {
        if (!right[r]) continue;
        for (std::size_t i = r * elements; i < (r + 1) * elements; ++i) {
          const double off = static_cast<double>(values.layers[l][i]) - static_cast<double>(original.layers[l][i]);
          loss.difference += weight * off * off;
          gradient.layers[l][i] = static_cast<float>(2.0 * weight * off / layers);
        }
      }
    }
  };
  const Gates byGates = network.gradient(images.inputs, images.rows, gates, byValues);
  for (std::size_t l = 0; l < logits.size(); ++l) {
    loss.gradient.emplace_back();
    const double units = static_cast<double>(logits[l].size());
    for (std::size_t u = 0; u < logits[l].size(); ++u) {
      const double gate = sigmoid(logits[l][u]), slope = gate * (1.0 - gate);
      loss.size += beta[l] * gate * gate / units;
      loss.gradient.back().push_back(slope *
                                     (static_cast<double>(byGates[l][u]) + 2.0 * beta[l] * gate / (units * layers)));
    }
  }
  loss.total = (loss.crossEntropy + loss.difference + loss.size) / layers;
  return loss;
}

std::optional<LearnedGates> learnedGates(GatedNetwork& network, const ClassImages& images, const GateLearning& how,
                                         const GateLogits& start, const RunControl& control) {
  Gates open;
  for (const GatedLayer& layer : network.layers()) open.emplace_back(layer.units, 1.0F);
  const Seen seen = seenBy(network, images, open, how.batch, control);
  LearnedGates learned;
  learned.right = static_cast<std::size_t>(std::count(seen.right.begin(), seen.right.end(), true));
  if (learned.right == 0) return std::nullopt;
  std::vector<double> beta;
  for (const double square : seen.meanSquare) beta.push_back(how.beta * (how.relative ? square : 1.0));
  learned.last = start.empty() ? drawnLogits(open, how.seed, images.target) : start;
  SplitMix64 order(how.seed + 0x2545f4914f6cdd1dULL * (images.target + 1));
  std::vector<std::size_t> places(images.rows);
  std::iota(places.begin(), places.end(), std::size_t{0});
  const std::size_t width = images.width();
  GateLogits sums;
  for (const auto& layer : open) sums.emplace_back(layer.size(), 0.0);
  double steps = 0.0;
  std::vector<float> inputs;
  for (std::size_t epoch = 0; epoch < how.epochs; ++epoch) {
    drawToFront(std::span(places), places.size(), order);
    for (std::size_t first = 0; first < images.rows; first += how.batch) {
      if (control.stopRequested()) throw Stopped{};
      const std::size_t here = std::min(how.batch, images.rows - first);
      std::vector<bool> right;
      inputs.clear();
      for (const std::size_t place : std::span(places).subspan(first, here)) {
        right.push_back(seen.right[place]);
        const auto row = images.inputs.subspan(place * width, width);
        inputs.insert(inputs.end(), row.begin(), row.end());
      }
      if (std::find(right.begin(), right.end(), true) == right.end()) continue;
      const ClassImages batch{inputs, here, images.target, images.output};
      const GatedValues original = network.evaluate(inputs, here, open);
      const GateLoss loss = gateLoss(network, batch, original, right, learned.last, beta);
      takeStep(learned.last, loss.gradient, how);
      if (epoch + 1 < how.epochs) continue;
      steps += 1.0;
      learned.loss.total += loss.total;
      learned.loss.crossEntropy += loss.crossEntropy;
      learned.loss.difference += loss.difference;
      learned.loss.size += loss.size;
      for (std::size_t l = 0; l < sums.size(); ++l) {
        for (std::size_t u = 0; u < sums[l].size(); ++u) sums[l][u] += sigmoid(learned.last[l][u]);
      }
    }
  }
  for (double* part : {&learned.loss.total, &learned.loss.crossEntropy, &learned.loss.difference, &learned.loss.size})
    *part /= steps;
  for (std::size_t l = 0; l < sums.size(); ++l) {
    learned.gates.emplace_back();
    for (std::size_t u = 0; u < sums[l].size(); ++u)
      learned.gates.back().push_back(seen.used[l][u] ? static_cast<float>(sums[l][u] / steps) : 0.0F);
  }
  return learned;
}

}  // namespace spindle
