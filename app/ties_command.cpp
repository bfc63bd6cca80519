// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands.h"
#include "app/terminal_control.h"
#include "core/base/text.h"
#include "core/measure/extraction_options.h"
#include "core/measure/tie_ends.h"

#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>

namespace spindle::app {
namespace {

struct TiesArguments {
  std::string results;
  int threads = workerPerCore();
};

int ties(const TiesArguments& a) {
  TerminalControl control;
  const TieEndsReport report = computeTieEnds(a.results, a.threads, control);
  control.clear();
  for (const auto& file : report.written) std::cout << printable(file.string()) << '\n';
  if (report.outcome == Outcome::stopped) {
    std::cerr << "spindle: stopped; an end that was not finished was not written.\n";
    return stopped;
  }
  if (report.written.empty()) std::cout << "Both ends are there already.\n";
  std::cout << "spindle analyze ties " << printable(a.results) << " compares them.\n";
  return done;
}

}  // namespace

void addTiesCommand(CLI::App& app, Action& action) {
  auto* command = app.add_subcommand(
      "ties", "Decompose stored scores at both ends of the tie-break, without the network, beside a results file");
  auto a = std::make_shared<TiesArguments>();
  command->add_option("RESULTS", a->results, "Results file (.h5)")->required();
  command->add_option("--threads", a->threads, "Worker threads (default: one per core); does not change the results")
      ->check(CLI::Range(1, 256));
  command->callback([a, &action] { action = [a] { return ties(*a); }; });
}

}  // namespace spindle::app
