// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/extraction_job.h"

#include "core/base/user_error.h"
#include "core/dynamics/no_phases.h"
#include "core/measure/checkpoint_worker.h"
#include "core/measure/network/network_outputs.h"
#include "core/measure/results_source.h"
#include "core/measure/store_sink.h"
#include "core/model/batch_size.h"
#include "core/results/copy_results.h"
#include "core/results/open_results.h"
#include "core/results/result_rows.h"
#include "core/results/results_options.h"
#include "core/results/stored_choices.h"
#include "core/results/stored_dynamics.h"
#include "core/store/parts_folder.h"
#include "core/weights/content_digest.h"

#include <algorithm>

namespace spindle {
namespace {

/// Keeps the strengths for the phase rule and the warnings for the report.
class ReportSink : public FrameSink {
 public:
  ReportSink(ExtractionReport& report, std::vector<OrderStrength>& series, const ExtractionOptions& options)
      : report_(report), series_(series), options_(options) {}

  void accept(FramePtr frame) override {
    auto& texts = frame->failed ? report_.failures : report_.notes;
    texts.insert(texts.end(), frame->notes.begin(), frame->notes.end());
    if (frame->failed) return;
    ++report_.computed;
    for (std::size_t row = 0; row < options_.checkpoints.size(); ++row) {
      if (options_.checkpoints[row] == frame->checkpoint) series_[row] = frame->strength;
    }
  }

 private:
  ExtractionReport& report_;
  std::vector<OrderStrength>& series_;
  const ExtractionOptions& options_;
};

/// Hands on the frames of files that are still what they were when the computation began.
class UnchangedSink : public FrameSink {
 public:
  UnchangedSink(FrameSink& sink, const Run& run, const ExtractionOptions& options,
                const std::vector<std::string>& stamps, ExtractionReport& report)
      : sink_(sink), run_(run), options_(options), stamps_(stamps), report_(report) {}

  void accept(FramePtr frame) override {
    const auto& checkpoints = options_.checkpoints;
    const auto row = std::find(checkpoints.begin(), checkpoints.end(), frame->checkpoint) - checkpoints.begin();
    const Checkpoint& checkpoint = run_.series().checkpoints[frame->checkpoint];
    if (stamps_[static_cast<std::size_t>(row)] == quickDigest(checkpoint.file)) return sink_.accept(frame);
    report_.changed.push_back(checkpoint.name);
    report_.notes.push_back(checkpoint.name +
                            " was changed while it was computed and is left out; --resume computes "
                            "it.");
  }

 private:
  FrameSink& sink_;
  const Run& run_;
  const ExtractionOptions& options_;
  const std::vector<std::string>& stamps_;
  ExtractionReport& report_;
};

/// The first checkpoint that loads, for the measurement; null when none does.
std::unique_ptr<Network> firstNetwork(const Run& run, const ExtractionOptions& options, const RunControl* control) {
  for (const std::size_t checkpoint : options.checkpoints) {
    try {
      return loadCheckpoint(run, checkpoint, options, control);
    } catch (const UserError&) {
      continue;  // extract() reports it with the checkpoint's name
    }
  }
  return nullptr;
}

/// What the first network tells: what its outputs are, and whether the labels fit them.
void settle(Network& network, const Run& run, ExtractionOptions& options) {
  const OutputChoice choice = checkedOutput(network, run, options.score);
  options.output = choice.kind;
  if (!choice.told.empty()) options.notes.push_back(choice.told + " (\"output\" in run.json).");
  for (const std::string& note : network.notes()) options.notes.push_back(note);
  if (!network.warning().empty() && !run.description().partialWeights) options.notes.push_back(network.warning());
}

std::vector<std::string> stampsOf(const Run& run, const ExtractionOptions& options) {
  std::vector<std::string> stamps;
  for (std::size_t row = 0; row < options.checkpoints.size(); ++row) {
    const auto& file = run.series().checkpoints[options.checkpoints[row]].file;
    stamps.push_back(inPart(options, row) ? quickDigest(file) : std::string());
  }
  return stamps;
}

/// All pairs of the part that are not stored. With one noise bound for all samples they belong together.
PairPlan planOf(const ExtractionOptions& options, const std::shared_ptr<const ResultsReader>& earlier) {
  PairPlan plan;
  for (std::size_t row = 0; row < options.checkpoints.size(); ++row) {
    std::vector<bool>& wanted = plan.wanted.emplace_back(options.samples.size());
    for (std::size_t s = 0; s < wanted.size(); ++s)
      wanted[s] = inPart(options, row, s) && !(earlier && earlier->done(row, s));
    if (options.noiseScale == NoiseScale::mean && std::find(wanted.begin(), wanted.end(), true) != wanted.end())
      wanted.assign(wanted.size(), true);
  }
  if (earlier) plan.stored = [earlier](std::size_t row, std::size_t s) { return earlier->pair(row, s); };
  return plan;
}

}  // namespace

ExtractionOptions withBatch(const Run& run, ExtractionOptions options, const std::filesystem::path& resumeFrom,
                            const RunControl* control) {
  requireNone(options.problems(run));
  if (options.batch == 0 && !resumeFrom.empty() && PartsPaths(resumeFrom).stored()) {
    const auto stored = openResults(resumeFrom);
    options.batch = readOptions(stored->header()).measurement.batch.value_or(0);
  }
  const auto network = firstNetwork(run, options, control);
  if (network) {
    requireKnownLayout(run, options, control);
    settle(*network, run, options);
  }
  if (options.batch > 0) return options;
  ExtractionOptions one = options;
  one.samples.resize(1);
  one.variables.resize(1);
  if (!network) {
    options.batch = usualBatch(1);  // every checkpoint will fail
    return options;
  }
  const AdditiveInput input = networkInput(*network, ExtractionInputs(run, one), 0);
  const bool measured = options.device != "cpu" && !options.part;
  options.batch = measured ? measuredBatch(*network, input) : usualBatch(input.base.size());
  return options;
}

ExtractionReport extractToFile(const Run& run, const ExtractionOptions& options, const std::filesystem::path& path,
                               bool resume, FrameSink* also, RunControl& control) {
  requireNone(options.problems(run));
  ExtractionReport report;
  ResultsHeader header = resultsHeader(run, options);
  const std::vector<std::string> before = stampsOf(run, options);
  try {
    header.source = options.source ? *options.source : resultsSource(run, options, control);
  } catch (const Stopped&) {
    report.outcome = Outcome::stopped;
    report.nothingNew = true;
    return report;
  }
  const auto writer = resume ? resumeResults(path, header) : ResultsWriter::create(path, header);
  // All strengths of one file follow one threshold: that of its first checkpoints, until all is there.
  ExtractionOptions stored = options;
  if (resume && PartsPaths(path).stored()) stored.salience = storedSalience(openResults(path)->header());
  std::vector<OrderStrength> series(header.checkpoints());
  const std::shared_ptr<const ResultsReader> earlier =
      resume && PartsPaths(path).stored() ? openResults(path) : std::shared_ptr<ResultsReader>();
  PairPlan plan = planOf(stored, earlier);
  std::vector<bool> skip(header.checkpoints(), false);
  for (std::size_t c = 0; c < skip.size(); ++c) {
    skip[c] = std::find(plan.wanted[c].begin(), plan.wanted[c].end(), true) == plan.wanted[c].end();
    if (!skip[c] || !earlier || !inPart(options, c)) continue;
    series[c] = storedStrength(*earlier, c, stored.salience);
    report.skipped += series[c].samples > 0 ? 1 : 0;
  }
  StoreSink store(*writer, stored);
  ReportSink reporter(report, series, stored);
  std::vector<FrameSink*> sinks{&store, &reporter};
  if (also) sinks.push_back(also);
  TeeSink tee(sinks);
  UnchangedSink unchanged(tee, run, options, before, report);
  for (std::size_t c = 0; c < skip.size(); ++c) {
    const auto& later = options.notNow;
    if (std::find(later.begin(), later.end(), options.checkpoints[c]) != later.end())
      plan.wanted[c].assign(plan.wanted[c].size(), false);
  }
  try {
    report.outcome = extractPairs(run, stored, plan, unchanged, control);
  } catch (const UserError&) {
    writer->leaveIfEmpty();
    throw;
  }
  const std::vector<std::string> after = stampsOf(run, options);
  for (std::size_t c = 0; c < after.size(); ++c) {
    if (!skip[c] && before[c] != after[c] && (options.part || writer->done(c)))
      report.notes.push_back(header.checkpointNames[c] +
                             " was changed while it was computed: its numbers may be of either; compute all again.");
  }
  report.nothingNew = report.outcome == Outcome::stopped && writer->leaveIfEmpty();
  if (report.nothingNew) return report;
  report.phase = phaseTwoStart(header.series, series);
  report.besideOthers = report.outcome == Outcome::stopped && writer->replacesOthers();
  if (report.besideOthers) return report;
  writer->finish(phaseRecord(report.phase, header), report.outcome == Outcome::stopped);
  if (stored.salience != options.salience) report.phase = storeSalience(path, options.salience);
  return report;
}

}  // namespace spindle
