// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dynamics/wiring.h"

#include <string>
#include <vector>

namespace spindle {

/// What the theory says of one wiring on some samples (METHOD.md#wiring).
struct WiredNumbers {
  Wiring wiring;
  std::string label;                              ///< "#1" of the paper's examples, else the code
  double bound = 0.0;                             ///< of the least eigenvalue, equation 12
  double published = 0.0, exact = 0.0;            ///< least eigenvalue of the kernel, by mode
  double publishedScale = 0.0, exactScale = 0.0;  ///< its diagonal: mean square of an output

  [[nodiscard]] double publishedNormalized() const { return published / publishedScale; }
  [[nodiscard]] double exactNormalized() const { return exact / exactScale; }
};

/// The examples of the paper's Figure 3, each with three linear edges: a chain, parallel layers, a mixture.
std::vector<Wiring> exampleWirings();

/// "#3" for one of the examples, else the code.
std::string wiringLabel(const Wiring& wiring);

/// Of each wiring on the first 200 of the digits of 8x8 pixels that come with Spindle, at unit length, behind a linear
/// stem with ReLU. 40 ms a wiring. Throws UserError where the digits are missing.
std::vector<WiredNumbers> wiredNumbers(const std::vector<Wiring>& wirings);

}  // namespace spindle
