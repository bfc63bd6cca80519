// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/results_file.h"
#include "ui/session/run_facts.h"

#include <filesystem>
#include <memory>
#include <string>

namespace spindle {

/// What opening a place gave: a run or a results file with its facts, or an error. Immutable.
struct OpenedRun {
  std::shared_ptr<const Run> run;          ///< null for a results file
  std::shared_ptr<ResultsReader> results;  ///< null for a run
  std::shared_ptr<const RunFacts> facts;   ///< with an error: those of the place as far as it can be read, or null
  std::string digest;                      ///< of the run (see runDigest)
  std::string error;                       ///< one sentence

  [[nodiscard]] bool any() const { return run != nullptr || results != nullptr; }
};

/// Opens a run folder, a file in one, or a results file. Takes what Run::open and runFacts take; throws nothing that
/// comes of the files.
OpenedRun openedRun(const std::filesystem::path& place);

}  // namespace spindle
