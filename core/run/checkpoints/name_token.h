// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace spindle {

/// A run of letters, a number or what lies between, of a name in lower case.
struct NameToken {
  enum class Kind { word, number, gap } kind;
  std::string text;
  double value = 0.0;
  bool fractional = false;  ///< written with a decimal point and no k or M after it
  bool used = false;        ///< part of a metric, a date or a hyper-parameter
};

/// Splits a name in lower case. 10k and 1.5M are multiplied out; a date and a time of day after it are gaps.
std::vector<NameToken> nameTokens(std::string name);

}  // namespace spindle
