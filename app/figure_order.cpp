// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/figure_order.h"

#include "app/own_options.h"
#include "core/analysis/representative.h"
#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/results/stored_choices.h"
#include "ui/figure/dynamics_figure.h"
#include "ui/figure/sample_figure.h"
#include "ui/figure/venue.h"

#include <QCryptographicHash>
#include <QFile>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace spindle::app {
namespace {

/// The venue whose width, font and sizes a style has, and whether it is the full width.
std::optional<std::pair<std::string, bool>> venueOf(const FigureStyle& style) {
  for (const Venue& venue : knownVenues()) {
    if (styled(style, venue, false) == style) return std::pair(venue.name, false);
    if (styled(style, venue, true) == style) return std::pair(venue.name, true);
  }
  return std::nullopt;
}

std::string styleOptions(const FigureStyle& style) {
  const FigureStyle usual;
  std::string text;
  const auto number = [&](const char* name, double value, double plain) {
    if (value != plain) text += std::string(" --") + name + " " + shortest(value);
  };
  const auto sizes = [](const FigureStyle& s) {
    return std::tuple(s.widthInches, s.labelPoints, s.tickPoints, s.lines, s.font);
  };
  if (const auto venue = sizes(style) == sizes(usual) ? std::nullopt : venueOf(style)) {
    text += " --venue " + venue->first + (venue->second ? " --column full" : "");
  } else {
    number("width", style.widthInches, usual.widthInches);
    number("labels", style.labelPoints, usual.labelPoints);
    number("ticks", style.tickPoints, usual.tickPoints);
    number("lines", style.lines, usual.lines);
    if (style.font != usual.font) text += " --font " + toText(style.font);
  }
  if (style.palette != usual.palette) text += " --palette " + toText(style.palette);
  if (style.hatchNegative) text += " --hatch";
  if (style.outlines) text += " --outlines";
  if (!style.note) text += " --no-note";
  number("dpi", style.pngDpi, usual.pngDpi);
  if (style.transparent) text += " --transparent";
  return text;
}

/// A figure or a chart of one analysis.
FigureCharts oneFigure(const FigureOrder& order, const AnalyzedResults& results, const AnalysisList& list) {
  const auto analysis = analysisFor(list, order.kind, order.chart);
  const std::vector<std::size_t> places =
      checkpointsNearSteps(results.results->header(), *results.strengths, order.steps);
  const std::string& wanted = order.chart.empty() ? order.kind : order.chart;
  for (const FigureInfo& figure : analysis->info().figures) {
    if (figure.name == wanted || (order.chart.empty() && analysis->info().name == wanted))
      return figureCharts(results, {analysis, figure}, places, order.live);
  }
  std::vector<Chart> charts = chartsNamed(results, analysis, wanted, places, order.live);
  const std::string title = charts.front().title;
  return {order.chart, title, title + ".", {std::move(charts)}, false};
}

}  // namespace

AnalysisList analysesFor(const FigureOrder& order, const AnalysisList& list) {
  if (order.page) return spindle::analysesFor(*order.page, list);
  if ((order.kind == "dynamics" && order.chart.empty()) || order.kind == "sample") return {};
  return {analysisFor(list, order.kind, order.chart)};
}

bool takesOthers(const FigureOrder& order, const AnalysisList& list) {
  const AnalysisList needed = analysesFor(order, list);
  return std::any_of(needed.begin(), needed.end(),
                     [](const auto& analysis) { return analysis->info().others.most > 0; });
}

std::vector<std::filesystem::path> filesOf(const FigureOrder& order, std::span<const AnalyzedPtr> files) {
  std::vector<std::filesystem::path> all;
  for (const AnalyzedPtr& file : files) {
    all.push_back(file->file);
    if (!order.beside) continue;
    for (const OtherFile& other : file->otherFiles) all.push_back(other.file);
  }
  return all;
}

FigurePage pageOf(const FigureOrder& order, std::span<const AnalyzedPtr> files, const AnalysisList& list) {
  const AnalyzedResults& first = *files.front();
  const auto made = [&]() -> FigureCharts {
    if (order.page) return composedPage(*order.page, files, list, order.inputs);
    if (order.kind == "dynamics" && order.chart.empty()) return dynamicsFigure(files, {order.steps, order.raw});
    if (order.kind == "sample" && files.size() == 1) {
      if (!order.input)
        throw UserError("Results hold no inputs; open the run folder that they come from, or give it with --run.");
      return sampleFigure(first, *order.input, {order.sample, order.top, order.steps});
    }
    if (files.size() > 1)
      throw UserError("A figure of kind \"" + order.kind +
                      "\" shows one results file; several are rows of --kind dynamics, or panels of a --page.");
    return oneFigure(order, first, list);
  };
  FigurePage page = figurePage(made(), first);
  for (const AnalyzedPtr& file : files.subspan(1)) {
    const std::string other = choicesLine(file->results->header(), file->choices.salience);
    if (page.note.find(other) == std::string::npos) page.note += "; " + file->results->header().run + ": " + other;
  }
  return page;
}

std::string shellWord(const std::string& word) {
  constexpr std::string_view plain = "/.-_%:,+=0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  if (!word.empty() && word.find_first_not_of(plain) == std::string::npos && word.front() != '-') return word;
  std::string text = "'";
  for (const char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return text + "'";
}

namespace {

std::string filmCommand(const FigureOrder& order, const std::vector<std::string>& files, const std::string& output) {
  std::string text = "spindle animate";
  for (const std::string& file : files) text += " " + shellWord(file);
  if (order.kind != "bars") text += " --kind " + order.kind;
  if (order.kind == "sample") text += " --run RUN --sample " + std::to_string(order.sample);
  if (order.top > 0) text += " --top " + std::to_string(order.top);
  if (order.raw) text += " --raw";
  const AnimationSpec& film = *order.film;
  text += " --size " + std::to_string(film.size.width()) + "x" + std::to_string(film.size.height());
  text += " --seconds " + shortest(film.seconds) + " --fps " + std::to_string(film.framesPerSecond);
  if (film.scale == AxisScale::linear) text += " --scale linear";
  return text + " -o " + shellWord(output);
}

}  // namespace

std::string commandOf(const FigureOrder& order, const std::vector<std::string>& files, const std::string& output,
                      const AnalysisList& list) {
  if (order.film) return filmCommand(order, files, output);
  std::string text = "spindle figure";
  for (const std::string& file : files) text += " " + shellWord(file);
  if (order.page) {
    text += " --page " + shellWord(order.pageFile);
    if (order.page->showsSamples()) text += " --run RUN";
  } else {
    if (!order.kind.empty() && (order.kind != "dynamics" || !order.chart.empty()))
      text += " --kind " + shellWord(order.kind);
    if (!order.chart.empty()) text += " --chart " + shellWord(order.chart);
    std::string steps;
    for (const double step : order.steps) steps += (steps.empty() ? "" : ",") + shortest(step);
    if (!steps.empty()) text += " --steps " + steps;
    if (order.raw) text += " --raw";
    if (order.kind == "sample") text += " --run RUN --sample " + std::to_string(order.sample);
    if (order.top > 0) text += " --top " + std::to_string(order.top);
  }
  const AnalysisChoices& choices = order.choices;
  const PhaseOptions usual;
  text += " --threshold " + toText(choices.salience.rule);
  if (choices.salience.factor != usualFactor(choices.salience.rule))
    text += " --factor " + shortest(choices.salience.factor);
  text += " --order-one " + toText(choices.salience.orderOne);
  if (choices.phases.tie != usual.tie) text += " --tie " + shortest(choices.phases.tie);
  if (choices.phases.rise != usual.rise) text += " --rise " + shortest(choices.phases.rise);
  if (choices.phases.gapShare != usual.gapShare) text += " --gap-share " + shortest(choices.phases.gapShare);
  text += ownOptionsText(analysesFor(order, list), choices, order.live);
  return text + styleOptions(order.style) + " -o " + shellWord(output);
}

}  // namespace spindle::app
