// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace spindle {

/// What the frames of a series are: checkpoints of one training, layers of one network, or several models. Phases,
/// which are phases of training, are looked for in the first only.
enum class SeriesKind { training, depth, models };

/// "training", "depth", "models", as results files have it.
std::string toText(SeriesKind kind);
/// Empty for another word.
std::optional<SeriesKind> seriesKindFrom(std::string_view text);

}  // namespace spindle
