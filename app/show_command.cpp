// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands.h"
#include "app/salience_option.h"
#include "app/show.h"
#include "core/analysis/export_tables.h"
#include "core/base/text.h"
#include "core/base/user_error.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <iostream>
#include <memory>
#include <optional>

namespace spindle::app {
namespace {

struct ShowArguments {
  std::string results, normalization, kinds, exportFolder;
  SalienceOption salience;
  bool trust = false, generalization = false;
  PhaseOptions phases;
  std::optional<std::size_t> sample, checkpoint;
};

/// What `show` can print, and the options that change it there.
struct View {
  const char* option;  ///< empty for the table, which needs none
  std::vector<std::string> takes;
};

const std::array<View, 5>& views() {
  static const std::array<View, 5> all{
      View{"--sample", {"--checkpoint"}}, View{"--trust", {"--threshold", "--factor"}},
      View{"--generalization", {"--threshold", "--factor", "--tie", "--rise"}},
      View{"--export", {"--threshold", "--factor", "--tie", "--rise", "--gap-share"}},
      View{"", {"--threshold", "--factor", "--normalize", "--kinds", "--tie", "--rise", "--gap-share"}}};
  return all;
}

/// Refuses two views at once and options that change nothing in the one that was asked for: numbers must not look like
/// the answer to a question that was never put.
void requireOneView(const CLI::App& command) {
  const auto given = [&command](const std::string& option) {
    return !option.empty() && command.get_option(option)->count() > 0;
  };
  const View* view = &views().back();
  for (const View& one : views()) {
    if (!given(one.option)) continue;
    if (view != &views().back())
      throw UserError("show: " + std::string(view->option) + " and " + one.option +
                      " print different things; give one of them.");
    view = &one;
  }
  for (const CLI::Option* option : command.get_options([](const CLI::Option* o) { return o->nonpositional(); })) {
    const std::string name = option->get_name();
    if (option->count() == 0 || name == view->option || name == "--help") continue;
    if (std::find(view->takes.begin(), view->takes.end(), name) != view->takes.end()) continue;
    if (name == "--checkpoint") throw UserError("show: --checkpoint has an effect with --sample only; give both.");
    throw UserError("show: " + name + " has no effect " +
                    (*view->option == '\0' ? "on the table" : "with " + std::string(view->option)) +
                    ", which would print the same without it; leave it out.");
  }
}

int show(const ShowArguments& a) {
  ShowOptions options;
  options.phases = a.phases;
  const auto results = ResultsReader::open(a.results);
  options.choice = storedChoice(results->header());
  if (!a.kinds.empty()) options.choice.part = interactionPartFrom(a.kinds);
  if (!a.normalization.empty()) options.choice.normalization = normalizationFrom(a.normalization);
  options.salience = a.salience.over(storedSalience(results->header()));
  if (!a.exportFolder.empty()) {
    RunControl control;
    const StoredAnalysis analysis = analyzeStored(*results, {options.salience, options.phases, a.results}, control);
    const auto names = exportTables(*results, analysis, a.exportFolder, control);
    std::cout << printable(a.exportFolder) << ": " << listed(names, names.size()) << ".\n";
    return done;
  }
  if (a.sample) {
    showValues(*results, *a.sample, a.checkpoint.value_or(results->header().checkpoints() - 1), std::cout);
  } else if (a.trust) {
    showTrust(*results, a.results, options, std::cout);
  } else if (a.generalization) {
    showGeneralization(*results, options, std::cout);
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
  command->add_option("--normalize", a->normalization,
                      "none, sum (bars add to 1) or mean (default: as stored, else none)");
  command->add_option("--kinds", a->kinds, "both, and, or (default: as stored, else both)");
  command->add_flag("--trust", a->trust, "How far to trust the results instead: matching errors, what is explained");
  command->add_flag("--generalization", a->generalization,
                    "Generalization by order instead: similarity of training and test samples, clean against "
                    "mislabeled ones, samples that turn first");
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
  command->callback([a, command, &action] {
    requireOneView(*command);
    action = [a] { return show(*a); };
  });
}

}  // namespace spindle::app
