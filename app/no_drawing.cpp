// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/drawing.h"
#include "core/base/user_error.h"

#include <CLI/CLI.hpp>

namespace spindle::app {
namespace {

[[noreturn]] void refuse(const std::string& what) {
  throw UserError(what +
                  ": this Spindle was built without window and figures (SPINDLE_GUI=OFF); take the results file " +
                  "to a machine with the whole program.");
}

class NoFigure : public AnalysisFigure {
 public:
  void addTo(CLI::App&) override {}
  [[nodiscard]] bool given() const override { return false; }
  void draw(const AnalysisPicture&, const std::string&) const override { refuse("analyze --figure"); }
};

}  // namespace

void addDrawingCommands(CLI::App& app, Action& action, const AnalysisList&) {
  for (const char* name : {"figure", "animate", "report"}) {
    auto* command = app.add_subcommand(name)->group("");  // known, so that the refusal can say why
    command->allow_extras();
    command->callback([name, &action] { action = [name]() -> int { refuse(name); }; });
  }
}

int runWindow(const std::string&) {
  refuse("window");
}

std::unique_ptr<AnalysisFigure> analysisFigure() {
  return std::make_unique<NoFigure>();
}

}  // namespace spindle::app
