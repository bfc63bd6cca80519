// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/extraction_choices.h"

#include "app/number_list.h"
#include "core/base/user_error.h"
#include "core/input/variables/superpixels.h"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <tuple>
#include <variant>

namespace spindle::app {
namespace {

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

std::vector<InputVariables> superpixelsOf(const ExtractionChoices& a, const Run& run,
                                          const ExtractionOptions& options) {
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
void chooseVariables(const ExtractionChoices& a, const Run& run, ExtractionOptions& options) {
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
void requireUsedSettings(const ExtractionChoices& a) {
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

}  // namespace

ExtractionOptions ExtractionChoices::over(const Run& run) const {
  const ExtractionChoices& a = *this;
  requireUsedSettings(a);
  const auto chosen = a.samples.empty() ? run.chosenSamples() : parseIndexList(a.samples, "--samples");
  if (const auto problems = sampleProblems(run, chosen); !problems.empty())
    throw UserError(problemText(problems.front(), "--samples"));
  ExtractionOptions options = extractionOptions(run, chosen);
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

void ExtractionChoices::addTo(CLI::App& command) {
  command.add_option("--samples", samples,
                     "Samples by number, such as 0-19,25 (default: all; of more than 200, 50 spread "
                     "evenly over the classes, or sample_count of run.json)");
  command.add_option("--variables", variables, "Number of grid cells to choose at random (images)")
      ->check(CLI::Range(1, 20));
  command.add_option("--variables-map", map,
                     "PNG or .npy of region numbers, of the size of the input: each region is a variable, 0 none");
  command
      .add_option("--superpixels", superpixels,
                  "Number of superpixels (SLIC) that each image is divided into; each is a variable")
      ->check(CLI::Range(1, 20));
  command
      .add_option("--compactness", compactness,
                  "With --superpixels: from 1 (along edges) to 100 (nearly square); default 10")
      ->check(CLI::Range(0.01, 1e4));
  command.add_option("--grid", grid, "Grid of cells over the image, rows x columns, such as 7x7");
  command.add_option_function<std::uint64_t>(
      "--seed",
      [this](std::uint64_t given) {
        seed = given;
        seedGiven = true;
      },
      "Random seed for choosing grid cells");
  salience.addTo(command, "default: T1 with 0.03, merged");
  command.add_option("--score", score,
                     "log-odds, logit, log-probability, probability or value (default: run.json, else log-odds)");
  command.add_option("--baseline", baseline,
                     "What a masked variable becomes: zero, mean, a number, or one number for each channel or column "
                     "separated by commas");
  command.add_option("--mask-at", maskAt,
                     "Where to mask: input (default), or the output of a layer by name, such as relu1 or conv2");
  command.add_option("--decomposition", decomposition, "and-or (default), and, or, published");
  command
      .add_option("--noise-bound", noiseBound,
                  "Bound of the noise term, as a share of |v(N) - v(empty)| (default 0.02)")
      ->check(CLI::Range(0.0, 1.0));
  command.add_option("--noise-range", noiseRange,
                     "Which |v(N) - v(empty)| the noise bound is a share of: that of each sample (sample, default) or "
                     "the mean over the samples of a checkpoint (mean)");
  command.add_option("--gap", gap, "Certified relative optimality gap at which the solver stops (default 0.01)")
      ->check(CLI::Range(1e-6, 1.0));
  command.add_option("--threads", threads, "Worker threads (default: one per core); does not change the results")
      ->check(CLI::Range(1, 256));
  command
      .add_option("--batch", batch,
                  "Batch size (default: 16 to 128, by the size of an input; on a GPU measured at the start; --resume "
                  "keeps it). The last digits depend on it")
      ->check(CLI::Range(1, 1 << 20));
  command.add_flag("--plain", plain, "Evaluate the whole network for every masked input (no shared first layer)");
}

}  // namespace spindle::app
