// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands.h"
#include "app/table.h"
#include "app/terminal_control.h"
#include "core/base/text.h"
#include "core/measure/extraction_options.h"
#include "core/measure/outputs/sample_losses.h"
#include "core/store/output_file.h"

#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>

namespace spindle::app {
namespace {

struct LossesArguments {
  std::string run, output;
  int threads = workerPerCore();
};

int losses(const LossesArguments& a) {
  const Run run = Run::open(a.run);
  const std::filesystem::path file =
      a.output.empty() ? run.folder() / sampleLossesFile : std::filesystem::path(a.output);
  outputPlace(file, OutputFormat::table);
  TerminalControl control;
  SampleLosses found;
  try {
    found = computeSampleLosses(run, a.threads, control);
  } catch (const Stopped&) {
    control.clear();
    std::cerr << "spindle: stopped; nothing was written.\n";
    return stopped;
  }
  control.clear();
  writeSampleLosses(found, file);
  const std::string axis = !run.series().axis.empty() ? run.series().axis : found.stepsAreEpochs ? "epoch" : "step";
  TextTable table({"checkpoint", axis, "train loss", "test loss", "accuracy"},
                  {Align::left, Align::right, Align::right, Align::right, Align::right});
  for (const SampleLoss& loss : found.checkpoints)
    table.addRow({loss.checkpoint, number(loss.step), number(loss.train), number(loss.test), number(loss.accuracy)});
  table.print(std::cout);
  std::cout << "\nMean cross-entropy of " << found.train << " training and " << found.test
            << " other samples, written to " << printable(file.string()) << ".\n";
  for (const std::string& note : found.notes) std::cerr << "spindle: " << printable(note) << '\n';
  return done;
}

}  // namespace

void addLossesCommand(CLI::App& app, Action& action) {
  auto* command =
      app.add_subcommand("losses", "Compute the losses of a run without a loss log, from its labeled samples");
  auto a = std::make_shared<LossesArguments>();
  command->add_option("RUN", a->run, "Run folder")->required();
  command->add_option("-o,--output", a->output,
                      "CSV file to write (default: sample_losses.csv in the run folder, where the run finds it)");
  command->add_option("--threads", a->threads, "Worker threads (default: one per core)")->check(CLI::Range(1, 256));
  command->callback([a, &action] { action = [a] { return losses(*a); }; });
}

}  // namespace spindle::app
