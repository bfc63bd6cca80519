// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/salience_option.h"

#include <CLI/CLI.hpp>

namespace spindle::app {

void SalienceOption::addTo(CLI::App& command, const std::string& usual) {
  command.add_option("--threshold", rule,
                     "What counts as salient: T1 (share of the mean |v(N) - v(empty)|), T2 (share of the largest |I|) "
                     "or T3 (as T1, of one model); " +
                         usual);
  command
      .add_option("--factor", factor,
                  "Factor of the threshold (with --threshold 0.03, or 0.05 for T2; otherwise " + usual + ")")
      ->check(CLI::Range(0.0, 1.0));
  command.add_option("--order-one", orderOne,
                     "Effects of single variables, for which AND and OR are the same: merged (one interaction, counted "
                     "as AND) or separate (both as they were split); " +
                         usual);
}

Salience SalienceOption::over(Salience usual) const {
  if (!rule.empty()) {
    usual.rule = thresholdRuleFrom(rule);
    usual.factor = usualFactor(usual.rule);
  }
  if (factor >= 0.0) usual.factor = factor;
  if (!orderOne.empty()) usual.orderOne = orderOneFrom(orderOne);
  return usual;
}

}  // namespace spindle::app
