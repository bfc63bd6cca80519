#include "app/commands.h"
#include "app/show.h"

#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>
#include <optional>

namespace spindle::app {
namespace {

struct ShowArguments {
  std::string results, threshold = "T1", normalisation = "none", kinds = "both";
  double factor = -1.0;
  bool trust = false;
  std::optional<std::size_t> sample, checkpoint;
};

int show(const ShowArguments& a) {
  ShowOptions options;
  options.salience.rule = thresholdRuleFrom(a.threshold);
  options.salience.factor = a.factor >= 0.0 ? a.factor : usualFactor(options.salience.rule);
  options.choice = {interactionPartFrom(a.kinds), normalisationFrom(a.normalisation)};
  const auto results = ResultsReader::open(a.results);
  if (a.sample) {
    showValues(*results, *a.sample, a.checkpoint.value_or(results->header().checkpoints() - 1), std::cout);
  } else if (a.trust) {
    showTrust(*results, options, std::cout);
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
  command->add_option("--threshold", a->threshold,
                      "What counts as salient: T1 (default, share of the mean |v(N) - v(empty)|), T2 (share of the "
                      "largest |I|) or T3");
  command->add_option("--factor", a->factor, "The share of the threshold (default 0.03; T2: 0.05)")
      ->check(CLI::Range(0.0, 1.0));
  command->add_option("--normalise", a->normalisation, "none (default), sum (bars add to 1) or mean");
  command->add_option("--kinds", a->kinds, "both (default), and, or");
  command->add_flag("--trust", a->trust, "How far to trust the results instead: matching errors, what is explained");
  command->add_option(
      "--sample", a->sample,
      "Shapley and Banzhaf values and pair interactions of this sample instead (number in the results)");
  command->add_option("--checkpoint", a->checkpoint,
                      "With --sample: checkpoint by number in order (default: the last)");
  command->callback([a, &action] { action = [a] { return show(*a); }; });
}

}  // namespace spindle::app
