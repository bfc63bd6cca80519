// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/page_plan.h"

#include "core/analysis/representative.h"
#include "core/base/text.h"
#include "core/base/user_error.h"
#include "ui/figure/dynamics_figure.h"
#include "ui/figure/json_file.h"
#include "ui/figure/sample_figure.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace spindle {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t mostRows = 20, mostPanels = 12, mostSteps = 12, mostResults = 1000, mostSamples = 1000000000;

void requireKeys(const Json& object, const std::vector<std::string>& keys, const std::string& where) {
  for (const auto& [key, value] : object.items()) {
    if (std::find(keys.begin(), keys.end(), key) == keys.end())
      throw UserError(where + ": there is no key \"" + printable(key) + "\"; it takes " + listed(keys, keys.size()) +
                      ".");
  }
}

std::string textIn(const Json& object, const char* key, const std::string& where) {
  if (!object.contains(key)) return {};
  if (!object[key].is_string()) throw UserError(where + ": \"" + key + "\" must be a text.");
  return printable(object[key].get<std::string>());
}

bool flagIn(const Json& object, const char* key, bool usual, const std::string& where) {
  if (!object.contains(key)) return usual;
  if (!object[key].is_boolean()) throw UserError(where + ": \"" + key + "\" must be true or false.");
  return object[key].get<bool>();
}

std::vector<double> stepsIn(const Json& object, const std::string& where) {
  std::vector<double> steps;
  if (!object.contains("steps")) return steps;
  const Json& list = object["steps"];
  const auto isStep = [](const Json& step) { return step.is_number() && step.get<double>() >= 0.0; };
  if (!list.is_array() || list.size() > mostSteps || !std::all_of(list.begin(), list.end(), isStep))
    throw UserError(where + ": \"steps\" must be a list of up to " + std::to_string(mostSteps) +
                    " steps, such as [0, 37, 6000].");
  for (const Json& step : list) steps.push_back(step.get<double>());
  return steps;
}

std::size_t countIn(const Json& object, const char* key, std::size_t low, std::size_t high, std::size_t usual,
                    const std::string& where, const std::string& what) {
  if (!object.contains(key)) return usual;
  const Json& number = object[key];
  if (number.is_number_unsigned() && number.get<std::size_t>() >= low && number.get<std::size_t>() <= high)
    return number.get<std::size_t>();
  throw UserError(where + ": \"" + key + "\" must be " + what + ".");
}

PagePlan::Panel panelFrom(const Json& object, const std::string& where) {
  if (!object.is_object()) throw UserError(where + ": expected an object such as {\"chart\": \"losses\"}.");
  requireKeys(object, {"kind", "chart", "steps", "results", "sample", "top", "letter", "heading", "width"}, where);
  PagePlan::Panel panel;
  panel.kind = textIn(object, "kind", where);
  panel.chart = textIn(object, "chart", where);
  panel.steps = stepsIn(object, where);
  if (panel.kind.empty() && panel.chart.empty())
    throw UserError(where + ": give \"chart\", the name of a chart, or \"kind\", that of a figure.");
  panel.results =
      countIn(object, "results", 1, mostResults, panel.results, where, "the number of a results file, from 1");
  if (!panel.isSample() && (object.contains("sample") || object.contains("top")))
    throw UserError(where + ": \"sample\" and \"top\" have an effect with \"kind\": \"sample\" only; leave them out.");
  panel.sample = countIn(object, "sample", 0, mostSamples, 0, where, "the number of a sample in the results, from 0");
  panel.top = countIn(object, "top", 1, mostInteractions, 0, where,
                      "a number of interactions from 1 to " + std::to_string(mostInteractions));
  if (object.contains("letter")) panel.letter = textIn(object, "letter", where);
  if (object.contains("heading")) panel.heading = textIn(object, "heading", where);
  if (object.contains("width")) {
    const Json& width = object["width"];
    if (!width.is_number() || !(width.get<double>() >= 0.2 && width.get<double>() <= 10.0))
      throw UserError(where + ": \"width\" must be a number from 0.2 to 10.");
    panel.width = width.get<double>();
  }
  return panel;
}

PagePlan::Row rowFrom(const Json& json, const std::string& where) {
  PagePlan::Row row;
  const Json* panels = &json;
  if (json.is_object()) {
    requireKeys(json, {"title", "panels"}, where);
    row.title = textIn(json, "title", where);
    if (!json.contains("panels")) throw UserError(where + ": \"panels\" is missing, the list of its charts.");
    panels = &json["panels"];
  }
  if (!panels->is_array() || panels->empty() || panels->size() > mostPanels)
    throw UserError(where + ": expected a list of 1 to " + std::to_string(mostPanels) + " panels.");
  for (const Json& panel : *panels)
    row.panels.push_back(panelFrom(panel, where + ", panel " + std::to_string(row.panels.size() + 1)));
  return row;
}

Json asJson(const PagePlan::Panel& panel) {
  Json json = Json::object();
  if (!panel.kind.empty()) json["kind"] = panel.kind;
  if (!panel.chart.empty()) json["chart"] = panel.chart;
  if (!panel.steps.empty()) json["steps"] = panel.steps;
  if (panel.results != 1) json["results"] = panel.results;
  if (panel.sample != 0) json["sample"] = panel.sample;
  if (panel.top != 0) json["top"] = panel.top;
  if (panel.letter) json["letter"] = *panel.letter;
  if (panel.heading) json["heading"] = *panel.heading;
  if (panel.width != 1.0) json["width"] = panel.width;
  return json;
}

/// The charts of a panel, with what stands beside and above them where they have it.
struct Charts {
  std::vector<Chart> charts;
  FigureLine line = {};
  bool ownScales = false;
};

Charts chartsOf(const PagePlan::Panel& panel, std::span<const AnalyzedPtr> files, const AnalysisList& list,
                const InputOf& inputs) {
  if (panel.results > files.size())
    throw UserError("The page shows results file " + std::to_string(panel.results) + ", but " +
                    std::to_string(files.size()) + " were given; give them all, in order.");
  const AnalyzedResults& results = *files[panel.results - 1];
  if (panel.isDynamics()) {
    FigureCharts made = dynamicsFigure(files.subspan(panel.results - 1, 1), {panel.steps, false});
    return {std::move(made.rows.front()), std::move(made.lines.front())};
  }
  if (panel.isSample()) {
    if (!inputs) throw UserError("Results hold no inputs; give the run folder that they come from with --run RUN.");
    return {sampleFigure(results, *inputs(results, panel.sample), {panel.sample, panel.top, panel.steps}).flat()};
  }
  const auto analysis = analysisFor(list, panel.kind, panel.chart);
  const std::vector<std::size_t> places =
      checkpointsNearSteps(results.results->header(), *results.strengths, panel.steps);
  if (!panel.chart.empty()) return {chartsNamed(results, analysis, panel.chart, places)};
  const auto& figures = analysis->info().figures;
  const auto figure =
      std::find_if(figures.begin(), figures.end(), [&](const FigureInfo& info) { return info.name == panel.kind; });
  if (figure == figures.end() && figures.empty())
    throw UserError("\"" + panel.kind + "\" has no figure; name one of its charts with \"chart\".");
  const FigureInfo& shown = figure == figures.end() ? figures.front() : *figure;
  return {figureCharts(results, {analysis, shown}, places).flat(), {}, shown.ownScales};
}

/// a, b, ..., z, aa, ab, ...
std::string letterOf(std::size_t number) {
  constexpr std::size_t letters = 26;
  const std::string last(1, static_cast<char>('a' + number % letters));
  return number < letters ? last : letterOf(number / letters - 1) + last;
}

}  // namespace

PagePlan pagePlanFrom(const Json& json, const std::string& where) {
  if (!json.is_object()) throw UserError(where + ": expected a JSON object with \"rows\".");
  requireKeys(json, {"spindle", "letters", "shared", "caption", "rows"}, where);
  PagePlan plan;
  plan.letters = flagIn(json, "letters", true, where);
  plan.shared = flagIn(json, "shared", true, where);
  plan.caption = textIn(json, "caption", where);
  if (!json.contains("rows") || !json["rows"].is_array() || json["rows"].empty() || json["rows"].size() > mostRows)
    throw UserError(where + ": \"rows\" must be a list of 1 to " + std::to_string(mostRows) +
                    " rows, each a list of panels such as {\"chart\": \"losses\"}.");
  for (const Json& row : json["rows"])
    plan.rows.push_back(rowFrom(row, where + ", row " + std::to_string(plan.rows.size() + 1)));
  return plan;
}

PagePlan readPagePlan(const std::filesystem::path& file) {
  return pagePlanFrom(readJsonObject(file), file.string());
}

Json asJson(const PagePlan& plan) {
  Json json = Json::object();
  if (!plan.letters) json["letters"] = false;
  if (!plan.shared) json["shared"] = false;
  if (!plan.caption.empty()) json["caption"] = plan.caption;
  json["rows"] = Json::array();
  for (const PagePlan::Row& row : plan.rows) {
    Json panels = Json::array();
    for (const PagePlan::Panel& panel : row.panels) panels.push_back(asJson(panel));
    json["rows"].push_back(row.title.empty() ? panels : Json{{"title", row.title}, {"panels", panels}});
  }
  return json;
}

std::shared_ptr<const Analysis> analysisFor(const AnalysisList& list, const std::string& kind,
                                            const std::string& chart) {
  std::vector<std::string> names;
  for (const auto& analysis : list) {
    for (const FigureInfo& figure : analysis->info().figures) {
      if (!kind.empty() && figure.name == kind) return analysis;
      names.push_back(figure.name);
    }
  }
  for (const auto& analysis : list) {
    if (!kind.empty() && analysis->info().name == kind) return analysis;
    if (!kind.empty()) continue;
    for (const FigureInfo& figure : analysis->info().figures) {
      for (const auto& row : figure.rows) {
        if (std::find(row.begin(), row.end(), chart) != row.end()) return analysis;
      }
    }
  }
  if (kind.empty())
    throw UserError("No figure has a chart \"" + printable(chart) +
                    "\"; give the analysis it belongs to as its \"kind\" (spindle analyze lists them).");
  throw UserError("\"" + printable(kind) + "\" is not a kind of figure; choose one of dynamics, sample, " +
                  listed(names, names.size()) + ".");
}

bool PagePlan::showsSamples() const {
  return std::any_of(rows.begin(), rows.end(), [](const Row& row) {
    return std::any_of(row.panels.begin(), row.panels.end(), [](const Panel& panel) { return panel.isSample(); });
  });
}

AnalysisList analysesFor(const PagePlan& plan, const AnalysisList& list) {
  AnalysisList needed;
  for (const PagePlan::Row& row : plan.rows) {
    for (const PagePlan::Panel& panel : row.panels) {
      if (panel.isDynamics() || panel.isSample()) continue;
      const auto analysis = analysisFor(list, panel.kind, panel.chart);
      if (std::find(needed.begin(), needed.end(), analysis) == needed.end()) needed.push_back(analysis);
    }
  }
  return needed;
}

FigureCharts composedPage(const PagePlan& plan, std::span<const AnalyzedPtr> files, const AnalysisList& list,
                          const InputOf& inputs) {
  FigureCharts page{"page", "Page", plan.caption, {}, !plan.shared};
  std::size_t number = 0;
  for (const PagePlan::Row& row : plan.rows) {
    std::vector<Chart> charts;
    FigureLine line{row.title};
    for (const PagePlan::Panel& panel : row.panels) {
      const std::string automatic = letterOf(number++);
      Charts made = chartsOf(panel, files, list, inputs);
      for (FigureLine::Span span : made.line.spans) {
        span.first += charts.size();
        line.spans.push_back(std::move(span));
      }
      for (std::size_t i = 0; i < made.charts.size(); ++i) {
        Chart& chart = made.charts[i];
        if (panel.heading) chart.heading = *panel.heading;
        line.letters.push_back(i > 0 ? "" : panel.letter ? *panel.letter : plan.letters ? automatic : "");
        line.widths.push_back(panel.width * (i < made.line.widths.size() ? made.line.widths[i] : 1.0));
        charts.push_back(std::move(chart));
      }
      line.ownScales = line.ownScales || made.ownScales;
    }
    page.rows.push_back(std::move(charts));
    page.lines.push_back(std::move(line));
  }
  if (page.sentence.empty()) {
    for (const auto& row : page.rows) {
      for (const Chart& chart : row) page.sentence += (page.sentence.empty() ? "" : " ") + chart.title + ".";
    }
  }
  return page;
}

}  // namespace spindle
