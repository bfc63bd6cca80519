// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands.h"
#include "app/salience_option.h"
#include "app/table.h"
#include "app/table_text.h"
#include "app/terminal_control.h"
#include "core/analysis/analyzed_results.h"
#include "core/analysis/representative.h"
#include "core/analysis/series_axis.h"
#include "core/analysis/table_folder.h"
#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/base/version.h"
#include "core/chart/table_formats.h"
#include "core/results/stored_choices.h"
#include "core/store/output_file.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <optional>

namespace spindle::app {
namespace {

constexpr std::size_t shownRows = 60;

struct AnalyzeArguments {
  std::string name, results, csv, json, tex, at;
  SalienceOption salience;
  PhaseOptions phases;
  std::map<std::string, std::string> own;  ///< options of analyses, as given
};

void listAnalyses() {
  TextTable table({"name", "what it answers", "from"}, {Align::left, Align::left, Align::left});
  for (const auto& analysis : allAnalyses()) {
    const AnalysisInfo& info = analysis->info();
    table.addRow({info.name, info.sentence, info.paper});
  }
  table.print(std::cout);
  std::cout << "all   every one of them\n\nspindle analyze NAME RESULTS.h5 prints findings and tables; --csv FOLDER, "
               "--json FILE and --tex FILE write them.\n";
}

/// The analyses of this name, or all.
AnalysisList chosen(const std::string& name) {
  const AnalysisList list = allAnalyses();
  return name == "all" ? list : AnalysisList{analysisNamed(list, name)};
}

/// Puts the options of analyses into the choices. Throws UserError for values out of range, and for options of an
/// analysis that was not chosen: they would change nothing.
void takeOwnOptions(const AnalyzeArguments& a, const AnalysisList& list, AnalysisChoices& choices, Place& place) {
  for (const auto& [name, text] : a.own) {
    bool known = false;
    for (const auto& analysis : list) {
      for (const OptionInfo& option : analysis->info().options) {
        if (option.name != name) continue;
        known = true;
        char* end = nullptr;
        const double value = std::strtod(text.c_str(), &end);
        const bool whole = option.kind != OptionKind::count || value == std::floor(value);
        if (text.empty() || *end != '\0' || !(value >= option.low && value <= option.high) || !whole)
          throw UserError("analyze: --" + name + " takes a " +
                          (option.kind == OptionKind::count ? "whole number" : "number") + " from " +
                          shortest(option.low) + " to " + shortest(option.high) + "; \"" + printable(text) +
                          "\" is none.");
        if (option.invalidates == Level::live) {
          place.live.set(name, value);
        } else {
          choices.options[analysis->info().name].set(name, value);
        }
      }
    }
    if (!known)
      throw UserError("analyze: --" + name + " has no effect on " + a.name +
                      ", which would print the same without it; leave it out.");
  }
}

struct Found {
  std::shared_ptr<const Analysis> analysis;
  std::shared_ptr<const AnalysisResult> result;
  std::vector<AnalysisFinding> findings;  ///< of the whole, then of the place
};

void printFindings(const std::vector<AnalysisFinding>& findings, std::ostream& out) {
  for (const AnalysisFinding& finding : findings) out << finding.topic << ": " << printable(finding.text) << '\n';
}

void printTables(const Found& found, const ResultsHeader& header, RunControl& control, std::ostream& out) {
  for (const TableMaker& maker : found.result->tables()) {
    if (maker.large) {
      out << "\n" << maker.title << ": in the files of --csv only.\n";
      continue;
    }
    const auto table = maker.make(control);
    out << "\n" << table.title() << '\n';
    printTable(table.wide(), shownRows, stepsAreEpochs(header), out);
  }
}

nlohmann::json findingsJson(const std::vector<AnalysisFinding>& findings) {
  auto list = nlohmann::json::array();
  for (const AnalysisFinding& finding : findings) {
    auto numbers = nlohmann::json::object();
    for (const auto& [name, value] : finding.numbers)
      numbers[name] = std::isfinite(value) ? nlohmann::json(value) : nullptr;
    list.push_back({{"topic", finding.topic},
                    {"text", printable(finding.text)},
                    {"kind", finding.kind == FindingKind::result    ? "result"
                             : finding.kind == FindingKind::caution ? "caution"
                                                                    : "missing"},
                    {"numbers", numbers}});
  }
  return list;
}

std::string jsonOf(const std::vector<Found>& all, const ResultsHeader& header, const AnalysisChoices& choices,
                   RunControl& control) {
  nlohmann::ordered_json json{{"spindle", programVersion},
                              {"run", printable(header.run)},
                              {"computed_by", printable(header.version)},
                              {"salience", toText(choices.salience)},
                              {"choices", printable(choicesLine(header, choices.salience))}};
  auto& analyses = json["analyses"] = nlohmann::ordered_json::object();
  for (const Found& found : all) {
    auto& one = analyses[found.analysis->info().name];
    one["findings"] = findingsJson(found.findings);
    for (const TableMaker& maker : found.result->tables()) {
      if (!maker.large) one["tables"][maker.name] = nlohmann::json::parse(jsonText(maker.make(control)));
    }
  }
  return json.dump(1) + '\n';
}

std::string texOf(const std::vector<Found>& all, const ResultsHeader& header, const AnalysisChoices& choices,
                  RunControl& control) {
  std::string text = "% Written by Spindle\n% " + printable(header.run) + ": " +
                     printable(choicesLine(header, choices.salience)) + "\n% Needs \\usepackage{booktabs}\n";
  for (const Found& found : all) {
    for (const TableMaker& maker : found.result->tables()) {
      if (!maker.large) text += '\n' + latexText(maker.make(control));
    }
  }
  return text;
}

void analyze(const AnalyzeArguments& a, TerminalControl& control) {
  const AnalysisList list = chosen(a.name);
  if (a.results.empty())
    throw UserError("analyze: give the results file after the name: spindle analyze " + a.name + " RESULTS.h5");
  requireDifferentOutputs(a.json, a.tex);
  const std::shared_ptr<const ResultsReader> results = ResultsReader::open(a.results);
  const ResultsHeader& header = results->header();
  AnalysisChoices choices{a.salience.over(storedSalience(header)), a.phases, {}};
  Place place;
  takeOwnOptions(a, list, choices, place);
  const AnalyzedPtr analyzedResults = analyzed(results, a.results, list, choices, control);
  control.clear();
  const std::vector<std::size_t> known = knownCheckpoints(*analyzedResults->strengths);
  if (known.empty())
    throw UserError(header.run + ": the results hold no finished checkpoint; go on with spindle extract --resume.");
  place.checkpoint = known.back();
  if (!a.at.empty()) {
    char* end = nullptr;
    const double step = std::strtod(a.at.c_str(), &end);
    if (*end != '\0' || !std::isfinite(step))
      throw UserError("analyze: --at takes a step; \"" + printable(a.at) + "\" is none.");
    place.checkpoint = checkpointsNearSteps(header, *analyzedResults->strengths, {step}).front();
  }
  std::vector<Found> all;
  for (const auto& analysis : list) {
    Found found{analysis, analyzedResults->found.at(analysis->info().name), {}};
    found.findings = found.result->findings();
    for (AnalysisFinding& here : found.result->findingsAt(place)) {
      if (here.topic == "Here") here.topic = placeName(header, place.checkpoint);
      found.findings.push_back(std::move(here));
    }
    all.push_back(std::move(found));
  }
  if (!a.csv.empty()) {
    TableFolder folder(a.csv);
    for (const Found& found : all) {
      for (const TableMaker& maker : found.result->tables())
        folder.add(maker.name + ".csv", csvText(maker.make(control), header.run));
    }
    const auto names = folder.publish(a.name == "all" ? TableFolder::Others::remove : TableFolder::Others::keep);
    control.clear();
    std::cout << printable(a.csv) << ": " << listed(names, names.size()) << ".\n";
  }
  if (!a.json.empty()) writeOutput(a.json, OutputFormat::json, jsonOf(all, header, choices, control));
  if (!a.tex.empty()) writeOutput(a.tex, OutputFormat::tex, texOf(all, header, choices, control));
  if (!a.csv.empty() || !a.json.empty() || !a.tex.empty()) return;
  std::cout << printable(header.run) << ": " << printable(choicesLine(header, choices.salience)) << '\n';
  for (const Found& found : all) {
    std::cout << '\n' << found.analysis->info().title << " (" << found.analysis->info().paper << ")\n";
    printFindings(found.findings, std::cout);
    printTables(found, header, control, std::cout);
  }
}

int run(const AnalyzeArguments& a) {
  if (a.name.empty()) {
    listAnalyses();
    return done;
  }
  TerminalControl control;
  try {
    analyze(a, control);
    return done;
  } catch (const Stopped&) {
    control.clear();
    std::cerr << "spindle: stopped; nothing was written.\n";
    return stopped;
  }
}

}  // namespace

void addAnalyzeCommand(CLI::App& app, Action& action) {
  auto* command = app.add_subcommand(
      "analyze", "Findings and tables of an analysis from a results file; without a name, lists the analyses");
  auto a = std::make_shared<AnalyzeArguments>();
  command->add_option("NAME", a->name, "Analysis, or all; without it they are listed");
  command->add_option("RESULTS", a->results, "Results file (.h5)");
  command->add_option("--csv", a->csv, "Write every table as tidy CSV into this folder");
  command->add_option("--json", a->json, "Write findings and tables as JSON");
  command->add_option("--tex", a->tex, "Write the tables for LaTeX (booktabs)");
  command->add_option("--at", a->at, "Step at which findings of one checkpoint are told (default: the last)");
  a->salience.addTo(*command, "default: as stored");
  const auto shared = [&](const char* name, double& value) {
    for (const OptionInfo& option : sharedOptions()) {
      if (option.name != name) continue;
      command->add_option(std::string("--") + name, value, option.tip + " (default " + shortest(option.usual) + ")")
          ->check(CLI::Range(option.low, option.high));
    }
  };
  shared("tie", a->phases.tie);
  shared("rise", a->phases.rise);
  shared("gap-share", a->phases.gapShare);
  for (const auto& analysis : allAnalyses()) {
    for (const OptionInfo& option : analysis->info().options)
      command->add_option_function<std::string>(
          "--" + option.name, [a, name = option.name](const std::string& text) { a->own[name] = text; },
          analysis->info().name + ": " + option.tip);
  }
  command->callback([a, &action] { action = [a] { return run(*a); }; });
}

}  // namespace spindle::app
