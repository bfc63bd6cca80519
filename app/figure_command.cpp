// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands.h"
#include "app/gui_application.h"
#include "app/number_list.h"
#include "ui/figure/render_figure.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <memory>

namespace spindle::app {
namespace {

struct FigureArguments {
  std::string results, output, kind = "orders", steps;
  double width = 0.0;
  bool hatch = false, noNote = false;
};

int figure(const FigureArguments& a) {
  const auto application = displaylessApplication();
  FigureSpec spec;
  spec.kind = figureKindFrom(a.kind);
  const auto results = ResultsReader::open(a.results);
  const std::array plain{FigureKind::orders, FigureKind::dynamics, FigureKind::heatmap, FigureKind::untrained};
  const bool analyzed = std::find(plain.begin(), plain.end(), spec.kind) == plain.end();
  RunControl control;
  const FigureData data =
      analyzed ? figureData(*results, analyzeStored(*results, {storedSalience(results->header()), {}, {}}, control))
               : figureData(*results);
  spec.points = a.steps.empty() ? representativePoints(data) : pointsNearSteps(data, parseNumbers(a.steps, "--steps"));
  if (a.width > 0) spec.widthInches = a.width;
  spec.hatchNegative = a.hatch;
  spec.choices = !a.noNote;
  writeFigure(data, spec, a.output);
  return done;
}

}  // namespace

void addFigureCommand(CLI::App& app, Action& action) {
  auto* command = app.add_subcommand("figure", "A figure for a paper from a results file: PDF, PNG or SVG");
  auto a = std::make_shared<FigureArguments>();
  command->add_option("RESULTS", a->results, "Results file (.h5)")->required();
  command->add_option("-o,--output", a->output, "File to write; its ending (.pdf, .png, .svg) is the format")
      ->required();
  command->add_option(
      "--kind", a->kind,
      "orders (default): bars at chosen steps; dynamics: mean order and losses; heatmap: order by "
      "step; theory: phase two "
      "beside the theory; generalization: similarity of train and test samples by order; groups: clean and "
      "mislabeled samples; untrained: first step beside the theory of untrained networks; sparsity: "
      "all interactions in falling order");
  command->add_option("--steps", a->steps,
                      "Steps to show, such as 0,34,6000 (default: first, phase-two start, last and two between)");
  command->add_option("--width", a->width, "Width in inches (default 5.5)")->check(CLI::Range(1.0, 20.0));
  command->add_flag("--no-note", a->noNote, "Leave out the small print with the choices behind the figure");
  command->add_flag("--hatch", a->hatch, "Hatch negative bars, for gray prints");
  command->callback([a, &action] { action = [a] { return figure(*a); }; });
}

}  // namespace spindle::app
