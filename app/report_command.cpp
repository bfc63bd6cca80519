// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/claims.h"
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
  std::string place, output, claims;
  ClaimsOptions claimed;
};

int claims(const ReportArguments& a) {
  TerminalControl control;
  try {
    ClaimsOptions options = a.claimed;
    options.folder = a.claims;
    const std::string text = makeClaims(options, control);
    control.clear();
    std::cout << text;
    return done;
  } catch (const Stopped&) {
    control.clear();
    std::cerr << "spindle: stopped; what is done is kept in " << a.claims << ", the same command goes on.\n";
    return stopped;
  }
}

int report(const ReportArguments& a) {
  if (a.place.empty() || a.output.empty())
    throw UserError("report: give a run folder or results file and -o OUTPUT.html, or --claims DIR.");
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
  command->add_option("RUN", a->place, "Run folder (results are written next to the report) or results file");
  command->add_option("-o,--output", a->output, "Output HTML file (.html)");
  auto* claimed = command->add_option("--claims", a->claims,
                                      "Instead: train the sample networks into this folder, with several seeds and "
                                      "shares of wrong labels, and print for each whether it shows what the papers "
                                      "claim; takes hours, and goes on where it was stopped");
  ClaimsOptions& options = a->claimed;
  options.threads = workerPerCore();
  command->add_option("--networks", options.networks, "With --claims: sample networks by name (default: all)")
      ->delimiter(',')
      ->needs(claimed);
  command->add_option("--label-noise", options.labelNoise, "With --claims: shares of wrong labels (default: 0,0.2,0.4)")
      ->delimiter(',')
      ->check(CLI::Range(0.0, 1.0))
      ->needs(claimed);
  command->add_option("--seeds", options.seeds, "With --claims: trainings of each (default: 3)")
      ->check(CLI::Range(1, 99))
      ->needs(claimed);
  command->add_option("--steps", options.steps)->group("")->needs(claimed);  // for tests
  command->callback([a, &action] { action = [a] { return a->claims.empty() ? report(*a) : claims(*a); }; });
}

}  // namespace spindle::app
