// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands.h"
#include "app/figure_options.h"
#include "app/gui_application.h"
#include "app/number_list.h"
#include "app/salience_option.h"
#include "app/terminal_control.h"
#include "core/analysis/representative.h"
#include "core/analysis/series_axis.h"
#include "core/results/open_results.h"
#include "core/results/stored_choices.h"
#include "ui/figure/figure_file.h"

#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>

namespace spindle::app {
namespace {

struct FigureArguments {
  AnalysisList analyses;
  std::string results, output, kind = "strength", steps;
  SalienceOption salience;
  FigureOptions look;
};

void write(const FigureArguments& a, RunControl& control) {
  const NamedFigure named = figureNamed(a.analyses, a.kind);
  const std::shared_ptr<const ResultsReader> results = openResults(a.results);
  const AnalysisChoices choices{a.salience.over(storedSalience(results->header())), {}, {}};
  const AnalyzedPtr found = analyzed(results, a.results, {named.analysis}, choices, control);
  std::vector<std::size_t> places;
  if (!a.steps.empty() && results->header().named()) {
    for (const std::string& name : parseNames(a.steps, "--steps"))
      places.push_back(requireFrame(results->header(), name));
  } else if (!a.steps.empty()) {
    places = checkpointsNearSteps(results->header(), *found->strengths, parseNumbers(a.steps, "--steps"));
  }
  writeFigure(figurePage(figureCharts(*found, named, places), *found), a.look.style(), a.output);
}

int figure(const FigureArguments& a) {
  const auto application = displaylessApplication();
  TerminalControl control;
  try {
    write(a, control);
    control.clear();
    return done;
  } catch (const Stopped&) {
    control.clear();
    std::cerr << "spindle: stopped; nothing was written.\n";
    return stopped;
  }
}

std::string kindsHelp(const AnalysisList& analyses) {
  std::string text;
  for (const NamedFigure& one : allFigures(analyses))
    text += (text.empty() ? "" : "; ") + one.figure.name + ": " + one.figure.title;
  return text + " (default strength)";
}

}  // namespace

void addFigureCommand(CLI::App& app, Action& action, const AnalysisList& analyses) {
  auto* command = app.add_subcommand("figure", "A figure for a paper from a results file: PDF, SVG, PNG or pgfplots");
  auto a = std::make_shared<FigureArguments>();
  a->analyses = analyses;
  command->add_option("RESULTS", a->results, "Results file (.h5)")->required();
  command->add_option("-o,--output", a->output, "File to write; its ending (.pdf, .svg, .png, .tex) selects the format")
      ->required();
  command->add_option("--kind", a->kind, kindsHelp(analyses));
  command->add_option(
      "--steps", a->steps,
      "Steps (or layers, models) to show, such as 0,34,6000 (default: first, phase-two start, last and two between)");
  a->salience.addTo(*command, "default: as stored");
  a->look.addTo(*command);
  command->callback([a, &action] { action = [a] { return figure(*a); }; });
}

}  // namespace spindle::app
