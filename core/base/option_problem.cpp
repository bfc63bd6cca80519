// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/option_problem.h"

#include "core/base/user_error.h"

namespace spindle {

std::string problemText(const OptionProblem& problem, const std::string& name) {
  return name + (problem.value.empty() ? "" : " " + problem.value) + ": " + problem.rule + ".";
}

std::string problemText(const OptionProblem& problem) {
  std::string name = problem.field;
  if (!name.empty() && name[0] >= 'a' && name[0] <= 'z') name[0] = static_cast<char>(name[0] - 'a' + 'A');
  return problemText(problem, name);
}

void requireNone(std::span<const OptionProblem> problems) {
  if (!problems.empty()) throw UserError(problemText(problems.front()));
}

}  // namespace spindle
