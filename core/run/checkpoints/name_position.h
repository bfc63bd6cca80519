// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace spindle {

/// What one name says about where in training a checkpoint was saved.
struct NamePosition {
  std::optional<double> step;
  std::optional<double> epoch;
  std::optional<double> number;  ///< a number whose unit the name does not tell ("model_12")
  bool initial = false;          ///< "init", "untrained", ...: step 0
  std::string alias;             ///< "last", "best", "final", "latest": names a role, not a position
  bool average = false;          ///< an EMA or SWA copy of the weights
  int version = 0;               ///< Lightning's "-v1": a later save of the same step
  bool round = false;            ///< number counts rounds of federated learning ("rnd003_loc5"), which are epochs
  bool shortStep = false;  ///< step stands behind one letter or none ("e2_s500"): only the series shows that it is
  std::vector<double> shortSteps;                 ///< then all numbers that may be it: 42 and 1200 of "e3_s42_1200"
  std::optional<std::pair<double, double>> pair;  ///< two numbers at the end ("net-d0_2_1500") or before metrics

  [[nodiscard]] bool known() const { return step || epoch || number || initial; }
};

/// Reads the stem of a file name or the name of a folder, by these rules in this order: "step", "iter(ation)" and
/// "batch|update|it" before a number, unless word and number have partners of their own ("1200steps_3epochs");
/// "ep(och)" before a number (may be fractional); a number before "steps" or "epochs"; then numbers of unknown unit:
/// after "checkpoint|ckpt|model|net|weights|snapshot", alone, or at the end after "_" or "-", or at the start
/// ("10_net_G"). Beside an epoch also "s", "i", "b", "n" or nothing before a number make a step, which the other names
/// of the series have to confirm (shortStep). 10k and 1.5M are multiplied out. Metrics (val_loss=0.31), digits of an
/// architecture (resnet18), dates, seeds and other hyper-parameters are no positions.
NamePosition positionFromName(std::string_view stem);

}  // namespace spindle
