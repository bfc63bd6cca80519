// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <limits>

namespace spindle {

/// How far a computation is, in samples over all checkpoints that it has to compute.
struct SessionProgress {
  int done = 0, total = 0;
  QString what;          ///< the checkpoint at work
  double seconds = 0.0;  ///< since the first report

  [[nodiscard]] double rate() const { return seconds > 0.0 ? done / seconds : 0.0; }
  [[nodiscard]] double secondsLeft() const {
    return rate() > 0.0 && seconds > 0.5 ? (total - done) / rate() : std::numeric_limits<double>::infinity();
  }
};

}  // namespace spindle
