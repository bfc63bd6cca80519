// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/user_error.h"
#include "core/base/version.h"
#include "core/measure/extract.h"
#include "core/results/results_options.h"
#include "core/results/stored_variables.h"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <numeric>

namespace spindle {
namespace {

std::string now() {
  const std::time_t time = std::time(nullptr);
  std::tm utc{};
  gmtime_r(&time, &utc);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc);
  return text;
}

MeasurementOptions measured(const ExtractionOptions& options) {
  MeasurementOptions measured;
  measured.score = options.score;
  measured.output = options.output;
  if (options.clusterMean)
    measured.baseline = "cluster mean";
  else
    measured.baseline = options.baseline.values;
  measured.background = options.background;
  if (!options.maskAt.empty()) {
    measured.maskAt = options.maskAt;
    measured.maskGrid = {options.maskRows, options.maskColumns};
  }
  measured.protocol = options.protocol;
  measured.decomposition = options.decomposition.method;
  measured.noiseBound = options.decomposition.noiseBound;
  measured.gap = options.decomposition.gap;
  measured.maxIterations = static_cast<std::size_t>(options.decomposition.maxIterations);
  measured.batch = options.batch;
  measured.shareFirstLayer = options.shareFirstLayer;
  return measured;
}

Provenance provenance(const Run& run, const ExtractionOptions& options) {
  Provenance from{options.samples, options.checkpoints, {}, {}};
  for (const std::size_t s : options.samples) {
    const Sample& sample = run.samples().samples[s];
    from.splits.push_back(sample.split);
    from.mislabeled.push_back(sample.mislabeled);
  }
  return from;
}

/// The layer that run.json asks for, by name or by the papers' protocol; empty for the input.
std::string describedLayer(const Run& run) {
  const RunDescription& description = run.description();
  const bool published = description.protocol.has_value() && run.samples().format.kind == InputKind::image;
  const std::string wanted = description.maskAt.value_or(published ? "two-phase" : "input");
  return wanted == "input" ? std::string() : wanted;
}

/// One sentence on the first that the run does not have; empty where it has all.
std::string samplesProblem(const Run& run, const std::vector<std::size_t>& samples) {
  const std::size_t count = run.samples().samples.size();
  const auto found = std::find_if(samples.begin(), samples.end(), [count](std::size_t s) { return s >= count; });
  if (found == samples.end()) return {};
  return "--samples: there is no sample " + std::to_string(*found) + "; the run has " +
         (count == 0 ? std::string("none") : "samples 0 to " + std::to_string(count - 1)) + ".";
}

}  // namespace

void maskAtLayer(const Run& run, const std::string& layer, ExtractionOptions& options) {
  options.maskAt = layer;
  const VariablesDescription& variables = run.description().variables;
  GridDescription grid;
  grid.grid = {8, 8, 10, 0, {1, 1, 7, 7}};
  if (const auto* described = std::get_if<GridDescription>(&variables)) grid = *described;
  options.maskRows = grid.grid.rows;
  options.maskColumns = grid.grid.columns;
  if (!std::holds_alternative<std::monostate>(variables) || run.samples().format.kind != InputKind::image) return;
  options.variables = run.variables(grid, options.samples);
}

ExtractionOptions extractionOptions(const Run& run) {
  return extractionOptions(run, run.chosenSamples());
}

ExtractionOptions extractionOptions(const Run& run, std::vector<std::size_t> samples) {
  ExtractionOptions options;
  options.samples = std::move(samples);
  if (const auto problem = samplesProblem(run, options.samples); !problem.empty()) throw UserError(problem);
  options.checkpoints.resize(run.series().checkpoints.size());
  std::iota(options.checkpoints.begin(), options.checkpoints.end(), std::size_t{0});
  options.variables = run.variables(options.samples);
  options.baseline = run.baseline();
  options.clusterMean = run.samples().format.kind == InputKind::points && !run.description().baseline;
  const RunDescription& description = run.description();
  options.background = description.background.value_or(Background::keep);
  if (description.output) options.output = outputKindFrom(*description.output);
  options.protocol = description.protocol.value_or("");
  if (const auto layer = describedLayer(run); !layer.empty()) maskAtLayer(run, layer, options);
  if (description.score) {
    options.score = scoreFrom(*description.score);
  } else if (options.output == OutputKind::value) {
    options.score = Score::value;
  } else if (run.samples().severalLabels) {
    options.score = Score::logit;  // each output is a yes or no of its own: log-odds of its sigmoid
  }
  return options;
}

std::vector<std::string> ExtractionOptions::problems(const Run& run) const {
  std::vector<std::string> found = decomposition.problems();
  const auto complain = [&found](const std::string& sentence) { found.push_back(sentence); };
  const std::size_t checkpointCount = run.series().checkpoints.size();
  if (samples.empty())
    complain(
        run.name() +
        ": there is no sample to compute; add samples.npz or samples/CLASS/*.png, or set \"samples\" in run.json.");
  if (checkpoints.empty()) complain(run.name() + ": no checkpoint is chosen.");
  if (const auto problem = samplesProblem(run, samples); !problem.empty()) complain(problem);
  for (const std::size_t c : checkpoints) {
    if (c >= checkpointCount) {
      complain("--checkpoints: there is no checkpoint " + std::to_string(c) + "; the run has checkpoints 0 to " +
               std::to_string(checkpointCount - 1) + ".");
      break;
    }
  }
  if (variables.size() != samples.size()) {
    complain("There must be one list of input variables for each sample.");
  } else if (!variables.empty()) {
    const int n = variables.front().count();
    const int most =
        decomposition.method == DecompositionMethod::andOnly || decomposition.method == DecompositionMethod::orOnly
            ? maxVariables
            : maxDecompositionVariables;
    if (n < 1 || n > most)
      complain("There must be 1 to " + std::to_string(most) + " input variables, not " + std::to_string(n) + ".");
    for (const InputVariables& list : variables) {
      if (list.count() != n) {
        complain("All samples must have the same number of input variables.");
        break;
      }
    }
  }
  if (workers < 1 || workers > 256)
    complain("--threads: there must be 1 to 256 threads, not " + std::to_string(workers) + ".");
  return found;
}

ResultsHeader resultsHeader(const Run& run, const ExtractionOptions& options) {
  ResultsHeader header;
  header.version = programVersion;
  header.created = now();
  header.run = run.name();
  header.options = writeOptions({measured(options), provenance(run, options), {options.salience, {}}});
  header.variables = options.variables.empty() ? 0 : options.variables.front().count();
  for (const std::size_t c : options.checkpoints) {
    const Checkpoint& checkpoint = run.series().checkpoints[c];
    header.step.push_back(checkpoint.step);
    header.epoch.push_back(checkpoint.epoch);
    header.trainLoss.push_back(checkpoint.trainLoss);
    header.testLoss.push_back(checkpoint.testLoss);
    header.checkpointNames.push_back(checkpoint.name);
  }
  for (std::size_t i = 0; i < options.samples.size(); ++i) {
    const Sample& sample = run.samples().samples[options.samples[i]];
    header.sampleIndex.push_back(static_cast<std::int64_t>(options.samples[i]));
    header.sampleTarget.push_back(sample.target);
    header.sampleNames.push_back(sample.name);
    header.sampleVariables.push_back(writeVariables(options.variables[i].all()));
  }
  return header;
}

}  // namespace spindle
