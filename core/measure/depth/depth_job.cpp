// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/depth/depth_job.h"

#include "core/base/ordered_work.h"
#include "core/base/user_error.h"
#include "core/dynamics/no_phases.h"
#include "core/game/decompose.h"
#include "core/measure/checkpoint_worker.h"
#include "core/measure/depth/depth_frames.h"
#include "core/measure/depth/layer_scores.h"
#include "core/measure/network/network_outputs.h"
#include "core/measure/network/samples_check.h"
#include "core/measure/results_source.h"
#include "core/results/copy_results.h"
#include "core/results/open_results.h"
#include "core/results/pair_interactions.h"
#include "core/results/result_rows.h"
#include "core/results/results_options.h"
#include "core/results/stored_choices.h"
#include "core/results/stored_dynamics.h"
#include "core/results/stored_probes.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>

namespace spindle {
namespace {

ResultsHeader depthHeader(const Run& run, const ExtractionOptions& options, const DepthOptions& depth,
                          const ProbeData& data, const DepthFrames& frames, const RunControl& control) {
  const std::size_t count = frames.names.size();
  constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
  ResultsHeader header = resultsHeader(run, options);
  header.source = resultsSource(run, options, control);
  header.source.checkpoints.assign(count, header.source.checkpoints.front());
  StoredProbes probes{run.series().checkpoints[depth.checkpoint].name,
                      data.source,
                      data.digest,
                      data.train.rows(),
                      data.test.rows(),
                      depth.probes.l2,
                      {},
                      {}};
  const bool tested = data.test.rows() > 0;
  header.series = SeriesKind::depth;
  header.axis.clear();
  header.checkpointNames = frames.names;
  header.step.clear();
  header.epoch.assign(count, unknown);
  header.trainLoss.clear();
  header.testLoss.assign(count, unknown);
  for (std::size_t f = 0; f < count; ++f) {
    header.step.push_back(static_cast<double>(f));
    header.trainLoss.push_back(frames.train[f].loss);
    probes.trainAccuracy.push_back(frames.train[f].accuracy);
    if (!tested) continue;
    header.testLoss[f] = frames.test[f].loss;
    probes.testAccuracy.push_back(frames.test[f].accuracy);
  }
  ResultsOptions stored = readOptions(header);
  stored.provenance.checkpoints.assign(count, depth.checkpoint);
  storeProbes(probes, stored);
  header.options = writeOptions(stored);
  return header;
}

std::string sampleTitle(const Run& run, std::size_t index) {
  const std::string& name = run.samples().samples[index].name;
  return name.empty() ? "sample " + std::to_string(index) : "sample " + std::to_string(index) + " (" + name + ")";
}

/// Scores of every frame and sample: [frame][sample]. Each thread has a network of its own.
std::vector<std::vector<CoalitionTable>> scoreFrames(const Run& run, const ExtractionOptions& options,
                                                     const DepthOptions& depth, const ExtractionInputs& inputs,
                                                     const DepthFrames& frames, RunControl& control) {
  const std::size_t samples = options.samples.size(), workers = threadsFor(samples, options);
  std::vector<std::unique_ptr<Network>> networks(workers);
  std::vector<std::vector<CoalitionTable>> tables(frames.names.size());
  OrderedWork<std::vector<CoalitionTable>>::run(
      samples, workers, 2 * workers,
      [&](std::size_t worker, std::size_t s) {
        if (control.stopRequested()) throw Stopped{};
        if (!networks[worker]) networks[worker] = loadCheckpoint(run, depth.checkpoint, options, &control);
        return layerScores(*networks[worker], frames.probes, inputs.inputs[s], inputs.rules[s], options.batch);
      },
      [&](std::size_t s, std::vector<CoalitionTable> found) {
        for (std::size_t f = 0; f < found.size(); ++f) tables[f].push_back(std::move(found[f]));
        control.progress(s + 1, samples, "features of " + sampleTitle(run, options.samples[s]));
      });
  return tables;
}

bool finite(const CoalitionTable& table) {
  const auto values = table.values();
  return std::all_of(values.begin(), values.end(), [](double value) { return std::isfinite(value); });
}

/// One frame, decomposed. A sample whose scores are not finite stays empty, with a note.
std::vector<PairResult> decomposedFrame(const Run& run, const ExtractionOptions& options, const std::string& frame,
                                        const std::vector<CoalitionTable>& tables, std::vector<std::string>& notes,
                                        RunControl& control) {
  DecompositionOptions decomposition = options.decomposition;
  if (options.noiseScale == NoiseScale::mean) {
    std::vector<CoalitionTable> known;
    std::copy_if(tables.begin(), tables.end(), std::back_inserter(known), finite);
    decomposition.noiseRange = meanRange(known);
  }
  std::vector<PairResult> pairs(tables.size());
  const std::size_t workers = threadsFor(tables.size(), options);
  OrderedWork<PairResult>::run(
      tables.size(), workers, 2 * workers,
      [&](std::size_t, std::size_t s) {
        if (control.stopRequested()) throw Stopped{};
        if (!finite(tables[s])) return PairResult{};
        Decomposition d = std::move(decompose({&tables[s], 1}, decomposition, control).front());
        return PairResult{tables[s], std::move(d.andPart), std::move(d.orPart), d.l1, d.lowerBound};
      },
      [&](std::size_t s, PairResult pair) {
        if (pair.values.variables() == 0)
          notes.push_back(frame + ": NaN or infinite scores for " + sampleTitle(run, options.samples[s]) +
                          "; it is left out there.");
        pairs[s] = std::move(pair);
      });
  return pairs;
}

/// The network's output, settled as for training, with the labels checked.
OutputKind settledOutput(Network& network, const Run& run, const ExtractionOptions& options,
                         std::vector<std::string>& notes) {
  const OutputChoice choice = checkedOutput(network, run, options.score);
  if (choice.kind == OutputKind::value)
    throw UserError("--layers: the network returns a value, not classes, which linear probes tell apart.");
  if (!choice.told.empty()) notes.push_back(choice.told + " (\"output\" in run.json).");
  for (const std::string& note : network.notes()) notes.push_back(note);
  if (!network.warning().empty()) notes.push_back(network.warning());
  return choice.kind;
}

class DepthJob {
 public:
  DepthJob(const Run& run, const ExtractionOptions& options, const DepthOptions& depth, RunControl& control)
      : run_(run), options_(options), depth_(depth), control_(control) {
    report_.notes = options.notes;
  }

  ExtractionReport into(const std::filesystem::path& path, bool resume) {
    std::unique_ptr<ResultsWriter> writer;
    ResultsHeader header;
    try {
      const ProbeData data = prepare();
      header = depthHeader(run_, options_, depth_, data, frames_, control_);
      writer = resume ? resumeResults(path, header) : ResultsWriter::create(path, header);
      compute(*writer, path);
    } catch (const Stopped&) {
      report_.outcome = Outcome::stopped;
    } catch (const UserError&) {
      if (writer) writer->leaveIfEmpty();
      throw;
    }
    report_.nothingNew = report_.outcome == Outcome::stopped && (!writer || writer->leaveIfEmpty());
    if (report_.nothingNew) return report_;
    report_.phase = noPhases(header.series).meanOrder;
    writer->finish(phaseRecord(report_.phase, header), report_.outcome == Outcome::stopped);
    if (salience_ != options_.salience) storeSalience(path, options_.salience);
    return report_;
  }

 private:
  /// Trains the probes.
  ProbeData prepare() {
    requireNone(options_.problems(run_));
    requireKnownLayout(run_, options_, &control_);
    const auto network = loadCheckpoint(run_, depth_.checkpoint, options_, &control_);
    options_.output = settledOutput(*network, run_, options_, report_.notes);
    inputs_ = std::make_unique<ExtractionInputs>(run_, options_);
    requireIndependentSamples(*network, *inputs_, run_.series().checkpoints[depth_.checkpoint].name);
    const std::size_t classes = std::max<std::size_t>(2, network->outputs());
    ProbeData data = probeData(run_, depth_.probeData, classes);
    if (!data.note.empty()) report_.notes.push_back(data.note);
    frames_ = trainedFrames(run_, options_, depth_, data, *network, classes, control_);
    return data;
  }

  void compute(ResultsWriter& writer, const std::filesystem::path& path) {
    salience_ = options_.salience;
    std::vector<bool> skip(frames_.names.size());
    for (std::size_t f = 0; f < skip.size(); ++f) skip[f] = writer.done(f);
    if (std::find(skip.begin(), skip.end(), true) != skip.end()) {
      // All strengths of one file follow one threshold: that of its first frames, until all is there.
      salience_ = storedSalience(openResults(path)->header());
      report_.skipped = static_cast<std::size_t>(std::count(skip.begin(), skip.end(), true));
      if (report_.skipped == skip.size()) return;
    }
    const auto tables = scoreFrames(run_, options_, depth_, *inputs_, frames_, control_);
    for (std::size_t f = 0; f < skip.size(); ++f) {
      if (skip[f]) continue;
      const auto pairs = decomposedFrame(run_, options_, frames_.names[f], tables[f], report_.notes, control_);
      const std::vector<SampleInteractions> interactions = interactionsOf(pairs, salience_.orderOne);
      const OrderStrength strength = orderStrength(interactions, salience_);
      if (strength.samples == 0) {
        report_.failures.push_back(frames_.names[f] + ": no sample has finite scores.");
        continue;
      }
      writer.write(f, pairs, strengthRow(strength), strength.threshold);
      ++report_.computed;
      control_.progress(f + 1, skip.size(), frames_.names[f]);
    }
  }

  const Run& run_;
  ExtractionOptions options_;
  const DepthOptions& depth_;
  RunControl& control_;
  ExtractionReport report_;
  Salience salience_;
  std::unique_ptr<ExtractionInputs> inputs_;
  DepthFrames frames_;
};

}  // namespace

ExtractionReport depthToFile(const Run& run, const ExtractionOptions& options, const DepthOptions& depth,
                             const std::filesystem::path& path, bool resume, RunControl& control) {
  return DepthJob(run, options, depth, control).into(path, resume);
}

}  // namespace spindle
