// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/extraction_options.h"

#include "core/base/user_error.h"
#include "core/base/version.h"
#include "core/results/results_options.h"
#include "core/results/stored_variables.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <ctime>
#include <numeric>
#include <string_view>
#include <thread>

namespace spindle {
namespace {

std::string now() {
  std::time_t time = std::time(nullptr);
  if (const char* given = std::getenv("SOURCE_DATE_EPOCH")) {  // the same bytes on another day
    long long seconds = 0;
    const std::string_view text(given);
    const auto read = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (read.ec == std::errc() && seconds >= 0) time = static_cast<std::time_t>(seconds);
  }
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
  if (options.device != "cpu") measured.device = options.device.substr(0, options.device.find(':'));
  measured.decomposition = options.decomposition.method;
  if (options.decomposition.method == DecompositionMethod::sparsest) measured.ties = options.decomposition.ties;
  measured.noiseBound = options.decomposition.noiseBound;
  if (options.noiseScale != NoiseScale::sample) measured.noiseScale = options.noiseScale;
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

/// Of the first index that the run does not have, if there is one.
std::vector<OptionProblem> missing(const char* field, std::span<const std::size_t> indices, std::size_t count) {
  const auto found = std::find_if(indices.begin(), indices.end(), [count](std::size_t i) { return i >= count; });
  if (found == indices.end()) return {};
  const std::string range =
      count == 0 ? "no " + std::string(field) : std::string(field) + " 0 to " + std::to_string(count - 1);
  return {{field, std::to_string(*found), "the run has " + range}};
}

}  // namespace

int workerPerCore() {
  return static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1U, 256U));
}

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

bool inPart(const ExtractionOptions& options, std::size_t row, std::size_t position) {
  return !options.part || options.part->holds(row, position, options.checkpoints.size(), options.samples.size(),
                                              options.noiseScale == NoiseScale::mean);
}

bool inPart(const ExtractionOptions& options, std::size_t row) {
  for (std::size_t s = 0; s < options.samples.size(); ++s) {
    if (inPart(options, row, s)) return true;
  }
  return false;
}

std::vector<OptionProblem> sampleProblems(const Run& run, std::span<const std::size_t> samples) {
  return missing("samples", samples, run.samples().samples.size());
}

ExtractionOptions extractionOptions(const Run& run) {
  return extractionOptions(run, run.chosenSamples());
}

ExtractionOptions extractionOptions(const Run& run, std::vector<std::size_t> samples) {
  ExtractionOptions options;
  options.samples = std::move(samples);
  requireNone(sampleProblems(run, options.samples));
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

std::vector<OptionProblem> ExtractionOptions::problems(const Run& run) const {
  std::vector<OptionProblem> found = decomposition.problems();
  const auto add = [&found](const std::vector<OptionProblem>& more) {
    found.insert(found.end(), more.begin(), more.end());
  };
  if (samples.empty())
    add({{"samples", "",
          run.name() + " has none; add samples.npz or samples/CLASS/*.png, or set \"samples\" in run.json"}});
  if (checkpoints.empty()) add({{"checkpoints", "", "none of " + run.name() + " is chosen"}});
  add(missing("samples", samples, run.samples().samples.size()));
  add(missing("checkpoints", checkpoints, run.series().checkpoints.size()));
  if (variables.size() != samples.size()) {
    add({{"variables", "", "there must be one list of input variables for each sample"}});
  } else if (!variables.empty()) {
    const int n = variables.front().count();
    const int most =
        decomposition.method == DecompositionMethod::andOnly || decomposition.method == DecompositionMethod::orOnly
            ? maxVariables
            : maxDecompositionVariables;
    if (n < 1 || n > most)
      add({{"variables", std::to_string(n), "there must be 1 to " + std::to_string(most) + " input variables"}});
    if (std::any_of(variables.begin(), variables.end(), [n](const InputVariables& list) { return list.count() != n; }))
      add({{"variables", "", "all samples must have the same number of input variables"}});
  }
  if (run.samples().format.kind == InputKind::bodies && (background == Background::mask || baseline != Baseline{}))
    add({{"baseline", "",
          "bodies are taken away where they are masked, and the observed one stays: no baseline, and "
          "no masked background"}});
  if (part && (part->number < 1 || part->number > part->count))
    add({{"part", toText(*part), "must be from 1 to its count"}});
  if (workers < 1 || workers > 256) add({{"threads", std::to_string(workers), "must be from 1 to 256"}});
  return found;
}

ResultsHeader resultsHeader(const Run& run, const ExtractionOptions& options) {
  ResultsHeader header;
  header.version = programVersion;
  header.created = now();
  header.run = run.name();
  ResultsOptions stored{measured(options), provenance(run, options), {options.salience, {}}};
  if (options.part) stored.part = StoredPart{*options.part, options.command};
  header.options = writeOptions(stored);
  header.series = run.series().kind;
  header.axis = run.series().axis;
  header.variables = options.variables.empty() ? 0 : options.variables.front().count();
  for (const std::size_t c : options.checkpoints) {
    const Checkpoint& checkpoint = run.series().checkpoints[c];
    header.step.push_back(checkpoint.step);
    header.epoch.push_back(checkpoint.epoch);
    header.trainLoss.push_back(checkpoint.trainLoss);
    header.testLoss.push_back(checkpoint.testLoss);
    header.checkpointNames.push_back(checkpoint.name);
  }
  const std::vector<std::string>& columns = run.series().loggedColumns;
  for (std::size_t k = 0; k < columns.size(); ++k) {
    LoggedColumn& column = header.logged.emplace_back(LoggedColumn{columns[k], {}});
    for (const std::size_t c : options.checkpoints) column.values.push_back(run.series().checkpoints[c].logged[k]);
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
