// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/growing/complete_files.h"
#include "core/run/run.h"

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace spindle {

/// Checkpoints that failed, with the file they failed on: none is tried again before its file has changed.
class FailedFiles {
 public:
  void add(const Checkpoint& checkpoint) { stamps_[checkpoint.name] = fileStamp(checkpoint.file); }

  /// Those of the run whose files are as they were.
  [[nodiscard]] std::vector<std::size_t> notNow(const Run& run) const {
    std::vector<std::size_t> found;
    const auto& series = run.series().checkpoints;
    for (std::size_t c = 0; c < series.size(); ++c) {
      const auto known = stamps_.find(series[c].name);
      if (known != stamps_.end() && known->second == fileStamp(series[c].file)) found.push_back(c);
    }
    return found;
  }

 private:
  std::map<std::string, std::string> stamps_;
};

}  // namespace spindle
