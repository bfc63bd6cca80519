// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/game/decomposition.h"

namespace spindle {

/// Sets to exactly zero the interactions that are as good as zero: all those below a threshold, the largest one of a
/// geometric ladder for which the interactions still reproduce the game within the bound, |q(T)| <= bound +
/// tolerance. Never raises l1. Returns the number of entries set to zero. Cost: a few transforms.
std::size_t polish(Decomposition& decomposition, const CoalitionTable& game, double bound, double tolerance);

/// max over T of |reconstruct(decomposition)(T) - v(T)|.
double largestResidual(const Decomposition& decomposition, const CoalitionTable& game);

}  // namespace spindle
