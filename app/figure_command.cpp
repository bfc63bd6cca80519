// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands.h"
#include "app/computed_results.h"
#include "app/figure_options.h"
#include "app/figure_recipe.h"
#include "app/gui_application.h"
#include "app/number_list.h"
#include "app/own_options.h"
#include "app/salience_option.h"
#include "app/terminal_control.h"
#include "core/analysis/series_axis.h"
#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/base/version.h"
#include "core/chart/table_formats.h"
#include "core/results/open_results.h"
#include "core/results/parts/merge_shards.h"
#include "core/results/stored_choices.h"
#include "core/store/output_file.h"
#include "ui/figure/embedded_recipe.h"
#include "ui/figure/figure_file.h"
#include "ui/figure/figure_text.h"
#include "ui/figure/figure_warnings.h"
#include "ui/figure/sample_figure.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>
#include <memory>
#include <optional>

namespace spindle::app {
namespace {

namespace fs = std::filesystem;

struct FigureArguments {
  AnalysisList analyses;
  std::vector<std::string> results;
  std::string output, kind, chart, steps, page, again, data, caption, run;
  std::optional<std::size_t> sample;
  std::size_t top = 0;
  bool raw = false, check = false;
  SalienceOption salience;
  PhaseOptions phases;
  FigureOptions look;
  OwnOptions own;
};

std::shared_ptr<const ResultsReader> opened(const std::string& file) {
  const std::shared_ptr<const ResultsReader> results = openResults(file);
  if (const std::string gaps = gapsSentence(*results); !gaps.empty())
    std::cerr << "spindle: " << printable(file) << ": " << gaps << '\n';
  return results;
}

/// On a page, analyses that need other files beside theirs have all the others.
AnalyzedPtr withOthers(const AnalyzedPtr& alone, const std::vector<OtherFile>& all, const AnalysisList& needed,
                       RunControl& control) {
  AnalysisList several;
  for (const auto& analysis : needed) {
    if (analysis->info().others.least > 0) several.push_back(analysis);
  }
  if (several.empty() || all.size() < 2) return alone;
  std::vector<OtherFile> others;
  for (const OtherFile& one : all) {
    if (one.results != alone->results) others.push_back(one);
  }
  auto both = std::make_shared<AnalyzedResults>(*alone);
  const AnalyzedPtr beside = analyzed(alone->results, alone->file, several, alone->choices, control, others);
  for (const auto& [name, result] : beside->found) both->found[name] = result;
  both->others = beside->others;  // results refer to them
  return both;
}

std::vector<AnalyzedPtr> read(const std::vector<std::string>& files, const FigureOrder& order,
                              const AnalysisList& analyses, RunControl& control) {
  const AnalysisList needed = analysesFor(order, analyses);
  std::vector<OtherFile> all;
  for (const std::string& file : files) all.push_back({opened(file), file});
  if (order.beside)
    return {analyzed(all.front().results, files.front(), needed, order.choices, control, {all.begin() + 1, all.end()})};
  std::vector<AnalyzedPtr> read;
  for (const OtherFile& one : all) {
    const AnalyzedPtr alone = analyzed(one.results, one.file, needed, order.choices, control);
    read.push_back(order.page ? withOthers(alone, all, needed, control) : alone);
  }
  return read;
}

void write(const FigureArguments& a, const FigureOrder& order, const std::vector<AnalyzedPtr>& files,
           const std::string& recipe) {
  FigurePage page = pageOf(order, files, a.analyses);
  page.recipe = recipe;
  writeFigure(page, order.style, a.output);
  if (a.check) {
    for (const std::string& warning : figureWarnings(page, order.style, a.look.columnInches()))
      std::cerr << "spindle: " << printable(a.output) << ": " << printable(warning) << '\n';
  }
  const auto put = [](const std::string& file, OutputFormat format, const std::string& text) {
    if (!file.empty()) writeOutput(file, format, text);
  };
  put(a.data, OutputFormat::table, csvText(figureTable(page.figure), page.run));
  put(a.caption, OutputFormat::tex, draftCaption(page.figure, *files.front()));
}

constexpr const char* noSample =
    "figure: --run, --sample and --top have an effect with --kind sample only; leave them out.";

/// What only a figure of a sample has. run: its folder, or empty.
void takeSample(FigureOrder& order, const FigureArguments& a, const std::string& file, const std::string& run) {
  const bool shown = order.page && order.page->showsSamples();
  if (shown && a.top == 0) {
    order.inputs = [run](const AnalyzedResults& results, std::size_t row) {
      return inputOf(results.results->header(), results.file, row, run);
    };
  } else if (order.page || order.kind != "sample") {
    if (!a.run.empty() || a.top > 0)
      throw UserError(shown ? "figure: --top has no effect with --page; write it in its file." : noSample);
  } else {
    if (!order.chart.empty()) throw UserError("figure: --chart has no effect with --kind sample; leave it out.");
    order.input = inputOf(openResults(file)->header(), file, order.sample, run);
  }
}

/// --sample belongs to the kind sample, or to an analysis that has such an option.
void takeSampleNumber(FigureOrder& order, const FigureArguments& a, const AnalysisList& needed, OwnOptions& own) {
  if (!a.sample) return;
  const auto takes = [](const auto& analysis) {
    const auto& options = analysis->info().options;
    return std::any_of(options.begin(), options.end(), [](const OptionInfo& one) { return one.name == "sample"; });
  };
  if (!order.page && order.kind == "sample" && order.chart.empty())
    order.sample = *a.sample;
  else if (std::any_of(needed.begin(), needed.end(), takes))
    own.set("sample", std::to_string(*a.sample));
  else
    throw UserError(noSample);
}

FigureOrder orderOf(const FigureArguments& a) {
  if (a.results.empty())
    throw UserError("figure: give the results file: spindle figure RESULTS.h5 -o " + a.output +
                    ", or a figure to make anew with --again.");
  FigureOrder order;
  if (!a.page.empty()) {
    if (!a.kind.empty() || !a.chart.empty() || !a.steps.empty() || a.raw)
      throw UserError("figure: --kind, --chart, --steps and --raw have no effect with --page; write them in its file.");
    order.page = readPagePlan(a.page);
    order.pageFile = a.page;
  }
  if (!a.kind.empty() || !a.chart.empty()) order.kind = a.kind;
  order.chart = a.chart;
  order.raw = a.raw;
  if (order.raw && order.kind != "dynamics")
    throw UserError("figure: --raw has an effect on --kind dynamics only; leave it out.");
  const AnalysisList needed = analysesFor(order, a.analyses);
  if (!order.page && a.results.size() > 1 && takesOthers(order, a.analyses)) {
    order.beside = true;
    const std::size_t most = needed.front()->info().others.most;
    if (a.results.size() - 1 > most)
      throw UserError("figure: " + needed.front()->info().name + " takes at most " + std::to_string(most) +
                      " results files beside the first; " + std::to_string(a.results.size() - 1) + " are given.");
  }
  const std::shared_ptr<const ResultsReader> first = openResults(a.results.front());
  const ResultsHeader& header = first->header();
  if (!a.steps.empty() && header.named()) {
    for (const std::string& name : parseNames(a.steps, "--steps"))
      order.steps.push_back(header.step[requireFrame(header, name)]);
  } else if (!a.steps.empty()) {
    order.steps = parseNumbers(a.steps, "--steps");
  }
  order.choices.salience = a.salience.over(storedSalience(header));
  order.choices.phases = a.phases;
  OwnOptions own = a.own;
  takeSampleNumber(order, a, needed, own);
  own.take(needed, order.choices, order.live, "figure", "this figure");
  if (!order.page && order.kind == "sample") order.top = a.top;
  order.style = a.look.style();
  return order;
}

void makeAgain(const FigureArguments& a, RunControl& control) {
  if (!a.kind.empty() || !a.chart.empty() || !a.steps.empty() || !a.page.empty() || a.raw || a.look.given() ||
      a.own.given() || a.sample || a.top > 0 || a.salience.over({}) != Salience{} || a.phases != PhaseOptions{})
    throw UserError("figure: --again takes every choice from " + a.again +
                    "; leave the other options out, or leave out --again.");
  FigureRecipe recipe = readRecipe(embeddedRecipe(a.again), a.again, a.analyses);
  if (recipe.order.film) throw UserError(a.again + " is an animation; use spindle animate --again.");
  const std::vector<std::string> files = sourceFiles(recipe, a.again, a.results, "spindle figure");
  takeSample(recipe.order, a, files.front(), a.run);
  const std::vector<AnalyzedPtr> found = read(files, recipe.order, a.analyses, control);
  const std::string now = recipeAgain(recipe, a.again, found, a.analyses);
  if (recipe.version != programVersion)
    std::cerr << "spindle: " << printable(a.again) << " was made by version " << printable(recipe.version)
              << ", this is " << programVersion << ".\n";
  write(a, recipe.order, found, now);
}

int figure(const FigureArguments& given) {
  const auto application = displaylessApplication();
  TerminalControl control;
  FigureArguments a = given;
  try {
    if (a.results.size() == 1 && fs::is_directory(a.results.front())) {
      if (a.run.empty() && a.kind == "sample") a.run = a.results.front();
      a.results.front() = computedResults(a.results.front(), a.output, control).string();
    }
    requireDifferentOutputs(a.output, a.data);
    requireDifferentOutputs(a.output, a.caption);
    if (a.again.empty()) {
      FigureOrder order = orderOf(a);
      takeSample(order, a, a.results.front(), a.run);
      const std::vector<AnalyzedPtr> files = read(a.results, order, a.analyses, control);
      write(a, order, files, recipeOf(order, files, a.analyses));
    } else {
      makeAgain(a, control);
    }
    control.clear();
    return done;
  } catch (const Stopped&) {
    control.clear();
    std::cerr << "spindle: stopped; no figure was written.\n";
    return stopped;
  }
}

std::string kindsHelp(const AnalysisList& analyses) {
  std::string text =
      "dynamics: bars at chosen steps and the gap of the losses, a row for each results file (default); "
      "sample: an input with its variables and strongest interactions";
  for (const NamedFigure& one : allFigures(analyses)) text += "; " + one.figure.name + ": " + one.figure.title;
  return text;
}

}  // namespace

void addFigureCommand(CLI::App& app, Action& action, const AnalysisList& analyses) {
  auto* command =
      app.add_subcommand("figure", "A figure for a paper from results files: PDF, SVG, EPS, PNG or pgfplots");
  auto a = std::make_shared<FigureArguments>();
  a->analyses = analyses;
  command->add_option("RESULTS", a->results,
                      "Results file (.h5), or a run folder, whose results are computed beside the figure; several are "
                      "rows of the dynamics, panels of a page, or what compare, replicates and other analyses of "
                      "several files lay beside the first");
  command
      ->add_option("-o,--output", a->output,
                   "File to write; its ending (.pdf, .svg, .eps, .png, .tex) selects the format")
      ->required();
  command->add_option("--kind", a->kind, kindsHelp(analyses));
  command->add_option("--chart", a->chart, "One chart of a figure or analysis, such as noise, alone");
  command->add_option("--steps", a->steps,
                      "Steps (or layers, models) to show, such as 0,34,6000 (default: first, end of phase one, "
                      "phase-two start, one between, "
                      "last)");
  command->add_flag("--raw", a->raw, "dynamics: strength in place of shares, each panel with its own scale");
  command->add_option("--sample", a->sample, "sample, values: its number in the results, from 0 (default 0)");
  command->add_option("--top", a->top, "sample: how many interactions (default: 4 on pictures, 8 on words and columns)")
      ->check(CLI::Range(std::size_t{1}, mostInteractions));
  command->add_option("--run", a->run, "sample: the run folder with the input (default: where the results are)");
  command->add_option("--page", a->page, "A page of your own: JSON with rows of charts, as README shows");
  command->add_option(
      "--again", a->again,
      "Make this figure anew, from what it says of how it was made; the results are looked for beside it");
  command->add_option("--data", a->data, "Write what the figure shows as tidy CSV");
  command->add_option("--caption", a->caption, "Write a draft of the caption for LaTeX (.tex)");
  command->add_flag("--check", a->check,
                    "Say what an editor would complain of: text below 6 points, texts on each other, colors that merge "
                    "in gray print or for color-blind readers, a figure wider than the column");
  a->salience.addTo(*command, "default: as stored");
  for (const auto& [name, value] : {std::pair("tie", &a->phases.tie), std::pair("rise", &a->phases.rise),
                                    std::pair("gap-share", &a->phases.gapShare)}) {
    for (const OptionInfo& option : sharedOptions()) {
      if (option.name != name) continue;
      command->add_option(std::string("--") + name, *value, option.tip + " (default " + shortest(option.usual) + ")")
          ->check(CLI::Range(option.low, option.high));
    }
  }
  a->look.addTo(*command);
  a->own.addTo(*command, analyses);
  command->callback([a, &action] { action = [a] { return figure(*a); }; });
}

}  // namespace spindle::app
