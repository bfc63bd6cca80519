// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/sample_source.h"

#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/measure/results_source.h"

namespace spindle {
namespace {

[[noreturn]] void throwOther(const std::string& place, const ResultsHeader& header, std::size_t row) {
  throw UserError(printable(place) + " is not the run that " + printable(header.run) +
                  " was computed from: it holds another input as sample " + std::to_string(header.sampleIndex[row]) +
                  "; give the right one.");
}

}  // namespace

void requireRow(const ResultsHeader& header, std::size_t row) {
  if (row >= header.samples())
    throw UserError("There is no sample " + std::to_string(row) + "; the results hold samples 0 to " +
                    std::to_string(header.samples() - 1) + ".");
}

std::shared_ptr<const ShownSample> shownSample(const SampleSet& samples, const ResultsHeader& header, std::size_t row) {
  requireRow(header, row);
  const auto number = static_cast<std::size_t>(header.sampleIndex[row]);
  if (number >= samples.samples.size() || samples.samples[number].values.empty() ||
      samples.samples[number].name != header.sampleNames[row] ||
      samples.samples[number].target != header.sampleTarget[row])
    throwOther(samples.source, header, row);
  return std::make_shared<const ShownSample>(
      ShownSample{samples.format, samples.samples[number], samples.columns, storedVariables(header, row)});
}

std::shared_ptr<const ShownSample> shownSample(const Run& run, const ResultsHeader& header, std::size_t row) {
  auto shown = shownSample(run.samples(), header, row);
  if (header.source.samples.size() > row) {
    const std::size_t numbers[] = {static_cast<std::size_t>(header.sampleIndex[row])};
    if (sourceWithoutWeights(run, numbers).samples.front() != header.source.samples[row])
      throwOther(run.folder().string(), header, row);
  }
  return shown;
}

}  // namespace spindle
