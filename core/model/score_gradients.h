// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/game/score.h"
#include "core/model/network.h"

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace spindle {

/// A trained tensor of a network.
struct NetworkParameter {
  std::string name;  ///< "conv1.weight"; of a rebuilt network, as in the file of weights
  std::size_t elements = 0;
};

/// The gradient of a sample's score by the parameters of a network in evaluation mode, sample by sample, by automatic
/// differentiation in single precision. One object is used by one thread at a time.
class ScoreGradients {
 public:
  virtual ~ScoreGradients() = default;

  /// Those asked for, in the order of the network. Tied parameters count once, running statistics of normalization
  /// layers not at all.
  [[nodiscard]] virtual const std::vector<NetworkParameter>& parameters() const = 0;
  /// Numbers in a gradient: the sum of the parameters' elements.
  [[nodiscard]] virtual std::size_t elements() const = 0;

  /// Puts the derivatives of the score (see scoreOf) of one input row by all parameters, one after another, into
  /// `gradient` and returns the score. NaN, and `gradient` is left as it is, where score or derivatives are not finite.
  /// Throws UserError where the network refuses the row, where no parameter is reached, and where the gradient cannot
  /// be had.
  virtual double gradient(std::span<const float> input, OutputKind output, Score score, std::size_t target,
                          std::span<float> gradient) = 0;

  /// Names of parameters that no gradient so far came to, whose derivatives are given as 0: the score does not depend
  /// on them, or only through a step without a derivative (detach, argmax, rounding). Empty before gradient().
  [[nodiscard]] virtual std::vector<std::string> unreached() const = 0;
};

/// Loads a network as loadNetwork() does, without folding or freezing anything. `pattern`: which parameters, by name,
/// with * and ? as in a shell. Options about layers and sharing do not count. Throws UserError, also where the network
/// has no parameters (it was frozen or quantized when it was exported) or none that fits. Thread-safe.
std::unique_ptr<ScoreGradients> loadScoreGradients(const std::filesystem::path& architecture,
                                                   const std::filesystem::path& weights, const NetworkOptions& options,
                                                   const std::string& pattern = "*");

}  // namespace spindle
