// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dynamics/sample_interactions.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace spindle {

/// What is known of a sample besides its tables.
struct SampleLabel {
  std::int64_t target = 0;
  bool test = false;  ///< of the test set, else of the training set
};

/// One class of the comparison of train and test samples.
struct ClassSimilarity {
  std::int64_t target = 0;
  std::size_t train = 0, test = 0;  ///< samples present
  bool skipped = false;             ///< too few of either; the vectors are then empty
  std::vector<double> similarity;   ///< by order, 0 to 1
  std::vector<bool> undefined;      ///< by order: 0/0, nothing salient in either mean; similarity is then 0
};

/// Generalization by order (METHOD.md#generalization-by-order): do train and test samples of a class have the same
/// interactions?
struct SimilarityByOrder {
  std::vector<double> mean;              ///< over the classes that were not skipped; empty when all were
  std::vector<std::size_t> undefined;    ///< number of classes with 0/0 that stand in the mean as 0
  std::vector<ClassSimilarity> classes;  ///< by rising target, the skipped ones too

  [[nodiscard]] std::size_t usedClasses() const;
};

/// For class c and order k the C(n,k) AND and C(n,k) OR effects (after the order-1 merge, those with |I| < threshold
/// set to 0) are averaged over the samples of c, separately for train and test; signs are split, a~ = [max(a, 0),
/// max(-a, 0)], and Sim(a, b) = sum min(a~, b~) / sum max(a~, b~), 0/0 = 0 and flagged. Then the mean over classes. A
/// class needs `least` samples of both. labels[i] belongs to samples[i]; missing samples are left out. Throws
/// std::invalid_argument when the sizes differ. Needs the same input variables for all samples. O(2^n) a sample.
SimilarityByOrder similarityByOrder(std::span<const SampleInteractions> samples, std::span<const SampleLabel> labels,
                                    double threshold, std::size_t least = 5);

}  // namespace spindle
