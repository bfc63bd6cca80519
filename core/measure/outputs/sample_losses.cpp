// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/outputs/sample_losses.h"

#include "core/base/csv_text.h"
#include "core/base/ordered_work.h"
#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/game/score.h"
#include "core/measure/checkpoint_worker.h"
#include "core/measure/network/network_outputs.h"
#include "core/store/output_file.h"
#include "core/store/table_headers.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

namespace spindle {
namespace {

constexpr std::size_t fewest = 10;
constexpr std::size_t rowsAtOnce = 64;
constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

struct Result {
  SampleLoss loss;
  std::string note;
};

/// Evaluates the samples in batches; sums of losses by split become means.
void addLosses(const Run& run, Network& network, OutputKind output, const RunControl& control, SampleLoss& loss) {
  const SampleSet& set = run.samples();
  const std::size_t elements = set.format.elements(), outputs = network.outputs();
  const std::size_t classes = std::max<std::size_t>(2, outputs);  // one column means two classes
  double sums[2] = {0.0, 0.0};
  std::size_t counts[2] = {0, 0}, right = 0;
  std::vector<float> rows, results;
  for (std::size_t first = 0; first < set.samples.size(); first += rowsAtOnce) {
    if (control.stopRequested()) throw Stopped{};
    const std::size_t count = std::min(rowsAtOnce, set.samples.size() - first);
    rows.resize(count * elements);
    results.resize(count * outputs);
    for (std::size_t r = 0; r < count; ++r) {
      for (std::size_t i = 0; i < elements; ++i)
        rows[r * elements + i] = set.format.normalized(static_cast<double>(set.samples[first + r].values[i]), i);
    }
    network.evaluate(rows, count, results);
    for (std::size_t r = 0; r < count; ++r) {
      const Sample& sample = set.samples[first + r];
      const auto row = std::span<const float>(results).subspan(r * outputs, outputs);
      if (static_cast<std::size_t>(sample.target) >= classes)
        throw UserError(loss.checkpoint + ": the network returns " + std::to_string(classes) + " classes, but " +
                        sample.name + " has the label " + std::to_string(sample.target) + ".");
      const std::size_t part = sample.split == Split::train ? 0 : 1;
      const double logProbability =
          scoreOf(row, output, Score::logProbability, static_cast<std::size_t>(sample.target));
      sums[part] -= logProbability;
      ++counts[part];
      const bool best = outputs == 1 ? logProbability > std::log(0.5)
                                     : std::max_element(row.begin(), row.end()) - row.begin() == sample.target;
      right += best ? 1 : 0;
    }
  }
  loss.train = counts[0] > 0 ? sums[0] / static_cast<double>(counts[0]) : unknown;
  loss.test = counts[1] > 0 ? sums[1] / static_cast<double>(counts[1]) : unknown;
  loss.accuracy = static_cast<double>(right) / static_cast<double>(set.samples.size());
}

Result lossOf(const Run& run, std::size_t checkpoint, const ExtractionOptions& options, const RunControl& control) {
  const Checkpoint& at = run.series().checkpoints[checkpoint];
  Result result{{at.name, at.step, at.epoch, unknown, unknown, unknown}, {}};
  try {
    const auto network = loadCheckpoint(run, checkpoint, options, &control);
    addLosses(run, *network, checkedOutput(*network, run, Score::logProbability).kind, control, result.loss);
  } catch (const UserError& error) {
    result.note = error.what();
  }
  return result;
}

}  // namespace

std::string sampleLossesProblem(const Run& run) {
  const std::string why = run.name() + ": losses cannot be computed from the samples, ";
  const auto& samples = run.samples().samples;
  std::set<std::int64_t> labels;
  for (const Sample& sample : samples) labels.insert(sample.target);
  if (samples.size() < fewest || labels.size() < 2)
    return why + "which must be at least " + std::to_string(fewest) + " with at least 2 different labels (there are " +
           std::to_string(samples.size()) + " with " + std::to_string(labels.size()) + ").";
  if (run.samples().severalLabels)
    return why + "because each sample carries several labels, of which \"target\" in run.json names one.";
  if (run.description().output == "value") return why + "because the network returns a value, not classes.";
  return {};
}

SampleLosses computeSampleLosses(const Run& run, int workers, RunControl& control) {
  if (const std::string problem = sampleLossesProblem(run); !problem.empty()) throw UserError(problem);
  ExtractionOptions options = extractionOptions(run);
  options.maskAt.clear();
  options.shareFirstLayer = false;
  requireKnownLayout(run, options, &control);
  SampleLosses losses;
  losses.stepsAreEpochs = run.series().stepsAreEpochs;
  for (const Sample& sample : run.samples().samples) ++(sample.split == Split::train ? losses.train : losses.test);
  const std::size_t count = run.series().checkpoints.size();
  const auto threads = std::min(count, static_cast<std::size_t>(std::max(1, workers)));
  OrderedWork<Result>::run(
      count, threads, 2 * threads,
      [&](std::size_t, std::size_t checkpoint) {
        if (control.stopRequested()) throw Stopped{};
        return lossOf(run, checkpoint, options, control);
      },
      [&](std::size_t checkpoint, Result result) {
        if (result.note.empty()) losses.checkpoints.push_back(std::move(result.loss));
        if (!result.note.empty()) losses.notes.push_back(std::move(result.note));
        control.progress(checkpoint + 1, count, run.series().checkpoints[checkpoint].name);
      });
  if (losses.checkpoints.empty()) throw UserError(losses.notes.front());
  return losses;
}

void writeSampleLosses(const SampleLosses& losses, const std::filesystem::path& file) {
  std::string text(losses.stepsAreEpochs ? table_headers::sampleLossesByEpoch : table_headers::sampleLosses);
  const auto cell = [](double value) { return std::isfinite(value) ? shortest(value) : std::string(); };
  for (const SampleLoss& loss : losses.checkpoints) {
    const std::string name = csvCell(loss.checkpoint), train = cell(loss.train), test = cell(loss.test),
                      accuracy = cell(loss.accuracy), step = cell(loss.step), epoch = cell(loss.epoch);
    if (losses.stepsAreEpochs) {
      appendCsvLine(text, {step, train, test, accuracy, name});
    } else {
      appendCsvLine(text, {step, epoch, train, test, accuracy, name});
    }
  }
  writeOutput(file, OutputFormat::table, text);
}

}  // namespace spindle
