// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/results/stored_gates.h"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace spindle {

// Numbers of the paths of classes (METHOD.md#paths-of-classes): a unit is in the path of a class where its gate is
// above 0.5. NaN where there is nothing to count.

/// Units of a layer in the path of one class, of another, and of both.
struct PathSizes {
  std::size_t one = 0, other = 0, both = 0, units = 0;
  [[nodiscard]] double similarity() const;  ///< both / either; NaN where both are empty
  /// The same for two sets of these sizes drawn at random: expected size of what is in both over that of what is in
  /// either.
  [[nodiscard]] double chance() const;
};
PathSizes pathSizes(const ClassGates& gates, std::size_t layer, std::size_t checkpoint, std::size_t one,
                    std::size_t other);

/// Mean over the layers; NaN where a class has no path.
double classSimilarity(const ClassGates& gates, std::size_t checkpoint, std::size_t one, std::size_t other);

/// Share of the images of `one` that the network without gates takes for `other`.
double confusionShare(const ClassGates& gates, std::size_t checkpoint, std::size_t one, std::size_t other);

/// Spearman's rank correlation, equal values with their mean rank; NaN for fewer than 3 or where one list is constant.
double rankCorrelation(std::span<const double> a, std::span<const double> b);

/// A checkpoint, over all classes that have a path.
struct PathSummary {
  std::size_t classes = 0;
  std::vector<double> kept, similarity, chance;  ///< by layer: share of units in a path; mean over pairs of classes
  std::vector<double> hits, hitError;  ///< by layer: inside the image of the class, in composites; its standard error
  double own = 0.0, other = 0.0, answered = 0.0;  ///< recall of a class through its own gates; of other classes
                                                  ///< through them; these taken for the gates' class
  double correlation = 0.0;  ///< of similarity with confusion (both ways together), over the pairs of classes
  double errors = 0.0;       ///< how many images are taken for another class
  double toSimilar = 0.0;    ///< share of them taken for one of the `similarClasses` most similar to their own
  double toAny = 0.0;        ///< the same by chance
};
inline constexpr std::size_t similarClasses = 3;
inline constexpr std::size_t enoughClasses =
    5;  ///< with a path, for the correlation and the errors; else these are NaN

/// None where no class has a path.
std::optional<PathSummary> pathSummary(const ClassGates& gates, std::size_t checkpoint);

}  // namespace spindle
