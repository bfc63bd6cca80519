#include "app/commands.h"
#include "app/salience_option.h"
#include "app/show.h"
#include "core/base/text.h"
#include "core/pipeline/export_tables.h"

#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>
#include <optional>

namespace spindle::app {
namespace {

struct ShowArguments {
  std::string results, normalisation, kinds, exportFolder;
  SalienceOption salience;
  bool trust = false, generalisation = false;
  PhaseOptions phases;
  std::optional<std::size_t> sample, checkpoint;
};

int show(const ShowArguments& a) {
  ShowOptions options;
  options.phases = a.phases;
  const auto results = ResultsReader::open(a.results);
  options.choice = storedChoice(results->header());
  if (!a.kinds.empty()) options.choice.part = interactionPartFrom(a.kinds);
  if (!a.normalisation.empty()) options.choice.normalisation = normalisationFrom(a.normalisation);
  options.salience = a.salience.over(storedSalience(results->header()));
  if (!a.exportFolder.empty()) {
    RunControl control;
    const StoredAnalysis analysis = analyseStored(*results, {options.salience, options.phases, a.results}, control);
    const auto names = exportTables(*results, analysis, a.exportFolder, control);
    std::cout << a.exportFolder << ": " << listed(names, names.size()) << ".\n";
    return done;
  }
  if (a.sample) {
    showValues(*results, *a.sample, a.checkpoint.value_or(results->header().checkpoints() - 1), std::cout);
  } else if (a.trust) {
    showTrust(*results, a.results, options, std::cout);
  } else if (a.generalisation) {
    showGeneralisation(*results, options, std::cout);
  } else {
    showResults(*results, options, std::cout);
  }
  return done;
}

}  // namespace

void addShowCommand(CLI::App& app, Action& action) {
  auto* command =
      app.add_subcommand("show", "The table of a results file: step, losses, strength by order, phase-two start");
  auto a = std::make_shared<ShowArguments>();
  command->add_option("RESULTS", a->results, "Results file (.h5)")->required();
  a->salience.addTo(*command, "default: as stored");
  command->add_option("--normalise", a->normalisation,
                      "none, sum (bars add to 1) or mean (default: as stored, else none)");
  command->add_option("--kinds", a->kinds, "both, and, or (default: as stored, else both)");
  command->add_flag("--trust", a->trust, "How far to trust the results instead: matching errors, what is explained");
  command->add_flag("--generalisation", a->generalisation,
                    "Generalisation by order instead: similarity of training and test samples, clean against "
                    "mislabelled ones, samples that turn first");
  command->add_option("--export", a->exportFolder,
                      "Write everything as CSV tables into this folder instead: strengths, losses, values and pairs of "
                      "every sample, trust, phases, theory");
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
  command->add_option(
      "--sample", a->sample,
      "Shapley and Banzhaf values and pair interactions of this sample instead (number in the results)");
  command->add_option("--checkpoint", a->checkpoint,
                      "With --sample: checkpoint by number in order (default: the last)");
  command->callback([a, &action] { action = [a] { return show(*a); }; });
}

}  // namespace spindle::app
