// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/extract_arguments.h"

#include "core/base/shell_word.h"
#include "core/model/torch_facts.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>

namespace spindle::app {

ExtractionOptions extractionFrom(const ExtractArguments& a, const Run& run) {
  ExtractionOptions options = a.over(run);
  if (a.device != "cpu") options.device = deviceFrom(a.device, torchFacts());
  return options;
}

std::string commandOf(const CLI::App& command) {
  std::string text = "spindle extract";
  for (const CLI::Option* option : command.parse_order()) {
    const std::string name = option->get_name();
    constexpr std::array others{"--part",  "--scratch", "--threads", "--resume",  "--anew",
                                "--hours", "--cpus",    "--parts",   "--template"};
    if (std::find(others.begin(), others.end(), name) != others.end()) continue;
    if (!option->get_positional()) text += " " + name;
    if (option->get_items_expected_max() == 0) continue;
    for (const std::string& value : option->results()) text += " " + shellWord(value);
  }
  return text;
}

void declareExtraction(CLI::App& command, ExtractArguments& a) {
  command.add_option("RUN", a.run, "Run folder")->required();
  command.add_option("-o,--output", a.output, "Results file (.h5) to write")->required();
  a.addTo(command);
  command.add_option(
      "--layers", a.layers,
      "Play depth instead of training: all, or layers by name such as conv1,relu2; a linear probe on each "
      "layer's features gives its scores, and the network's own output comes last");
  command.add_option("--at", a.at, "With --layers: training step of the checkpoint (default: last)");
  command.add_option(
      "--probe-data", a.probeData,
      "With --layers: inputs and labels to train the probes on, in any kind of file that samples may have "
      "(default: the run's training samples, where these are enough)");
  command
      .add_option("--probe-l2", a.probeL2,
                  "With --layers: weight of half the sum of the squared weights of a probe (default 1e-4)")
      ->check(CLI::Range(1e-12, 1e6));
  command.add_option("--checkpoints", a.checkpoints, "Checkpoints by number in order, such as 0-5,10 (default: all)");
  command
      .add_option("--seeds", a.draws,
                  "Number of random variable selections (seeds SEED, SEED+1, ...); the extra ones go to separate "
                  "files next to the results (see analyze trust)")
      ->check(CLI::Range(1, 99));
  command.add_option("--ties", a.ties,
                     "Which of the equally sparse decompositions: low (default, of lowest orders), high, none (the "
                     "first that the solver finds), or band (low, and high in a file beside it)");
  command.add_option("--device", a.device,
                     "Where the networks run: cpu (default), cuda, cuda:1, or auto (cuda where there is one); results "
                     "say so, and parts and --resume do not mix them");
}

}  // namespace spindle::app
