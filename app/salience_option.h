// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dynamics/salience.h"

#include <string>

namespace CLI {
class App;
}

namespace spindle::app {

/// --threshold, --factor and --order-one of a sub-command; must live as long as its callback.
struct SalienceOption {
  std::string rule, orderOne;
  double factor = -1.0;

  /// usual: what holds without the options, for the help ("default T1", "default: as stored").
  void addTo(CLI::App& command, const std::string& usual);

  /// The usual one with what was given in its place. Throws UserError for an unknown rule.
  [[nodiscard]] Salience over(Salience usual) const;
};

}  // namespace spindle::app
