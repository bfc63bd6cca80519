// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dynamics/salience.h"
#include "core/dynamics/strength_curve.h"

#include <optional>
#include <string>

namespace spindle {

/// What a view showed of stored results. All of it can be chosen anew from the tables, so it never decides whether a
/// computation may be resumed.
struct ViewChoices {
  Salience salience;                    ///< of the strengths that are stored
  std::optional<StrengthChoice> shown;  ///< kinds and normalization, where a window saved them
  std::string column = {};              ///< of the training log, drawn over training; empty: none

  bool operator==(const ViewChoices&) const = default;
};

}  // namespace spindle
