// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands.h"
#include "app/number_list.h"
#include "app/salience_option.h"
#include "app/terminal_control.h"
#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/input/variables/superpixels.h"
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

constexpr const char* bothEnds = "band";

struct ExtractArguments {
  std::string run, output, samples, grid, score, maskAt, baseline, decomposition, ties, noiseRange, checkpoints, map,
      exportFile;
  SalienceOption salience;
  std::size_t draws = 1;
  std::string device = "cpu", layers, at, probeData;
  double probeL2 = -1.0;
  int variables = 0, superpixels = 0;
  double compactness = 0.0;
  std::uint64_t seed = 0;
  bool seedGiven = false;
  double noiseBound = -1.0;
  double gap = 0.0;
  int threads = workerPerCore();
  std::size_t batch = 0;
  bool anew = false, resume = false;
  bool plain = false;
};

Baseline parseBaseline(const std::string& text, const Run& run) {
  if (text == "zero") return Baseline{{0.0}};
  if (text == "mean") {
    if (run.samples().format.mean.empty())
      throw UserError(
          "--baseline mean: the run has no \"mean\" under \"input\" in run.json; add it, or give a number.");
    return Baseline{run.samples().format.mean};
  }
  return Baseline{parseNumbers(text, "--baseline")};
}

std::vector<InputVariables> superpixelsOf(const ExtractArguments& a, const Run& run, const ExtractionOptions& options) {
  if (a.variables > 0 || !a.grid.empty() || a.seedGiven || a.draws > 1 || !a.map.empty())
    throw UserError(
        "--superpixels says what the variables are; leave --variables, --variables-map, --grid, --seed and --seeds "
        "out.");
  if (!options.maskAt.empty())
    throw UserError(
        "--superpixels follow the picture, so they are masked at the input; leave --mask-at out, or give "
        "--mask-at input.");
  SuperpixelOptions superpixels{a.superpixels};
  if (a.compactness > 0.0) superpixels.compactness = a.compactness;
  std::vector<InputVariables> list;
  for (const std::size_t s : options.samples)
    list.push_back(superpixelVariables(run.samples().samples.at(s), run.samples().format, superpixels));
  return list;
}

/// Variables other than run.json's: regions, cells of a grid, or the first columns, as the options say.
void chooseVariables(const ExtractArguments& a, const Run& run, ExtractionOptions& options) {
  if (a.compactness > 0.0 && a.superpixels == 0)
    throw UserError("--compactness has an effect with --superpixels only; give both, or leave it out.");
  if (a.superpixels > 0) {
    options.variables = superpixelsOf(a, run, options);
    return;
  }
  if (!a.map.empty()) {
    if (a.variables > 0 || !a.grid.empty() || a.seedGiven || a.draws > 1)
      throw UserError(
          "--variables-map says what the variables are; leave --variables, --grid, --seed and --seeds out.");
    options.variables = run.variables(MapDescription{std::filesystem::absolute(a.map).string()}, options.samples);
    return;
  }
  if (a.variables == 0 && a.grid.empty() && !a.seedGiven) return;
  const auto* described = std::get_if<GridDescription>(&run.description().variables);
  if (run.samples().format.kind != InputKind::image)
    throw UserError("--variables, --grid and --seed choose cells of an image; this run's input is " +
                    toText(run.samples().format.kind) + ": name its variables under \"variables\" in run.json.");
  GridDescription grid = described ? *described : GridDescription{};
  if (!a.grid.empty()) {
    std::tie(grid.grid.rows, grid.grid.columns) = parseGrid(a.grid, "--grid");
    grid.grid.within = {0, 0, 0, 0};
  }
  if (a.variables > 0) grid.grid.count = a.variables;
  if (a.seedGiven) grid.grid.seed = a.seed;
  options.maskRows = grid.grid.rows;
  options.maskColumns = grid.grid.columns;
  options.variables = run.variables(grid, options.samples);
}

/// A setting of a procedure that is not run must not look as if it had been obeyed.
void requireUsedSettings(const ExtractArguments& a) {
  if (a.decomposition.empty()) return;
  const DecompositionMethod method = decompositionMethodFrom(a.decomposition);
  if (method == DecompositionMethod::sparsest) return;
  if (a.gap > 0.0)
    throw UserError("--gap has no effect with --decomposition " + toText(method) +
                    ", which has no certified gap; leave it out.");
  if (!a.ties.empty())
    throw UserError("--ties has no effect with --decomposition " + toText(method) +
                    ", which has one solution; leave it out.");
  if (a.noiseBound >= 0.0 && method != DecompositionMethod::published)
    throw UserError("--noise-bound has no effect with --decomposition " + toText(method) +
                    ", which has no noise term; leave it out.");
  if (!a.noiseRange.empty() && method != DecompositionMethod::published)
    throw UserError("--noise-range has no effect with --decomposition " + toText(method) +
                    ", which has no noise term; leave it out.");
}

/// The flag of an option of the measurement; its own words where it has none.
std::string flagOf(const std::string& field) {
  for (const char* flag : {"samples", "checkpoints", "variables", "threads", "gap"})
    if (field == flag) return "--" + field;
  return field == "noise bound" ? "--noise-bound" : field;
}

ExtractionOptions optionsFrom(const ExtractArguments& a, const Run& run) {
  if (a.device == "cuda")
    throw UserError("--device cuda: this build of LibTorch has no CUDA; leave the option out or give --device cpu.");
  if (a.device != "cpu") throw UserError("--device: \"" + a.device + "\" is not cpu or cuda.");
  requireUsedSettings(a);
  const auto samples = a.samples.empty() ? run.chosenSamples() : parseIndexList(a.samples, "--samples");
  if (const auto problems = sampleProblems(run, samples); !problems.empty())
    throw UserError(problemText(problems.front(), "--samples"));
  ExtractionOptions options = extractionOptions(run, samples);
  if (a.maskAt == "input") {
    options.maskAt.clear();
    options.variables = run.variables(options.samples);
  } else if (!a.maskAt.empty()) {
    maskAtLayer(run, a.maskAt, options);
  }
  if (!a.checkpoints.empty()) options.checkpoints = parseIndexList(a.checkpoints, "--checkpoints");
  if (!a.score.empty()) options.score = scoreFrom(a.score);
  if (!a.baseline.empty()) {
    options.baseline = parseBaseline(a.baseline, run);
    options.clusterMean = false;
  }
  if (!a.decomposition.empty()) options.decomposition.method = decompositionMethodFrom(a.decomposition);
  if (!a.ties.empty() && a.ties != bothEnds) options.decomposition.ties = tieBreakFrom(a.ties);
  if (a.noiseBound >= 0.0) options.decomposition.noiseBound = a.noiseBound;
  if (!a.noiseRange.empty()) options.noiseScale = noiseScaleFrom(a.noiseRange);
  if (a.gap > 0.0) options.decomposition.gap = a.gap;
  options.salience = a.salience.over(options.salience);
  options.workers = a.threads;
  options.batch = a.batch;
  options.shareFirstLayer = !a.plain;
  if (const auto problems = options.problems(run); !problems.empty())
    throw UserError(problemText(problems.front(), flagOf(problems.front().field)));
  chooseVariables(a, run, options);
  return options;
}

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
  ExtractionOptions options = optionsFrom(a, run);
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
  command->add_option("--samples", a->samples,
                      "Samples by number, such as 0-19,25 (default: all; of more than 200, 50 spread "
                      "evenly over the classes, or sample_count of run.json)");
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
  command->add_option("--variables", a->variables, "Number of grid cells to choose at random (images)")
      ->check(CLI::Range(1, 20));
  command->add_option("--variables-map", a->map,
                      "PNG or .npy of region numbers, of the size of the input: each region is a variable, 0 none");
  command
      ->add_option("--superpixels", a->superpixels,
                   "Number of superpixels (SLIC) that each image is divided into; each is a variable")
      ->check(CLI::Range(1, 20));
  command
      ->add_option("--compactness", a->compactness,
                   "With --superpixels: from 1 (along edges) to 100 (nearly square); default 10")
      ->check(CLI::Range(0.01, 1e4));
  command->add_option("--grid", a->grid, "Grid of cells over the image, rows x columns, such as 7x7");
  auto* seed = command->add_option("--seed", a->seed, "Random seed for choosing grid cells");
  command
      ->add_option("--seeds", a->draws,
                   "Number of random variable selections (seeds SEED, SEED+1, ...); the extra ones go to separate "
                   "files next to the results (see analyze trust)")
      ->check(CLI::Range(1, 99));
  a->salience.addTo(*command, "default: T1 with 0.03, merged");
  command->add_option("--score", a->score,
                      "log-odds, logit, log-probability, probability or value (default: run.json, else log-odds)");
  command->add_option("--baseline", a->baseline,
                      "What a masked variable becomes: zero, mean, a number, or one number for each channel or column "
                      "separated by commas");
  command->add_option("--mask-at", a->maskAt,
                      "Where to mask: input (default), or the output of a layer by name, such as relu1 or conv2");
  command->add_option("--decomposition", a->decomposition, "and-or (default), and, or, published");
  command->add_option("--ties", a->ties,
                      "Which of the equally sparse decompositions: low (default, of lowest orders), high, none (the "
                      "first that the solver finds), or band (low, and high in a file beside it)");
  command
      ->add_option("--noise-bound", a->noiseBound,
                   "Bound of the noise term, as a share of |v(N) - v(empty)| (default 0.02)")
      ->check(CLI::Range(0.0, 1.0));
  command->add_option("--noise-range", a->noiseRange,
                      "Which |v(N) - v(empty)| the noise bound is a share of: that of each sample (sample, default) or "
                      "the mean over the samples of a checkpoint (mean)");
  command->add_option("--gap", a->gap, "Certified relative optimality gap at which the solver stops (default 0.01)")
      ->check(CLI::Range(1e-6, 1.0));
  command->add_option("--threads", a->threads, "Worker threads (default: one per core); does not change the results")
      ->check(CLI::Range(1, 256));
  command
      ->add_option("--batch", a->batch,
                   "Batch size (default: measured at the start, kept by --resume); fix it for bitwise-reproducible "
                   "results")
      ->check(CLI::Range(1, 1 << 20));
  command->add_flag("--plain", a->plain, "Evaluate the whole network for every masked input (no shared first layer)");
  command->add_option("--device", a->device)->group("");  // known, so that the refusal can say why
  command->add_flag("--resume", a->resume, "Resume an interrupted extraction");
  command->add_flag("--anew", a->anew, "Start over, discarding the checkpoints of an interrupted extraction")
      ->excludes("--resume");
  command->add_option("--export", a->exportFile, "Also write the strengths by order as CSV");
  command->callback([a, seed, &action] {
    a->seedGiven = seed->count() > 0;
    action = [a] { return extractCommand(*a); };
  });
}

}  // namespace spindle::app
