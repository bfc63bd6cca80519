// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/run_control.h"
#include "core/game/score.h"
#include "core/model/gated_network.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace spindle {

// The gates of a class (METHOD.md#paths-of-classes; arXiv 2003.13268): m with gates sigma(m), one for each unit.

/// [layer][unit].
using GateLogits = std::vector<std::vector<double>>;

/// How gates are learned.
struct GateLearning {
  double beta = 0.1;       ///< weight of the mean squared gate of a layer
  bool relative = false;   ///< beta times the mean squared value of the layer
  double step = 0.1;       ///< root-mean-square step of a layer's units
  bool published = false;  ///< `step` is the length of a layer's step instead, as the authors' code has it
  std::size_t epochs = 20, batch = 16;
  std::uint64_t seed = 1;
};

/// Inputs of one class, row after row.
struct ClassImages {
  std::span<const float> inputs;
  std::size_t rows = 0;
  std::size_t target = 0;  ///< the class
  OutputKind output = OutputKind::logits;
  [[nodiscard]] std::size_t width() const { return rows == 0 ? 0 : inputs.size() / rows; }
};

/// The loss of a batch, and its gradient by m.
struct GateLoss {
  double total = 0.0;
  double crossEntropy = 0.0;  ///< of the gated outputs, mean over the batch
  double difference = 0.0;    ///< sum over the layers of the mean squared difference of gated and original values
  double size = 0.0;          ///< sum over the layers of beta times the mean squared gate
  GateLogits gradient;
};

/// (1/L) (cross-entropy + sum over layers of the mean squared difference + sum over layers of beta * mean sigma(m)^2).
/// original: the ungated pass of these images; the difference counts those with `right`, which the ungated network
/// recognizes. beta: of each layer.
GateLoss gateLoss(GatedNetwork& network, const ClassImages& images, const GatedValues& original,
                  const std::vector<bool>& right, const GateLogits& logits, std::span<const double> beta);

struct LearnedGates {
  Gates gates;            ///< sigma(m), mean over the steps of the last epoch; 0 for a unit that is 0 on all images
  GateLogits last;        ///< m after the last step: where the next checkpoint starts warm
  std::size_t right = 0;  ///< images that the ungated network recognizes
  GateLoss loss;          ///< mean over the last epoch, without gradient
};

/// Gates of the images' class; none where the ungated network recognizes none of them. start: empty, or as `last` of
/// another checkpoint; else m is drawn from N(0, 1) by seed and class, the same at every checkpoint. Three forward
/// passes and one back an image and epoch. Equal bytes for equal arguments. Throws Stopped, UserError.
std::optional<LearnedGates> learnedGates(GatedNetwork& network, const ClassImages& images, const GateLearning& how,
                                         const GateLogits& start, const RunControl& control);

/// The class with the largest output; the sign of one output alone.
std::size_t answerOf(std::span<const float> row, OutputKind output);

/// 1 for a gate above 0.5, else 0.
Gates hardGates(const Gates& gates);

}  // namespace spindle
