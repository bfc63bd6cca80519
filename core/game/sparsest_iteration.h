// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/game/coalition.h"

#include <cstddef>

namespace spindle {

/// What one table's iteration works on: four blocks of 2^n numbers each, namely the AND interactions (complemented
/// index), minus the OR interactions as Moebius coefficients of the complemented game (complemented index), and the
/// scaled copies of v_and(T) and v_or(N \ T). All pointers are aligned to 64 bytes and owned by the caller.
template <class Scalar>
struct IterationState {
  int n = 0;
  Scalar* point[4] = {};           ///< s, the fixed-point iterate
  const Scalar* anchor[4] = {};    ///< s_0 of Halpern's iteration, set at each restart
  Scalar* image[4] = {};           ///< R_f R_g s of the last iteration
  const Scalar* values = nullptr;  ///< scaled v
  /// By the number of bits of the index, as are the next two: the diagonal of the reflection in rotated coordinates.
  Scalar reflectSame[maxDecompositionVariables + 1] = {};
  Scalar reflectCross[maxDecompositionVariables + 1] = {};
  Scalar limits[maxDecompositionVariables + 1] = {};  ///< of the soft threshold: weight / rho, 0 for the empty set
  Scalar bound = 0;                                   ///< half width of the strip, scaled like v
  int sinceRestart = 0;                               ///< k of Halpern's weights; advanced by each iteration
};

/// Does `count` >= 1 iterations s <- (k+1)/(k+2) R_f R_g s + 1/(k+2) s_0 and returns |R_f R_g s - s|^2 of the last one.
/// The result has the same bits whichever instruction set is used.
template <class Scalar>
using Iterate = Scalar (*)(IterationState<Scalar>&, int count);

/// 1 / (golden ratio): every rotation of the method is [[1, -g], [g, 1]] up to scale.
inline constexpr double goldenTangent = 0.6180339887498948482;

}  // namespace spindle
