// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands.h"
#include "app/computed_results.h"
#include "app/gui_application.h"
#include "app/report.h"
#include "app/terminal_control.h"
#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/results/open_results.h"
#include "core/store/output_file.h"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <iostream>
#include <memory>

namespace spindle::app {
namespace {

namespace fs = std::filesystem;

struct ReportArguments {
  AnalysisList analyses;
  std::string place, output;
};

int report(const ReportArguments& a) {
  const fs::path output(a.output);
  if (output.extension() != ".html") throw UserError(a.output + ": a report's name must end in .html.");
  outputPlace(output, OutputFormat::html);
  const auto application = displaylessApplication();
  TerminalControl control;
  try {
    const fs::path results = fs::is_directory(a.place) ? computedResults(a.place, output, control) : fs::path(a.place);
    const std::string html = htmlReport(openResults(results), results, a.analyses, control);
    control.clear();
    writeOutput(output, OutputFormat::html, html);
    return done;
  } catch (const Stopped&) {
    control.clear();
    std::cerr << "spindle: stopped; no report was written, computed results are kept.\n";
    return stopped;
  }
}

}  // namespace

void addReportCommand(CLI::App& app, Action& action, const AnalysisList& analyses) {
  auto* command = app.add_subcommand(
      "report", "One HTML page with findings, figures and tables, from a run folder or a results file");
  auto a = std::make_shared<ReportArguments>();
  a->analyses = analyses;
  command->add_option("RUN", a->place, "Run folder (results are written next to the report) or results file")
      ->required();
  command->add_option("-o,--output", a->output, "Output HTML file (.html)")->required();
  command->callback([a, &action] { action = [a] { return report(*a); }; });
}

}  // namespace spindle::app
