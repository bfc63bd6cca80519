#pragma once

#include "core/run/run.h"
#include "core/store/results_file.h"
#include "ui/session/variable_choice.h"

#include <filesystem>
#include <string>
#include <vector>

namespace spindle {

/// What the panels show of a run or of a results file opened alone. Immutable.
struct RunFacts {
  std::string name;
  std::filesystem::path place;  ///< the run folder or the results file
  std::vector<Finding> findings;
  CheckpointSeries series;
  SampleSet samples;
  VariableChoice variables;  ///< as the run describes them
  std::string score;         ///< "log-odds", ...
  bool resultsOnly = false;  ///< a results file without its run: nothing can be computed
};

RunFacts runFacts(const Run& run);

/// Samples have names and targets but no values, and variables only what their JSON says.
RunFacts resultsFacts(const ResultsReader& results, const std::filesystem::path& file);

}  // namespace spindle
