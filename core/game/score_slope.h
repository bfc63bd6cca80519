// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/game/score.h"

#include <span>
#include <vector>

namespace spindle {

/// The derivative of scoreOf() by each entry of the row, as long as the row. Not finite where the score is not. Throws
/// UserError where scoreOf() does.
std::vector<double> scoreSlope(std::span<const float> row, OutputKind output, Score score, std::size_t target);

}  // namespace spindle
