// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/network.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace spindle {

/// A layer with one gate for each unit: a channel of a feature map, a number of a dense layer (the same at every
/// position of a sequence).
struct GatedLayer {
  std::string name;
  std::size_t units = 0;
  bool unitsFirst = true;                ///< the unit is the first index of a row's values; else the last
  std::vector<std::int64_t> shape = {};  ///< of one row

  /// The unit of value `element` of a row of `elements` values.
  [[nodiscard]] std::size_t unitOf(std::size_t element, std::size_t elements) const {
    return unitsFirst ? element / (elements / units) : element % units;
  }
};

/// [layer][unit].
using Gates = std::vector<std::vector<float>>;

/// What a forward pass through gates gives, or the gradient of a number by it.
struct GatedValues {
  std::vector<std::vector<float>> layers;  ///< [layer]: values behind the gate, row after row
  std::vector<float> results;              ///< rows * outputs()
};

/// A network whose values at some layers are multiplied by gates: what follows a layer sees the products. One object is
/// used by one thread at a time.
class GatedNetwork {
 public:
  virtual ~GatedNetwork() = default;

  [[nodiscard]] virtual const std::vector<GatedLayer>& layers() const = 0;  ///< in the order of the forward pass
  [[nodiscard]] virtual std::size_t outputs() const = 0;

  /// One forward pass. With all gates 1 the network's own values. Throws UserError.
  [[nodiscard]] virtual GatedValues evaluate(std::span<const float> inputs, std::size_t rows, const Gates& gates) = 0;

  /// Fills the gradient of some number by the values of a forward pass.
  using ByValues = std::function<void(const GatedValues& values, GatedValues& gradient)>;

  /// Gradient by the gates of the number whose gradient by values and results `byValues` tells: one forward pass and
  /// one back. Values behind a gate reach the later ones, and so do their gradients.
  [[nodiscard]] virtual Gates gradient(std::span<const float> inputs, std::size_t rows, const Gates& gates,
                                       const ByValues& byValues) = 0;

  /// Outputs of all coalitions with these gates, as Network::evaluateCoalitions, without sharing layers.
  virtual void evaluateCoalitions(const AdditiveInput& input, std::size_t batch, const Gates& gates,
                                  std::span<float> results) = 0;

  [[nodiscard]] virtual std::string warning() const = 0;             ///< as those of Network
  [[nodiscard]] virtual std::vector<std::string> notes() const = 0;  ///< and layers that were left out
  [[nodiscard]] virtual std::optional<OutputKind> outputHint() const = 0;
};

}  // namespace spindle
