// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/measurement_list.h"

#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/measure/bodies/bodies_measurement.h"
#include "core/measure/context_orders/context_orders_measurement.h"
#include "core/measure/gates/gates_measurement.h"
#include "core/measure/kernel/kernel_measurement.h"
#include "core/measure/noise_stability/noise_stability_measurement.h"
#include "core/measure/results_source.h"
#include "core/measure/shapes/shapes_measurement.h"
#include "core/results/copy_results.h"
#include "core/results/open_results.h"
#include "core/store/joint_results.h"

#include <algorithm>

namespace spindle {
namespace {

ResultRowsInRun rowsInRun(const ResultsHeader& header, const Run& run, const std::string& file) {
  const auto refuse = [&](const std::string& what) {
    throw UserError(file + " is not of the run " + run.folder().string() + ": " + what +
                    "; give the run that the results were extracted from.");
  };
  ResultRowsInRun rows;
  const auto& checkpoints = run.series().checkpoints;
  for (const std::string& name : header.checkpointNames) {
    const auto found =
        std::find_if(checkpoints.begin(), checkpoints.end(), [&](const Checkpoint& one) { return one.name == name; });
    if (found == checkpoints.end()) refuse("the run has no checkpoint " + name);
    rows.checkpoints.push_back(static_cast<std::size_t>(found - checkpoints.begin()));
  }
  const auto& samples = run.samples().samples;
  for (std::size_t s = 0; s < header.samples(); ++s) {
    const auto index = static_cast<std::size_t>(header.sampleIndex[s]);
    if (header.sampleIndex[s] < 0 || index >= samples.size() || samples[index].name != header.sampleNames[s] ||
        samples[index].target != header.sampleTarget[s])
      refuse("sample " + std::to_string(header.sampleIndex[s]) + " is another one there");
    rows.samples.push_back(index);
  }
  return rows;
}

void requireSameContents(const ResultsHeader& header, const Run& run, const ResultRowsInRun& rows,
                         const std::string& file, const RunControl& control) {
  if (!header.source.known()) return;
  ExtractionOptions options;
  options.checkpoints = rows.checkpoints;
  options.samples = rows.samples;
  const ResultsSource source = resultsSource(run, options, control);
  if (source.checkpoints != header.source.checkpoints || source.samples != header.source.samples)
    throw UserError("The weights or samples of " + run.folder().string() + " are no longer those that " + file +
                    " was extracted from; extract the run again first.");
}

}  // namespace

MeasurementList allMeasurements() {
  return {contextOrdersMeasurement(), noiseStabilityMeasurement(), gatesMeasurement(),
          kernelMeasurement(),        shapesMeasurement(),         bodiesMeasurement()};
}

std::shared_ptr<const Measurement> measurementNamed(const MeasurementList& list, const std::string& name) {
  std::vector<std::string> names;
  for (const auto& measurement : list) {
    if (measurement->info().name == name) return measurement;
    names.push_back(measurement->info().name);
  }
  throw UserError("measure: \"" + printable(name) + "\" is not a measurement; there are " +
                  listed(names, names.size()) + ".");
}

std::vector<std::string> measureInto(const Measurement& measurement, const Run& run, const std::filesystem::path& file,
                                     const MeasureHow& how, RunControl& control) {
  const auto results = openResults(file);
  if (jointResults(*results))
    throw UserError(file.string() + " is a joint decomposition of several networks; give the results of one.");
  const ResultsHeader& header = results->header();
  const ResultRowsInRun rows = rowsInRun(header, run, file.string());
  requireSameContents(header, run, rows, file.string(), control);
  MeasurementReport report =
      measurement.measure({run, header, rows, how.options, how.workers, file, how.part}, control);
  if (report.measured) storeMeasurement(file, std::move(*report.measured));
  if (report.stored) report.stored();
  return report.notes;
}

}  // namespace spindle
