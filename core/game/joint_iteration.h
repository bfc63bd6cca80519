// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

namespace spindle {

/// Networks that one joint decomposition takes at most.
inline constexpr int maxJointNetworks = 16;

/// What the iteration of a joint decomposition works on: for each network the four blocks of IterationState
/// (sparsest_iteration.h), 4 * networks blocks of `stride` doubles one after another. All pointers are aligned to 64
/// bytes and owned by the caller.
struct JointState {
  int n = 0;
  int networks = 0;
  std::size_t stride = 0;
  double* point = nullptr;         ///< s, the fixed-point iterate
  const double* anchor = nullptr;  ///< s_0 of Halpern's iteration, set at each restart
  double* image = nullptr;         ///< R_f R_g s of the last iteration, or R_g s
  const double* values = nullptr;  ///< scaled v, `networks` blocks
  const double* reflectSame = nullptr;
  const double* reflectCross = nullptr;
  const double* strips = nullptr;   ///< half width of each network's strip, scaled like v
  const double* reaches = nullptr;  ///< largest |v_and - v_or - common| of each network, scaled like v
  double sumLimit = 0.0;            ///< of the loss: its share of the sum over the networks / rho
  double maxLimit = 0.0;            ///< its share of their maximum / rho
  int sinceRestart = 0;             ///< k of Halpern's weights; advanced by each iteration
};

/// The inner loop for one instruction set; the bits are the same for all.
struct JointIteration {
  /// image <- R_g point: the reflection at the proximal point of loss, strips and reaches.
  void (*reflect)(JointState&);
  /// `count` >= 1 iterations s <- (k+1)/(k+2) R_f R_g s + 1/(k+2) s_0; returns |R_f R_g s - s|^2 of the last one.
  double (*iterate)(JointState&, int count);
};

/// The fastest variant that this processor can run.
JointIteration fastestJointIteration();

// One for each instruction set; the last two exist on x86-64 only and must be called only where the processor has it.
JointIteration jointIterationBaseline();
JointIteration jointIterationAvx2();
JointIteration jointIterationAvx512();

}  // namespace spindle
