// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands.h"
#include "app/drawing.h"
#include "app/memory.h"
#include "app/torch_module_option.h"
#include "core/analysis/analysis_list.h"
#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/base/version.h"

#include <CLI/CLI.hpp>

#include <csignal>
#include <filesystem>
#include <iostream>
#include <new>
#include <sys/resource.h>

namespace {

using namespace spindle::app;

int run(int argc, char** argv) {
  CLI::App app(
      "Interactions of a neural network through training.\n"
      "With no sub-command, opens the window on RUN or RESULTS.h5, or on the bundled sample run.");
  app.name("spindle");
  app.set_version_flag("--version", std::string("spindle ") + spindle::programVersion);
  app.require_subcommand(0, 1);
  Action action;
  const spindle::AnalysisList analyses = spindle::allAnalyses();
  addInfoCommand(app, action);
  addLossesCommand(app, action);
  addJointCommand(app, action);
  addExtractCommand(app, action);
  addPlanCommand(app, action);
  addMergeCommand(app, action);
  addMeasureCommand(app, action);
  addShowCommand(app, action);
  addAnalyzeCommand(app, action, analyses);
  addDrawingCommands(app, action, analyses);
  addTiesCommand(app, action);
  addTrainCommand(app, action);
  addWatchCommand(app, action);
  addTorchModuleOption(app);
  std::string place;
  app.add_option("RUN", place, "Run folder or results file to open in the window");
  app.footer(
      "Exit status: 0 done, 2 wrong usage or unusable input, 3 stopped by the user with what was finished kept, 4 "
      "watch "
      "--until ended without it, 1 anything else.");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);
    std::cerr << "spindle: " << spindle::printable(error.what()) << " (see spindle --help)\n";
    return unusable;
  }
  if (action && !place.empty()) {
    std::cerr << "spindle: \"" << spindle::printable(place) << "\" precedes the command; give it after the command.\n";
    return unusable;
  }
  return action ? action() : runWindow(place);
}

/// Below this not even Qt starts.
bool mayOpenFiles() {
  constexpr rlim_t least = 16;
  rlimit limit{};
  return ::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= least;
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGXFSZ, SIG_IGN);  // a file that may not grow is an error to tell, not a reason to die
  if (!mayOpenFiles()) {
    std::cerr << "spindle: Too few files may be open at once; raise the limit (ulimit -n 1024).\n";
    return unusable;
  }
  spindle::keepFreedMemory();
  spindle::startNoBlasThreads();
  try {
    return run(argc, argv);
  } catch (const spindle::UserError& error) {
    std::cerr << "spindle: " << error.what() << '\n';
    return unusable;
  } catch (const std::bad_alloc&) {
    std::cerr << "spindle: There is not enough memory; raise the limit of this process (ulimit -v), or use fewer "
                 "threads, a smaller batch or fewer variables.\n";
    return failed;
  } catch (const std::filesystem::filesystem_error& error) {
    std::cerr << "spindle: " << spindle::printable(error.path1().string()) << ": " << error.code().message() << ".\n";
    return unusable;
  } catch (const std::exception& error) {
    std::cerr << "spindle: internal error: " << spindle::printable(error.what()) << '\n';
    return failed;
  }
}
