// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands.h"
#include "app/table.h"
#include "app/terminal_control.h"
#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/measure/extraction_options.h"
#include "core/measure/measurement_list.h"

#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>

namespace spindle::app {
namespace {

struct MeasureArguments {
  std::string name, run, into, part;
  MeasureHow how = {.workers = workerPerCore()};
};

void listMeasurements(const MeasurementList& list) {
  TextTable table({"name", "what it measures", "from"}, {Align::left, Align::left, Align::left});
  for (const auto& measurement : list)
    table.addRow({measurement->info().name, measurement->info().sentence, measurement->info().paper});
  table.print(std::cout);
  std::cout << "\nspindle measure NAME RUN --into RESULTS.h5 puts one beside the scores of the run's results, which "
               "spindle extract measures.\n";
}

int measure(const MeasureArguments& a) {
  const MeasurementList list = allMeasurements();
  if (a.name.empty()) {
    listMeasurements(list);
    return done;
  }
  const auto measurement = measurementNamed(list, a.name);
  if (a.run.empty() || a.into.empty())
    throw UserError("measure: give the run and its results: spindle measure " + a.name + " RUN --into RESULTS.h5");
  for (const auto& [name, value] : a.how.options) {
    bool known = false;
    for (const MeasurementOption& option : measurement->info().options) known = known || option.name == name;
    if (!known) throw UserError("measure: --" + name + " has no effect on " + a.name + "; leave it out.");
  }
  MeasureHow how = a.how;
  if (!a.part.empty()) how.part = partFrom(a.part, "--part");
  const Run run = Run::open(a.run);
  TerminalControl control;
  try {
    const auto notes = measureInto(*measurement, run, a.into, how, control);
    control.clear();
    for (const std::string& note : notes) std::cerr << "spindle: " << printable(note) << '\n';
    if (how.part)
      std::cout << "Part " << a.part << " is measured; once all parts are, the same command without --part puts them "
                << "into " << printable(a.into) << ".\n";
    else
      std::cout << printable(a.into) << " holds " << a.name << " now.\n";
    return done;
  } catch (const Stopped&) {
    control.clear();
    std::cerr << "spindle: stopped; " << printable(a.into)
              << " is as it was, and the same command goes on with the checkpoints that are left.\n";
    return stopped;
  }
}

}  // namespace

void addMeasureCommand(CLI::App& app, Action& action) {
  auto* command = app.add_subcommand(
      "measure", "Measure something beside the scores on a run, into its results; without a name, lists what there is");
  auto a = std::make_shared<MeasureArguments>();
  command->add_option("NAME", a->name, "Measurement; without it they are listed");
  command->add_option("RUN", a->run, "Run folder");
  command->add_option("--into", a->into, "Results file (.h5) of the run, which keeps all that it has");
  command
      ->add_option("--threads", a->how.workers, "Worker threads (default: one per core); does not change the results")
      ->check(CLI::Range(1, 256));
  command->add_option("--part", a->part,
                      "The checkpoints of one of several equal parts, such as 2/4, which are kept beside the results "
                      "until the command without --part puts them in");
  for (const auto& measurement : allMeasurements()) {
    for (const MeasurementOption& option : measurement->info().options)
      command->add_option_function<std::string>(
          "--" + option.name, [a, name = option.name](const std::string& text) { a->how.options[name] = text; },
          measurement->info().name + ": " + option.tip +
              (option.usual.empty() ? std::string() : " (default " + option.usual + ")"));
  }
  command->callback([a, &action] { action = [a] { return measure(*a); }; });
}

}  // namespace spindle::app
