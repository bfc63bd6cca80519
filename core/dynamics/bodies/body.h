// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>

namespace spindle {

using Vector3 = std::array<double, 3>;

/// A point body of mass 1.
struct Body {
  Vector3 position{}, velocity{};
  double charge = 1.0;  ///< under gravity it counts as nothing
  bool operator==(const Body&) const = default;
};

}  // namespace spindle
