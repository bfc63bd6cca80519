#include "app/commands.h"
#include "app/table.h"
#include "core/base/text.h"
#include "core/run/run.h"

#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>

namespace spindle::app {
namespace {

const char* mark(Finding::Kind kind) {
  switch (kind) {
    case Finding::Kind::found:
      return "found";
    case Finding::Kind::guessed:
      return "guessed";
    case Finding::Kind::missing:
      return "MISSING";
  }
  return "";
}

int info(const std::string& folder) {
  const Run run = Run::open(folder);
  std::cout << run.name() << "\n\n";
  Table findings({"", "", ""}, {Align::left, Align::left, Align::left});
  for (const Finding& f : run.findings()) {
    findings.addRow({f.what, mark(f.kind), f.text + (f.key.empty() ? "" : "  [run.json: " + f.key + "]")});
  }
  findings.print(std::cout);
  std::cout << '\n';
  Table table({"checkpoint", "step", "epoch", "train loss", "test loss", "step from"},
              {Align::left, Align::right, Align::right, Align::right, Align::right, Align::left});
  for (const Checkpoint& c : run.series().checkpoints) {
    table.addRow({c.name, number(c.step), number(c.epoch), number(c.trainLoss), number(c.testLoss), c.stepSource});
  }
  table.print(std::cout);
  for (const SetAside& file : run.series().setAside)
    std::cout << "set aside: " << file.name << " (" << file.reason << ")\n";
  return done;
}

}  // namespace

void addInfoCommand(CLI::App& app, Action& action) {
  auto* command = app.add_subcommand(
      "info", "What a run folder holds: checkpoints in order, losses, samples, variables, and what is missing");
  auto folder = std::make_shared<std::string>();
  command->add_option("RUN", *folder, "Run folder")->required();
  command->callback([folder, &action] { action = [folder] { return info(*folder); }; });
}

}  // namespace spindle::app
