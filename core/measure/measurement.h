// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/run_control.h"
#include "core/results/parts/part.h"
#include "core/run/run.h"
#include "core/store/results_file.h"

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace spindle {

/// An option of a measurement, given as text.
struct MeasurementOption {
  std::string name;   ///< as on the command line, without dashes
  std::string tip;    ///< one sentence
  std::string usual;  ///< empty: none
};

/// What a measurement says of itself.
struct MeasurementInfo {
  std::string name;      ///< word for the command line, and of its group in the results file
  std::string sentence;  ///< what it measures
  std::string paper;
  std::vector<MeasurementOption> options = {};
};

/// Rows of results in a run: checkpoints of the series, samples of the run.
struct ResultRowsInRun {
  std::vector<std::size_t> checkpoints, samples;
};

struct MeasurementRequest {
  const Run& run;
  const ResultsHeader& header;  ///< of the results that it goes into: same score, output and baseline
  ResultRowsInRun rows;
  std::map<std::string, std::string> options;  ///< as given
  int workers = 1;
  std::filesystem::path results = {};  ///< beside which finished checkpoints are kept
  std::optional<Part> part = {};       ///< only the checkpoints of this part
};

struct MeasurementReport {
  std::optional<StoredMeasurement> measured;  ///< none of a part
  std::vector<std::string> notes;             ///< checkpoints that could not be used, and why
  std::function<void()> stored = {};          ///< to be called once it is in the results
};

/// Asks the networks of a run something beside the scores of the results. Stateless. To add one: a folder, and a line
/// in allMeasurements().
class Measurement {
 public:
  virtual ~Measurement() = default;
  [[nodiscard]] virtual const MeasurementInfo& info() const = 0;
  /// Throws UserError for options that make no sense, and Stopped; finished checkpoints are kept (by_checkpoint.h).
  [[nodiscard]] virtual MeasurementReport measure(const MeasurementRequest& request, RunControl& control) const = 0;
};

}  // namespace spindle
