#include "app/commands.h"
#include "app/show.h"

#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>

namespace spindle::app {

void addShowCommand(CLI::App& app, Action& action) {
  auto* command =
      app.add_subcommand("show", "The table of a results file: step, losses, strength by order, phase-two start");
  auto file = std::make_shared<std::string>();
  command->add_option("RESULTS", *file, "Results file (.h5)")->required();
  command->callback([file, &action] {
    action = [file] {
      showResults(*ResultsReader::open(*file), std::cout);
      return static_cast<int>(done);
    };
  });
}

}  // namespace spindle::app
