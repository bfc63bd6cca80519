// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/game/score.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace spindle {

/// Inputs of all coalitions as a sum: x_T = base + sum over i in T of parts[i]. Every part is sparse: value k stands at
/// flat index `indices[k]` of the input. Indices of different parts are disjoint.
struct AdditiveInput {
  struct Part {
    std::vector<std::uint32_t> indices;
    std::vector<float> present;  ///< the value when the variable is present (base holds the value when it is masked)
  };
  std::vector<float> base;  ///< the input of the empty coalition
  std::vector<Part> parts;  ///< one for each variable
};

/// A layer whose values can be asked for.
struct ValueLayer {
  std::string name;                 ///< "conv1", "relu2"
  std::vector<std::int64_t> shape;  ///< of one row

  [[nodiscard]] std::size_t elements() const {
    std::size_t all = 1;
    for (const auto side : shape) all *= static_cast<std::size_t>(side);
    return all;
  }
};

/// A network in evaluation mode, evaluated in batches. Inputs are float rows of a fixed shape (token ids are
/// given as floats and converted); outputs are float rows. One object is used by one thread at a time; several objects
/// may be used at once.
class Network {
 public:
  virtual ~Network() = default;

  /// Number of outputs of one row; found by evaluating once.
  [[nodiscard]] virtual std::size_t outputs() const = 0;

  /// inputs: rows * product(input shape) floats; results: rows * outputs() floats. Throws UserError when the network
  /// refuses the shape.
  virtual void evaluate(std::span<const float> inputs, std::size_t rows, std::span<float> results) = 0;

  /// Outputs of all 2^n coalitions of one sample, results[T * outputs() + j], in batches of `batch`. Uses the shared
  /// first layer where the network has one and sharing is on.
  virtual void evaluateCoalitions(const AdditiveInput& input, std::size_t batch, std::span<float> results) = 0;

  /// Where NetworkOptions::maskAt names a layer: the shape of its output for one row. Then evaluateCoalitions takes its
  /// input there and runs what follows the layer; evaluate() still runs the whole. Empty where masking is at the input.
  [[nodiscard]] virtual std::vector<std::int64_t> layerShape() const { return {}; }

  /// Output of that layer for one row of inputs: the layers up to it are run once. Only where layerShape() is not
  /// empty.
  [[nodiscard]] virtual std::vector<float> layerValues(std::span<const float> /*input*/) { return {}; }

  /// Where NetworkOptions::valuesOf names layers: these, in the order of the forward pass. Else empty.
  [[nodiscard]] virtual const std::vector<ValueLayer>& valueLayers() const {
    static const std::vector<ValueLayer> none;
    return none;
  }

  /// Values of these layers, values[layer] with rows * elements() floats, and outputs as evaluate() gives them, by one
  /// forward pass. Does nothing where there are no such layers.
  virtual void evaluateLayers(std::span<const float> /*inputs*/, std::size_t /*rows*/,
                              std::vector<std::vector<float>>& /*values*/, std::span<float> /*results*/) {}

  /// One line on how evaluateCoalitions works for this network, e.g. "first layer shared (conv1)" or "plain".
  [[nodiscard]] virtual std::string path() const = 0;

  /// One sentence on weights that keep the values of the architecture's file: buffers that are not saved, and whatever
  /// NetworkOptions::partialWeights allows; else empty.
  [[nodiscard]] virtual std::string warning() const { return {}; }

  /// Sentences on what was changed or filled in so that the network can be used: layers switched to evaluation, rows
  /// evaluated one at a time, an attention mask made by rule. They concern every result; the same for all checkpoints.
  [[nodiscard]] virtual std::vector<std::string> notes() const { return {}; }

  /// What the network's last operation says about its outputs: probabilities behind softmax or sigmoid, logarithms
  /// behind log_softmax or logsigmoid. nullopt where it says nothing (a linear layer: logits or a plain value).
  [[nodiscard]] virtual std::optional<OutputKind> outputHint() const { return std::nullopt; }

  /// The token that the network itself takes for padding (padding_idx of its embedding); nullopt where it says none.
  [[nodiscard]] virtual std::optional<std::int64_t> paddingToken() const { return std::nullopt; }
};

struct NetworkOptions {
  std::vector<std::int64_t> inputShape;  ///< of one row, e.g. [1, 28, 28]
  bool tokens = false;                   ///< rows are token ids: converted to int64 before the network
  std::int64_t paddingToken = 0;  ///< fills short texts; an attention mask hides it (or the network's padding_idx)
  std::string secondInput;        ///< what a second input holds: "tokens" (1 where a token stands), "padding" (1 at
                                  ///< padding), "ones", "zeros"; empty: see second_inputs.h
  std::string outputTensor;  ///< which of several returned tensors holds the outputs, by number or name; empty: see
                             ///< output_tensor.h
  std::size_t classes = 0;   ///< of the labels, where they are known: the returned tensor of this width is taken
  std::function<bool()> stopRequested;  ///< polled in every iteration of a loop in the network; may be empty. True ends
                                        ///< the evaluation with Stopped
  std::vector<std::string> layers;      ///< the network as words, where no file holds it (see rebuild_network.h)
  std::string container;                ///< of the weights in a checkpoint (see readWeights); empty = by rule
  bool partialWeights = false;          ///< names may be missing on either side; shapes must still fit
  bool shareFirstLayer = true;          ///< off: the plain path, every coalition's input goes through the whole network
  std::vector<std::string> valuesOf = {};  ///< layers whose values are asked for (see layer_taps.h for names); "all"
  std::string device =
      "cpu";           ///< where it runs, or "cuda:0" (see deviceFrom); inputs and outputs are in memory all the same
  std::string maskAt;  ///< layer whose output is masked (see layer_cut.h for names); empty = the input
};

}  // namespace spindle
