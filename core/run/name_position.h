#pragma once

#include <optional>
#include <string>
#include <string_view>

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

  [[nodiscard]] bool known() const { return step || epoch || number || initial; }
};

/// Reads the stem of a file name or the name of a folder, by these rules in this order: "step", "iter(ation)" and
/// "batch|update|it" before a number; "ep(och)" before a number (may be fractional); a number before "steps" or
/// "epochs"; then numbers of unknown unit: after "checkpoint|ckpt|model|net|weights|snapshot", alone, or at the end
/// after "_" or "-". 10k and 1.5M are multiplied out. Metrics (val_loss=0.31), digits of an architecture (resnet18),
/// dates, seeds and other hyper-parameters are no positions.
NamePosition positionFromName(std::string_view stem);

}  // namespace spindle
