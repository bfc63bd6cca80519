// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands.h"
#include "app/extract_arguments.h"
#include "app/plan.h"
#include "app/terminal_control.h"
#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/measure/extraction_job.h"
#include "core/measure/parts/pair_cost.h"

#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>

namespace spindle::app {
namespace {

struct PlanArguments {
  ExtractArguments extraction;
  PlanOptions options;
};

int plan(PlanArguments a) {
  ExtractArguments& extraction = a.extraction;
  if (!extraction.layers.empty())
    throw UserError("plan: --layers looks at one checkpoint, which one machine does; leave it out.");
  const Run run = Run::open(extraction.run);
  TerminalControl control;
  ExtractionOptions options = withBatch(run, extractionFrom(extraction, run), {}, &control);
  a.options.name = run.name();
  a.options.output = extraction.output;
  a.options.gpu = options.device != "cpu";
  a.options.command = extraction.command;
  if (extraction.batch == 0) a.options.command += " --batch " + std::to_string(options.batch);
  const PairCost cost = measuredPairCost(run, options, control);
  const Plan made = planned(cost, options, a.options);
  control.clear();
  for (const std::string& note : options.notes) std::cerr << "spindle: " << printable(note) << '\n';
  std::cerr << planSentence(cost, options, made);
  std::cout << planScript(made, a.options);
  return done;
}

}  // namespace

void addPlanCommand(CLI::App& app, Action& action) {
  auto* command = app.add_subcommand(
      "plan", "Measure one sample and print a Slurm script that extracts a run in parts; nothing is submitted");
  auto a = std::make_shared<PlanArguments>();
  declareExtraction(*command, a->extraction);
  command
      ->add_option("--hours", a->options.hours,
                   "When all is to be there, if all parts run at once; a part takes a quarter of an hour to an hour "
                   "(default 0.5)")
      ->check(CLI::Range(0.01, 1000.0));
  command->add_option("--cpus", a->options.cpus, "Cores of each part (default 4)")->check(CLI::Range(1, 256));
  command->add_option("--parts", a->options.parts, "Number of parts, instead of the proposed one")
      ->check(CLI::Range(1, 100000));
  command->add_option("--template", a->options.file,
                      "Script to fill in instead of the installed one (share/spindle/slurm/parts.sbatch)");
  command->callback([a, command, &action] {
    a->extraction.command = commandOf(*command);
    action = [a] { return plan(*a); };
  });
}

}  // namespace spindle::app
