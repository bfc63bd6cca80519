// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dynamics/sample_interactions.h"

#include <cstddef>
#include <vector>

namespace spindle {

/// Mean and spread of the salient interactions of one sample over noisy copies of it. Salient: |I| of at least 0.05 of
/// the largest of the clean sample, after the order-1 merge (arXiv 2409.08712).
class InteractionSpread {
 public:
  static constexpr double shareOfLargest = 0.05;

  explicit InteractionSpread(const SampleInteractions& clean);

  /// One noisy copy; as many variables. O(2^n).
  void add(const SampleInteractions& noisy);

  /// Of the salient interactions of an order, order k at index k - 1.
  struct ByOrder {
    std::vector<double> stability;  ///< mean of |mean| / standard deviation; NaN where there is none with a spread
    std::vector<double> salient;    ///< how many
  };
  [[nodiscard]] ByOrder byOrder() const;

 private:
  struct Running {
    std::size_t coalition = 0;
    bool orKind = false;
    double mean = 0.0, squares = 0.0;
  };
  int variables_ = 0;
  std::size_t count_ = 0;
  std::vector<Running> running_;
};

}  // namespace spindle
