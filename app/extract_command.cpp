// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands.h"
#include "app/extraction_choices.h"
#include "app/number_list.h"
#include "app/terminal_control.h"
#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/measure/depth/depth_job.h"
#include "core/measure/extraction_job.h"
#include "core/measure/tie_ends.h"
#include "core/measure/variable_draws.h"
#include "core/results/open_results.h"
#include "core/results/stored_draws.h"
#include "core/results/stored_dynamics.h"
#include "core/store/output_file.h"
#include "core/store/results_file.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>
#include <memory>

namespace spindle::app {
namespace {

struct ExtractArguments : ExtractionChoices {
  std::string run, output, exportFile;
  std::string device = "cpu", layers, at, probeData;
  double probeL2 = -1.0;
  bool anew = false, resume = false;
};

/// Results of an earlier extraction, which an interrupted one was to replace.
bool finishedBeside(const std::filesystem::path& file) {
  std::error_code error;
  return std::filesystem::is_regular_file(file, error) &&
         std::filesystem::is_directory(file.string() + ".parts", error);
}

void requireNothingUnfinished(const ExtractArguments& a) {
  if (a.resume || a.anew) return;
  for (std::size_t draw = 1; draw <= std::max<std::size_t>(1, a.draws); ++draw) {
    const auto file = drawPath(a.output, draw);
    const UnfinishedResults found = unfinishedResults(file);
    if (found.finished > 0)
      throw UserError(
          file.string() + " holds " + std::to_string(found.finished) + " of " + std::to_string(found.checkpoints) +
          " checkpoints of an interrupted extraction; --resume continues it, --anew starts over" +
          (finishedBeside(file) ? ", and deleting " + file.string() + ".parts leaves the older results." : "."));
  }
}

/// Before anything is computed: the table may replace no other output and nothing of another kind.
void requireFreeExport(const ExtractArguments& a) {
  if (a.exportFile.empty()) return;
  for (std::size_t draw = 1; draw <= std::max<std::size_t>(1, a.draws); ++draw)
    requireDifferentOutputs(drawPath(a.output, draw), a.exportFile);
  outputPlace(a.exportFile, OutputFormat::table);
}

std::vector<std::string> layersIn(const std::string& text) {
  std::vector<std::string> names = parseNames(text, "--layers");
  if (names.size() > 1 && std::find(names.begin(), names.end(), "all") != names.end())
    throw UserError("--layers: all stands alone, or name the layers.");
  return names;
}

/// Settings of the one kind of series have no effect on the other.
void requireOneSeries(const ExtractArguments& a) {
  if (a.layers.empty()) {
    const char* given = !a.at.empty()          ? "--at"
                        : !a.probeData.empty() ? "--probe-data"
                        : a.probeL2 >= 0.0     ? "--probe-l2"
                                               : nullptr;
    if (given != nullptr)
      throw UserError(std::string(given) + " has an effect with --layers only; give both, or leave it out.");
    return;
  }
  if (!a.checkpoints.empty())
    throw UserError("--checkpoints has no effect with --layers, which looks at one; choose it with --at.");
  if (a.draws > 1)
    throw UserError("--seeds has no effect with --layers; run it again with another --seed into another file.");
  if (!a.maskAt.empty() && a.maskAt != "input")
    throw UserError(
        "--mask-at has no effect with --layers, which masks at the input so that all layers have the same "
        "variables; leave it out.");
}

DepthOptions depthOptions(const ExtractArguments& a, const Run& run) {
  DepthOptions depth;
  depth.layers = layersIn(a.layers);
  depth.checkpoint = checkpointAt(run, a.at.empty() ? "last" : a.at);
  depth.probeData = a.probeData;
  if (a.probeL2 >= 0.0) depth.probes.l2 = a.probeL2;
  return depth;
}

ExtractionReport measure(const ExtractArguments& a, const Run& run, ExtractionOptions& options, RunControl& control) {
  if (a.layers.empty()) {
    options = withBatch(run, options, a.resume ? a.output : std::string(), &control);
    return extractToFile(run, options, a.output, a.resume, nullptr, control);
  }
  const DepthOptions depth = depthOptions(a, run);
  if (a.noiseBound < 0.0) options.decomposition.noiseBound = depthNoiseBound;
  options = overDepth(run, std::move(options), depth);
  return depthToFile(run, options, depth, a.output, a.resume, control);
}

int extractCommand(const ExtractArguments& a) {
  requireOneSeries(a);
  requireFreeExport(a);
  requireNothingUnfinished(a);
  const Run run = Run::open(a.run);
  TerminalControl control;
  if (a.device == "cuda")
    throw UserError("--device cuda: this build of LibTorch has no CUDA; leave the option out or give --device cpu.");
  if (a.device != "cpu") throw UserError("--device: \"" + a.device + "\" is not cpu or cuda.");
  ExtractionOptions options = a.over(run);
  const ExtractionReport report = measure(a, run, options, control);
  control.clear();
  for (const std::string& sentence : report.failures) std::cerr << "spindle: " << printable(sentence) << '\n';
  for (const std::string& sentence : report.notes) std::cerr << "spindle: " << printable(sentence) << '\n';
  if (report.nothingNew) {
    std::cerr << "spindle: stopped before a checkpoint was finished; nothing was written.\n";
    return stopped;
  }
  if (report.besideOthers) {
    std::cerr << "spindle: stopped; the results in " << a.output << " stay, and the finished checkpoints of this "
              << "extraction wait in " << a.output << ".parts: --resume continues from there, deleting that folder "
              << "gives them up.\n";
    return stopped;
  }
  if (!a.exportFile.empty()) exportDynamics(*openResults(a.output), a.exportFile);
  const bool draws = a.draws > 1 && report.outcome != Outcome::stopped;
  const bool stoppedLate =
      draws && extractDraws(run, options, a.output, a.draws, a.resume, control) == Outcome::stopped;
  const bool ends = a.ties == bothEnds && report.outcome != Outcome::stopped && !stoppedLate;
  const bool stoppedLast = ends && computeTieEnds(a.output, a.threads, control).outcome == Outcome::stopped;
  control.clear();
  if (report.outcome == Outcome::stopped || stoppedLate || stoppedLast) {
    std::cerr << "spindle: stopped; finished checkpoints are kept in " << a.output
              << ", --resume continues from there.\n";
    return stopped;
  }
  return done;
}

}  // namespace

void addExtractCommand(CLI::App& app, Action& action) {
  auto* command =
      app.add_subcommand("extract", "Compute the interactions of every sample at every checkpoint into a results file");
  auto a = std::make_shared<ExtractArguments>();
  command->add_option("RUN", a->run, "Run folder")->required();
  command->add_option("-o,--output", a->output, "Results file (.h5) to write")->required();
  a->addTo(*command);
  command->add_option(
      "--layers", a->layers,
      "Play depth instead of training: all, or layers by name such as conv1,relu2; a linear probe on each "
      "layer's features gives its scores, and the network's own output comes last");
  command->add_option("--at", a->at, "With --layers: training step of the checkpoint (default: last)");
  command->add_option(
      "--probe-data", a->probeData,
      "With --layers: inputs and labels to train the probes on, in any kind of file that samples may have "
      "(default: the run's training samples, where these are enough)");
  command
      ->add_option("--probe-l2", a->probeL2,
                   "With --layers: weight of half the sum of the squared weights of a probe (default 1e-4)")
      ->check(CLI::Range(1e-12, 1e6));
  command->add_option("--checkpoints", a->checkpoints, "Checkpoints by number in order, such as 0-5,10 (default: all)");
  command
      ->add_option("--seeds", a->draws,
                   "Number of random variable selections (seeds SEED, SEED+1, ...); the extra ones go to separate "
                   "files next to the results (see analyze trust)")
      ->check(CLI::Range(1, 99));
  command->add_option("--ties", a->ties,
                      "Which of the equally sparse decompositions: low (default, of lowest orders), high, none (the "
                      "first that the solver finds), or band (low, and high in a file beside it)");
  command->add_option("--device", a->device)->group("");  // known, so that the refusal can say why
  command->add_flag("--resume", a->resume, "Resume an interrupted extraction");
  command->add_flag("--anew", a->anew, "Start over, discarding the checkpoints of an interrupted extraction")
      ->excludes("--resume");
  command->add_option("--export", a->exportFile, "Also write the strengths by order as CSV");
  command->callback([a, &action] { action = [a] { return extractCommand(*a); }; });
}

}  // namespace spindle::app
