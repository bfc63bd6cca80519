// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands.h"
#include "app/salience_option.h"
#include "app/show.h"
#include "core/results/open_results.h"
#include "core/results/stored_choices.h"

#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>

namespace spindle::app {
namespace {

struct ShowArguments {
  std::string results, normalization, kinds;
  SalienceOption salience;
  PhaseOptions phases;
};

int show(const ShowArguments& a) {
  ShowOptions options;
  options.phases = a.phases;
  options.file = a.results;
  const auto results = openResults(a.results);
  options.choice = storedChoice(results->header());
  if (!a.kinds.empty()) options.choice.part = interactionPartFrom(a.kinds);
  if (!a.normalization.empty()) options.choice.normalization = normalizationFrom(a.normalization);
  options.salience = a.salience.over(storedSalience(results->header()));
  showResults(*results, options, std::cout);
  return done;
}

}  // namespace

void addShowCommand(CLI::App& app, Action& action) {
  auto* command =
      app.add_subcommand("show", "The table of a results file: step, losses, strength by order, phase-two start");
  auto a = std::make_shared<ShowArguments>();
  command->add_option("RESULTS", a->results, "Results file (.h5)")->required();
  a->salience.addTo(*command, "default: as stored");
  command->add_option("--normalize", a->normalization,
                      "none, sum (bars add to 1) or mean (default: as stored, else none)");
  command->add_option("--kinds", a->kinds, "both, and, or (default: as stored, else both)");
  command
      ->add_option("--tie", a->phases.tie, "Phases: mean orders this close to the smallest tie with it (default 0.05)")
      ->check(CLI::Range(0.0, 10.0));
  command
      ->add_option("--rise", a->phases.rise,
                   "Phases: phase two exists where the mean order ends this far above its minimum (default 0.3)")
      ->check(CLI::Range(0.0, 10.0));
  command
      ->add_option("--gap-share", a->phases.gapShare,
                   "Phases: the loss gap is closed within this share of its range (default 0.05)")
      ->check(CLI::Range(0.0, 1.0));
  command->callback([a, &action] { action = [a] { return show(*a); }; });
}

}  // namespace spindle::app
