// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/game/coalition.h"
#include "core/input/sample/sample_set.h"
#include "core/input/variables/input_variables.h"

#include <span>
#include <vector>

namespace spindle {

/// What a masked element becomes, in raw units (text: a token id): one value for all, or one for each channel, column
/// or coordinate. Where it depends on more than that (points that move to the mean of their cluster), `elements` holds
/// one value for each flat element and `values` does not count.
struct Baseline {
  std::vector<double> values = {0.0};
  std::vector<double> elements = {};
  bool operator==(const Baseline&) const = default;
};

/// What happens to elements that belong to no variable.
enum class Background { keep, mask };

/// The network inputs of one sample under masking: coalition T leaves the elements of its variables as they are and
/// puts those of the others at the baseline. Immutable, so safe for several threads. Everything is normalized network
/// input. Throws UserError when the sample does not have the format's shape, has NaN or infinite values, or the
/// baseline has the wrong number of values or one that is not finite. Cost: O(elements) to make and for each write().
class MaskedInput {
 public:
  MaskedInput(const Sample& sample, const InputFormat& format, const InputVariables& variables,
              const Baseline& baseline, Background background);

  [[nodiscard]] int variables() const { return static_cast<int>(indices_.size()); }
  [[nodiscard]] std::size_t elements() const { return base_.size(); }

  /// The input of the empty coalition.
  [[nodiscard]] std::span<const float> base() const { return base_; }

  /// Flat indices of variable i, and the values they have when it is present.
  [[nodiscard]] std::span<const std::uint32_t> indices(int i) const { return indices_[static_cast<std::size_t>(i)]; }
  [[nodiscard]] std::span<const float> present(int i) const { return present_[static_cast<std::size_t>(i)]; }

  /// Writes the input of coalition t; row has elements() floats.
  void write(Coalition t, std::span<float> row) const;

 private:
  std::vector<float> base_;
  std::vector<std::vector<std::uint32_t>> indices_;
  std::vector<std::vector<float>> present_;
};

}  // namespace spindle
