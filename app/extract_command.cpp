// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands.h"
#include "app/extract_arguments.h"
#include "app/number_list.h"
#include "app/scratch_copy.h"
#include "app/terminal_control.h"
#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/measure/depth/depth_job.h"
#include "core/measure/extraction_job.h"
#include "core/measure/gates/gated_job.h"
#include "core/measure/parts/launcher.h"
#include "core/measure/tie_ends.h"
#include "core/measure/variable_draws.h"
#include "core/results/open_results.h"
#include "core/results/stored_draws.h"
#include "core/results/stored_dynamics.h"
#include "core/store/output_file.h"
#include "core/store/results_file.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <optional>

namespace spindle::app {
namespace {

/// Results of an earlier extraction, which an interrupted one was to replace.
bool finishedBeside(const std::filesystem::path& file) {
  std::error_code error;
  return std::filesystem::is_regular_file(file, error) &&
         std::filesystem::is_directory(file.string() + ".parts", error);
}

void requireNothingUnfinished(const ExtractArguments& a, const std::optional<Part>& part) {
  if (a.resume || a.anew) return;
  for (std::size_t draw = 1; draw <= std::max<std::size_t>(1, a.draws); ++draw) {
    const auto whole = drawPath(a.output, draw), file = part ? partPath(whole, *part) : whole;
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

/// What the networks' gates cannot be asked for.
void requireGatesAlone(const ExtractArguments& a) {
  if (a.gates.empty()) {
    if (!a.gateClass.empty()) throw UserError("--class has an effect with --gates only; give both, or leave it out.");
    return;
  }
  if (!a.layers.empty()) throw UserError("--gates has no effect with --layers; leave one of them out.");
  if (!a.part.empty()) throw UserError("--part has no effect with --gates; leave it out.");
  if (a.draws > 1) throw UserError("--seeds has no effect with --gates; leave it out.");
}

/// What a part, which has some of the samples of some checkpoints, cannot be asked for.
std::optional<Part> partOf(const ExtractArguments& a) {
  if (a.part.empty()) {
    if (!a.scratch.empty()) throw UserError("--scratch has an effect with --part only; give both, or leave it out.");
    return std::nullopt;
  }
  if (!a.layers.empty())
    throw UserError("--part has no effect with --layers, which looks at one checkpoint; leave it out.");
  if (!a.exportFile.empty()) throw UserError("--export needs all parts; leave it out, and export after spindle merge.");
  if (a.ties == bothEnds)
    throw UserError("--ties band needs all parts; leave it out, and run spindle ties after spindle merge.");
  if (!a.scratch.empty() && a.draws > 1)
    throw UserError("--scratch takes one results file, not those of --seeds; leave one of them out.");
  if (a.part != "auto") return partFrom(a.part, "--part");
  return partOfLauncher([](const char* name) {
    const char* value = std::getenv(name);
    return std::string(value == nullptr ? "" : value);
  });
}

ExtractionReport measure(const ExtractArguments& a, const Run& run, ExtractionOptions& options,
                         const std::filesystem::path& file, RunControl& control) {
  if (!a.gates.empty())
    return gatedToFile(run, options, {a.gates, a.gateClass == "predicted"}, file, a.resume, control);
  if (a.layers.empty()) {
    options = withBatch(run, options, a.resume ? file : std::filesystem::path(), &control);
    return extractToFile(run, options, file, a.resume, nullptr, control);
  }
  const DepthOptions depth = depthOptions(a, run);
  if (a.noiseBound < 0.0) options.decomposition.noiseBound = depthNoiseBound;
  options = overDepth(run, std::move(options), depth);
  return depthToFile(run, options, depth, a.output, a.resume, control);
}

int stoppedCommand(const ExtractionReport& report, const std::string& file) {
  if (report.nothingNew) {
    std::cerr << "spindle: stopped before a sample was finished; nothing was written.\n";
  } else if (report.besideOthers) {
    std::cerr << "spindle: stopped; the results in " << file << " stay, and what this extraction has finished waits in "
              << file << ".parts: --resume continues from there, deleting that folder gives it up.\n";
  } else {
    std::cerr << "spindle: stopped; what is finished is kept in " << file << ", --resume continues from there.\n";
  }
  return stopped;
}

int extractCommand(const ExtractArguments& a) {
  requireOneSeries(a);
  requireGatesAlone(a);
  requireFreeExport(a);
  const std::optional<Part> part = partOf(a);
  requireNothingUnfinished(a, part);
  TerminalControl control;  // first of all: a scheduler's signal may come early
  const Run run = Run::open(a.run);
  ExtractionOptions options = extractionFrom(a, run);
  // Told before hours of the first selection; clusters of points can always be drawn anew, and take seconds.
  if (a.draws > 1 && run.samples().format.kind != InputKind::points)
    (void)redrawnVariables(run, options, drawSeed(run) + 1);
  std::filesystem::path file = a.output;
  if (part) {
    file = partPath(a.output, *part);
    options.part = part;
    options.command = a.command;
  }
  const bool byPairs = a.layers.empty() && a.gates.empty();
  if (byPairs) options.endAfterSample = [&control] { return control.endRequested(); };
  control.endsByItself(byPairs);
  const ScratchCopy scratch(file, a.scratch, a.resume);
  const ExtractionReport report = measure(a, run, options, scratch.file(), control);
  control.clear();
  for (const std::string& sentence : report.failures) std::cerr << "spindle: " << printable(sentence) << '\n';
  for (const std::string& sentence : report.notes) std::cerr << "spindle: " << printable(sentence) << '\n';
  if (!report.nothingNew && !report.besideOthers) scratch.copyBack();
  if (report.nothingNew || report.besideOthers) return stoppedCommand(report, file.string());
  if (!a.exportFile.empty()) exportDynamics(*openResults(a.output), a.exportFile);
  const bool draws = a.draws > 1 && report.outcome != Outcome::stopped;
  const bool stoppedLate =
      draws && extractDraws(run, options, a.output, a.draws, a.resume, control) == Outcome::stopped;
  control.endsByItself(false);
  const bool ends = a.ties == bothEnds && report.outcome != Outcome::stopped && !stoppedLate;
  const bool stoppedLast = ends && computeTieEnds(a.output, a.threads, control).outcome == Outcome::stopped;
  control.clear();
  return report.outcome == Outcome::stopped || stoppedLate || stoppedLast ? stoppedCommand(report, file.string())
                                                                          : static_cast<int>(done);
}

void declareParts(CLI::App& command, ExtractArguments& a) {
  command.add_option("--part", a.part,
                     "One of several equal parts, such as 3/40, into OUT.part-3-of-40.h5 beside OUT.h5; auto: as a "
                     "Slurm array, srun or mpirun numbers this process (see merge, plan)");
  command.add_option("--scratch", a.scratch,
                     "With --part: folder on a local disk to write to; what is finished is copied to its place at the "
                     "end and when stopped");
  command.add_flag("--resume", a.resume, "Resume an interrupted extraction");
  command.add_flag("--anew", a.anew, "Start over, discarding the checkpoints of an interrupted extraction")
      ->excludes("--resume");
  command.add_option("--export", a.exportFile, "Also write the strengths by order as CSV");
}

}  // namespace

void addExtractCommand(CLI::App& app, Action& action) {
  auto* command =
      app.add_subcommand("extract", "Compute the interactions of every sample at every checkpoint into a results file");
  auto a = std::make_shared<ExtractArguments>();
  declareExtraction(*command, *a);
  command->add_option("--gates", a->gates,
                      "Results with gates (measure gates): the interactions of each sample in the path of a class, the "
                      "score being that of this class");
  command
      ->add_option("--class", a->gateClass,
                   "With --gates: the sample's class (true), or the one that the network without gates answers "
                   "(predicted; default true)")
      ->check(CLI::IsMember({"true", "predicted"}));
  declareParts(*command, *a);
  command->callback([a, command, &action] {
    a->command = commandOf(*command);
    action = [a] { return extractCommand(*a); };
  });
}

}  // namespace spindle::app
