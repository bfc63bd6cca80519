// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/sample/channel_moments.h"
#include "core/input/sample/describe_samples.h"
#include "core/measure/extraction_options.h"
#include "core/run/open_questions.h"
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
  ExtractionOptions options;                 ///< as the run describes them; clusters of points take seconds to find
  VariableChoice variables;                  ///< those of the options
  std::string score;                         ///< "log-odds", ...
  std::string maskedToken;                   ///< texts: what a masked token becomes, "[MASK]" or "token 0"
  RunDescription description;                ///< run.json as it stands
  RunDescription answers;                    ///< the same with what was guessed written out
  std::vector<OpenQuestion> questions;       ///< what the folder cannot tell
  std::vector<std::string> candidates;       ///< files that were taken for checkpoints, before they were put in order
  std::vector<std::string> suggestedLayers;  ///< where the network is asked for: what its weights look like
  LossChoice lossChoice;
  std::vector<std::string> logColumns;
  std::string column;         ///< of the log, that was shown when results were saved
  std::string lossesProblem;  ///< why losses cannot be computed from the samples; empty: they can
  SampleSummary summary;
  ChannelMoments moments;    ///< of the samples
  bool growing = false;      ///< a training seems to be at work
  bool describable = true;   ///< run.json may be written
  bool resultsOnly = false;  ///< a results file without its run: nothing can be computed
};

/// Some seconds for many clouds of points.
RunFacts runFacts(const Run& run);

/// Of a run that has grown since: samples and variables stay as they are.
RunFacts grownFacts(const RunFacts& before, const Run& run);

/// Whether checkpoints were written so lately, and apart from each other, that a training seems to be at work.
bool seemsToGrow(const CheckpointSeries& series);

/// Of a place that cannot be opened: its name, the description as far as it can be read, and the files that lie there.
RunFacts closedFacts(const std::filesystem::path& place);

/// Samples have names and targets but no values, and variables only what their JSON says.
RunFacts resultsFacts(const ResultsReader& results, const std::filesystem::path& file);

}  // namespace spindle
