// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands.h"
#include "app/terminal_control.h"
#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/chart/number_text.h"
#include "core/measure/extraction_options.h"
#include "core/measure/joint/joint_job.h"
#include "core/store/results_file.h"

#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>
#include <optional>
#include <utility>

namespace spindle::app {
namespace {

struct JointArguments {
  std::vector<std::string> networks;
  std::string output;
  std::string decomposition = "and-or";
  double alpha = 0.1;
  std::optional<double> gap, learningRate;
  std::optional<int> iterations;
  double differenceShare = 0.5;
  std::optional<std::uint64_t> shuffle;
  int threads = workerPerCore();
};

/// An interrupted extraction there would be lost.
void requireNothingBegun(const std::string& output) {
  const UnfinishedResults found = unfinishedResults(output);
  if (found.finished > 0 && found.finished < found.checkpoints)
    throw UserError(output + " holds " + std::to_string(found.finished) + " of " + std::to_string(found.checkpoints) +
                    " checkpoints of an interrupted computation; finish it, delete it, or choose another file.");
}

JointOptions jointOptions(const JointArguments& a) {
  JointOptions options;
  options.method = decompositionMethodFrom(a.decomposition);
  options.alpha = a.alpha;
  const bool published = options.method == DecompositionMethod::published;
  if (published && a.gap)
    throw UserError("--gap has no effect with --decomposition published, which proves no gap; leave it out.");
  for (const auto& [given, flag] : {std::pair(a.learningRate.has_value(), "--learning-rate"),
                                    std::pair(a.iterations.has_value(), "--iterations")}) {
    if (given && !published)
      throw UserError(std::string(flag) + " has an effect with --decomposition published only; leave it out.");
  }
  options.gap = a.gap.value_or(options.gap);
  options.published.learningRate = a.learningRate.value_or(options.published.learningRate);
  options.published.iterations = a.iterations.value_or(options.published.iterations);
  return options;
}

std::string distanceText(const JointReport& report) {
  if (!report.worstGap) return "the published procedure proves no distance from the optimum";
  return "no decomposition is further than " + numberText(100.0 * *report.worstGap) + " % from the optimum";
}

int joint(const JointArguments& a) {
  requireNothingBegun(a.output);
  JointRequest request;
  request.networks.assign(a.networks.begin(), a.networks.end());
  request.output = a.output;
  request.options = jointOptions(a);
  request.differenceShare = a.differenceShare;
  request.shuffle = a.shuffle;
  request.workers = a.threads;
  TerminalControl control;
  const JointReport report = decomposeFiles(request, control);
  control.clear();
  for (const std::string& note : report.notes) std::cerr << "spindle: " << printable(note) << '\n';
  const bool ended = report.outcome == Outcome::finished;
  if (report.written == 0) {
    std::cerr << "spindle: stopped before a checkpoint was finished; nothing was written.\n";
    return stopped;
  }
  std::cout << printable(listed(report.networks, report.networks.size())) << ": " << report.samples << " samples, "
            << report.written << " checkpoints; mean loss " << numberText(report.objective) << " jointly, "
            << numberText(report.separate) << " apart; " << distanceText(report) << ".\n";
  if (ended) return done;
  std::cerr << "spindle: stopped; " << report.written << " of " << report.checkpoints
            << " checkpoints were finished and are in " << printable(a.output) << ".\n";
  return stopped;
}

}  // namespace

void addJointCommand(CLI::App& app, Action& action) {
  auto* command = app.add_subcommand(
      "joint", "Decompose the scores of several networks so that their interactions have much in common");
  auto a = std::make_shared<JointArguments>();
  command->add_option("RESULTS", a->networks, "Results files of two networks or more, of the same samples")
      ->required()
      ->expected(2, 16);
  command->add_option("-o,--output", a->output, "Results file (.h5) to write")->required();
  command
      ->add_option("--alpha", a->alpha,
                   "Loss of an interaction: (1 - alpha) max |I| + alpha sum |I| over the networks; 1: each apart; a "
                   "of the paper's max + a sum is alpha / (1 - alpha) (default 0.1)")
      ->check(CLI::Range(0.0, 1.0));
  command->add_option("--decomposition", a->decomposition,
                      "and-or: certified optimum (default); published: the descent of the authors' code, to compare");
  command
      ->add_option("--learning-rate", a->learningRate,
                   "Of the published descent, in units of the score (default 1e-05, theirs for images; 1e-07 for text)")
      ->check(CLI::Range(1e-12, 1.0));
  command->add_option("--iterations", a->iterations, "Of the published descent (default 20000)")
      ->check(CLI::Range(1, 10000000));
  command->add_option("--gap", a->gap, "Certified relative optimality gap at which the solver stops (default 0.005)")
      ->check(CLI::Range(1e-6, 1.0));
  command
      ->add_option("--difference-bound", a->differenceShare,
                   "Bound of what each network adds to the common split into AND and OR, as a share of the mean of "
                   "|v(N) - v(empty)| over its samples (default 0.5)")
      ->check(CLI::Range(0.0, 1000.0));
  command->add_option("--shuffle-variables", a->shuffle,
                      "Control: permute the variables of all networks but the first, sample by sample, with this seed; "
                      "what they still share is none of their knowledge");
  command->add_option("--threads", a->threads, "Worker threads (default: one per core); does not change the results")
      ->check(CLI::Range(1, 256));
  command->callback([a, &action] { action = [a] { return joint(*a); }; });
}

}  // namespace spindle::app
