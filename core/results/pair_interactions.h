// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dynamics/sample_interactions.h"
#include "core/store/results_file.h"

#include <span>
#include <vector>

namespace spindle {

/// Views into the tables of a pair; not present() where the sample is not done (its values table is empty).
SampleInteractions interactionsOf(const PairResult& pair, OrderOne orderOne);

/// Of each, in their order. The pairs must outlive the views.
std::vector<SampleInteractions> interactionsOf(std::span<const PairResult> pairs, OrderOne orderOne);

}  // namespace spindle
