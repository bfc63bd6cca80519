// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

namespace spindle {

// In-place transforms of a table of 2^n doubles indexed by coalition, O(n 2^n) each. They throw
// std::invalid_argument when the size is no power of two. Thread-safe: they touch their argument only.

/// f(S) <- sum over T subset of S of (-1)^(|S|-|T|) f(T). Of a value table: the AND interactions (Harsanyi dividends).
void moebius(std::span<double> f);

/// The inverse: f(S) <- sum over T subset of S of f(T).
void zeta(std::span<double> f);

/// The transpose of moebius(): f(T) <- sum over S superset of T of (-1)^(|S|-|T|) f(S). It takes the slope of a loss by
/// the AND interactions to that by the values.
void moebiusTransposed(std::span<double> f);

/// f(T) <- f(N \ T).
void flip(std::span<double> f);

/// Interactions of v seen as OR terms: f(S) <- - sum over T subset of S of (-1)^(|S|-|T|) f(N \ T) for S nonempty, 0
/// for the empty set (two-phase dynamics, Eq. 2). What f(empty) held is lost; orInverse takes it as an argument.
void orTransform(std::span<double> f);

/// The inverse: f(T) <- atEmpty + sum over S meeting T of f(S). f(empty set) must be 0 on entry and is ignored.
void orInverse(std::span<double> f, double atEmpty);

}  // namespace spindle
