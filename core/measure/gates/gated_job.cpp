// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/gates/gated_job.h"

#include "core/base/ordered_work.h"
#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/dynamics/no_phases.h"
#include "core/game/decompose.h"
#include "core/measure/checkpoint_worker.h"
#include "core/measure/gates/checkpoint_gates.h"
#include "core/measure/gates/learned_gates.h"
#include "core/measure/network/network_outputs.h"
#include "core/measure/results_source.h"
#include "core/model/batch_size.h"
#include "core/results/copy_results.h"
#include "core/results/open_results.h"
#include "core/results/pair_interactions.h"
#include "core/results/result_rows.h"
#include "core/results/results_options.h"
#include "core/results/stored_choices.h"
#include "core/results/stored_dynamics.h"
#include "core/weights/digest.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <set>

namespace spindle {
namespace {

struct Frame {
  std::vector<PairResult> pairs;
  std::vector<std::string> notes;
  std::string failure;
};

class GatedJob {
 public:
  GatedJob(const Run& run, ExtractionOptions options, const GateChoice& choice, RunControl& control)
      : run_(run),
        options_(std::move(options)),
        choice_(choice),
        control_(control),
        results_(openResults(choice.file)) {
    auto gates = storedGates(results_->header());
    if (!gates)
      throw UserError(choice.file.string() + " holds no gates; measure them with spindle measure gates " +
                      run.folder().string() + " --into " + choice.file.string() + ".");
    gates_ = std::move(*gates);
    if (!options_.maskAt.empty())
      throw UserError("--gates has no meaning with masking at the layer " + options_.maskAt +
                      "; mask at the input (--mask-at input).");
  }

  ExtractionReport into(const std::filesystem::path& path, bool resume) {
    std::unique_ptr<ResultsWriter> writer;
    ResultsHeader header;
    try {
      prepare();
      header = resultsHeader(run_, options_);
      header.source = resultsSource(run_, options_, control_);
      findRows(header);
      ResultsOptions stored = readOptions(header);
      stored.measurement.others[gatedByKey] = gatedByText(gatedBy());
      header.options = writeOptions(stored);
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
    report_.phase = phaseTwoStart(header.series, series_);
    report_.besideOthers = report_.outcome == Outcome::stopped && writer->replacesOthers();
    if (report_.besideOthers) return report_;
    writer->finish(phaseRecord(report_.phase, header), report_.outcome == Outcome::stopped);
    if (salience_ != options_.salience) report_.phase = storeSalience(path, options_.salience);
    return report_;
  }

 private:
  void prepare() {
    requireNone(options_.problems(run_));
    requireKnownLayout(run_, options_, &control_);
    for (const MeasuredArray& layer : gates_.layers) options_.valuesOf.push_back(layer.name);
    options_.shareFirstLayer = false;
    if (options_.batch == 0) options_.batch = usualBatch(run_.samples().format.elements());
    std::string failure;
    for (const std::size_t checkpoint : options_.checkpoints) {
      try {
        CheckpointGates network(run_, checkpoint, options_, &control_);
        const OutputChoice output = checkedOutput(network.through(network.open()), run_, options_.score);
        if (output.kind == OutputKind::value || std::max<std::size_t>(2, network.outputs()) != gates_.classes())
          throw UserError(choice_.file.string() + " holds gates of " + std::to_string(gates_.classes()) +
                          " classes, and the network returns other outputs; give the gates of this run.");
        options_.output = output.kind;
        if (!output.told.empty()) report_.notes.push_back(output.told + " (\"output\" in run.json).");
        for (const std::string& note : network.notes()) report_.notes.push_back(note);
        inputs_ = std::make_unique<ExtractionInputs>(run_, options_);
        return;
      } catch (const UserError& error) {
        if (failure.empty()) failure = error.what();
      }
    }
    throw UserError(failure);
  }

  /// Rows of the gates for each checkpoint.
  void findRows(const ResultsHeader& header) {
    const ResultsHeader& there = results_->header();
    for (std::size_t c = 0; c < header.checkpoints(); ++c) {
      const auto found =
          std::find(there.checkpointNames.begin(), there.checkpointNames.end(), header.checkpointNames[c]);
      const auto row = static_cast<std::size_t>(found - there.checkpointNames.begin());
      if (found == there.checkpointNames.end())
        throw UserError(choice_.file.string() + " holds no gates of the checkpoint " + header.checkpointNames[c] +
                        "; leave it out (--checkpoints), or measure gates into results that have it.");
      if (there.source.known() && header.source.known() &&
          there.source.checkpoints[row] != header.source.checkpoints[c])
        throw UserError("The gates in " + choice_.file.string() + " are of other weights than the checkpoint " +
                        header.checkpointNames[c] + " has now; extract and measure them again.");
      rows_.push_back(row);
    }
  }

  [[nodiscard]] GatedBy gatedBy() const {
    Digest digest;
    for (const MeasuredArray& layer : gates_.layers) {
      digest.add(layer.name);
      digest.add(std::as_bytes(std::span(layer.values)));
    }
    return {choice_.file.filename().string(), digest.text(), choice_.predicted};
  }

  [[nodiscard]] Gates pathOf(std::size_t row, std::size_t c) const {
    Gates gates;
    for (std::size_t l = 0; l < gates_.layers.size(); ++l) {
      gates.emplace_back();
      for (std::size_t u = 0; u < gates_.layers[l].extent[2]; ++u)
        gates.back().push_back(gates_.kept(l, row, c, u) ? 1.0F : 0.0F);
    }
    return gates;
  }

  [[nodiscard]] Frame frameAt(std::size_t c) {
    Frame frame;
    const std::string& name = run_.series().checkpoints[options_.checkpoints[c]].name;
    try {
      CheckpointGates network(run_, options_.checkpoints[c], options_, &control_);
      std::vector<CoalitionTable> tables;
      std::vector<std::size_t> places;
      std::set<std::string> without;
      frame.pairs.resize(options_.samples.size());
      for (std::size_t s = 0; s < options_.samples.size(); ++s) {
        if (control_.stopRequested()) throw Stopped{};
        const MaskedInput& input = inputs_->inputs[s];
        ScoreRule rule = inputs_->rules[s];
        if (choice_.predicted) rule.target = answerFor(network, input);
        if (!gates_.known(rows_[c], rule.target)) {
          without.insert(gates_.className(rule.target));
          continue;
        }
        Network& gated = network.through(pathOf(rows_[c], rule.target));
        CoalitionTable table = scoreTable(gated, additiveInput(input), rule, options_.batch);
        const auto values = table.values();
        if (!std::all_of(values.begin(), values.end(), [](double v) { return std::isfinite(v); })) {
          frame.notes.push_back(name + ": NaN or infinite scores for sample " + std::to_string(options_.samples[s]) +
                                "; it is left out there.");
          continue;
        }
        tables.push_back(std::move(table));
        places.push_back(s);
      }
      if (!without.empty())
        frame.notes.push_back(name + ": no path of " +
                              listed(std::vector<std::string>(without.begin(), without.end())) +
                              ", whose samples are left out there.");
      DecompositionOptions decomposition = options_.decomposition;
      if (options_.noiseScale == NoiseScale::mean) decomposition.noiseRange = meanRange(tables);
      auto decompositions = decompose(tables, decomposition, control_);
      for (std::size_t i = 0; i < tables.size(); ++i) {
        Decomposition& d = decompositions[i];
        frame.pairs[places[i]] = {std::move(tables[i]), std::move(d.andPart), std::move(d.orPart), d.l1, d.lowerBound};
      }
    } catch (const UserError& error) {
      frame.failure = error.what();
    }
    return frame;
  }

  std::size_t answerFor(CheckpointGates& network, const MaskedInput& input) const {
    std::vector<float> row(input.elements()), results(network.outputs());
    input.write(fullCoalition(input.variables()), row);
    network.through(network.open()).evaluate(row, 1, results);
    return answerOf(results, options_.output);
  }

  void compute(ResultsWriter& writer, const std::filesystem::path& path) {
    salience_ = options_.salience;
    const std::size_t count = options_.checkpoints.size();
    series_.resize(count);
    std::vector<bool> skip(count);
    for (std::size_t c = 0; c < count; ++c) skip[c] = writer.done(c);
    if (std::find(skip.begin(), skip.end(), true) != skip.end()) {
      // All strengths of one file follow one threshold: that of its first checkpoints, until all is there.
      const auto earlier = openResults(path);
      salience_ = storedSalience(earlier->header());
      for (std::size_t c = 0; c < count; ++c) {
        if (!skip[c]) continue;
        series_[c] = storedStrength(*earlier, c, salience_);
        ++report_.skipped;
      }
    }
    const auto threads = std::min(count, static_cast<std::size_t>(std::max(1, options_.workers)));
    OrderedWork<Frame>::run(
        count, threads, 2 * threads, [&](std::size_t, std::size_t c) { return skip[c] ? Frame() : frameAt(c); },
        [&](std::size_t c, const Frame& frame) {
          if (skip[c]) return;
          const std::string& name = run_.series().checkpoints[options_.checkpoints[c]].name;
          report_.notes.insert(report_.notes.end(), frame.notes.begin(), frame.notes.end());
          if (!frame.failure.empty()) {
            report_.failures.push_back(frame.failure);
            return;
          }
          const OrderStrength strength = orderStrength(interactionsOf(frame.pairs, salience_.orderOne), salience_);
          if (strength.samples == 0) {
            report_.failures.push_back(name + ": no sample has a path with finite scores.");
            return;
          }
          writer.write(c, frame.pairs, strengthRow(strength), strength.threshold);
          series_[c] = strength;
          ++report_.computed;
          control_.progress(c + 1, count, name);
        });
    if (report_.computed + report_.skipped == 0 && !report_.failures.empty()) throw UserError(report_.failures.front());
  }

  const Run& run_;
  ExtractionOptions options_;
  const GateChoice& choice_;
  RunControl& control_;
  std::shared_ptr<const ResultsReader> results_;
  ClassGates gates_;
  std::unique_ptr<ExtractionInputs> inputs_;
  std::vector<std::size_t> rows_;
  std::vector<OrderStrength> series_;
  ExtractionReport report_;
  Salience salience_;
};

}  // namespace

ExtractionReport gatedToFile(const Run& run, const ExtractionOptions& options, const GateChoice& choice,
                             const std::filesystem::path& path, bool resume, RunControl& control) {
  return GatedJob(run, options, choice, control).into(path, resume);
}

}  // namespace spindle
