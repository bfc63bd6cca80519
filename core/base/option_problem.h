// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>

namespace spindle {

/// A value of an option that cannot be used. The option is named in words: a terminal makes its flag of them, a window
/// its label.
struct OptionProblem {
  std::string field;  ///< "noise bound"
  std::string value;  ///< "3"; empty where there is none
  std::string rule;   ///< what holds instead, and what to do: "must be from 0 to 1"

  bool operator==(const OptionProblem&) const = default;
};

/// "--noise-bound 3: must be from 0 to 1."; `name` is what the reader knows the option by.
std::string problemText(const OptionProblem& problem, const std::string& name);

/// "Noise bound 3: must be from 0 to 1."
std::string problemText(const OptionProblem& problem);

/// Throws UserError with the first, if there is one.
void requireNone(std::span<const OptionProblem> problems);

}  // namespace spindle
