// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace spindle {

/// A rise and a fall of the loss count if they exceed `errors` standard errors of the smoothed loss, and the share
/// `least` of its whole range (so that a smooth curve does not rise by rounding).
struct DescentOptions {
  std::size_t window = 5;  ///< known checkpoints of the moving median, odd; fewer at both ends, symmetrically
  double errors = 3.0;
  double least = 0.02;
};

enum class DescentKind {
  unknown,  ///< fewer than 3 known losses
  single,   ///< the loss never rises by enough
  rise,     ///< it rises after its minimum and does not come down again
  second,   ///< it rises to a peak and falls again: epoch-wise double descent
};

/// Descents of a loss (METHOD.md#descents). Checkpoints are indices into the series that was given.
struct LossDescents {
  DescentKind kind = DescentKind::unknown;
  std::vector<double> smoothed;       ///< NaN where unknown
  double error = 0.0;                 ///< standard error of a smoothed loss
  std::size_t minimum = 0;            ///< the first minimum (single and rise: the only one)
  std::optional<std::size_t> peak;    ///< of a second descent
  std::size_t last = 0;               ///< the last known checkpoint
  [[nodiscard]] double rise() const;  ///< from the first minimum to the peak, or to the end where there is none
  [[nodiscard]] double fall() const;  ///< from the peak to the end; 0 where there is none
};

/// Smooths by a moving median over neighboring checkpoints (saved on a logarithmic grid of steps it is one in log
/// step); the standard error is that of a median of `window` values whose scatter is the root mean square distance of
/// the losses from the smoothed ones. Of all candidates the peak is taken whose smaller side, rise from the least value
/// before it or fall to the end, is largest. loss: NaN where unknown. O(C window log window).
LossDescents lossDescents(std::span<const double> loss, const DescentOptions& options = {});

}  // namespace spindle
