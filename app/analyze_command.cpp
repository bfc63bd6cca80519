// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/analysis_files.h"
#include "app/commands.h"
#include "app/drawing.h"
#include "app/own_options.h"
#include "app/salience_option.h"
#include "app/table.h"
#include "app/table_text.h"
#include "app/terminal_control.h"
#include "core/analysis/analysis_list.h"
#include "core/analysis/export_tables.h"
#include "core/analysis/other_results.h"
#include "core/analysis/representative.h"
#include "core/analysis/series_axis.h"
#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/results/open_results.h"
#include "core/results/parts/merge_shards.h"
#include "core/results/stored_choices.h"
#include "core/store/output_file.h"

#include <CLI/CLI.hpp>

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
  AnalysisList analyses;
  std::string name;
  std::vector<std::string> files;  ///< the results, then others beside them
  std::string csv, json, jsonl, npz, tex, figure, chart, at;
  std::shared_ptr<AnalysisFigure> look = analysisFigure();
  SalienceOption salience;
  PhaseOptions phases;
  OwnOptions own;
};

void listAnalyses(const AnalysisList& list) {
  std::vector<std::string> taking, alone;
  TextTable table({"name", "what it answers", "from"}, {Align::left, Align::left, Align::left});
  for (const auto& analysis : list) {
    const AnalysisInfo& info = analysis->info();
    table.addRow({info.name, info.sentence, info.paper});
    if (info.others.most > 0) taking.push_back(info.name);
    if (info.alone) alone.push_back(info.name);
  }
  table.print(std::cout);
  std::cout
      << "all   every one of them\n\nspindle analyze NAME RESULTS.h5 prints findings and tables; --csv FOLDER, "
         "--json FILE and --tex FILE write them.\nMore results files after the first go to the analyses that take "
         "several: "
      << listed(taking, taking.size()) << ".\nWithout any: " << listed(alone, alone.size()) << ".\n";
}

/// The analyses of this name, or all.
AnalysisList chosen(const AnalysisList& list, const std::string& name) {
  return name == "all" ? list : AnalysisList{analysisNamed(list, name)};
}

void printFindings(const std::vector<AnalysisFinding>& findings, std::ostream& out) {
  for (const AnalysisFinding& finding : findings)
    out << printable(finding.topic) << ": " << printable(finding.text) << '\n';
}

void printTables(const FoundAnalysis& found, const ResultsHeader& header, RunControl& control, std::ostream& out) {
  for (const TableMaker& maker : found.result->tables()) {
    if (maker.large) {
      out << "\n" << printable(maker.title) << ": in the files of --csv only.\n";
      continue;
    }
    const auto table = maker.make(control);
    out << "\n" << printable(table.title()) << '\n';
    printTable(table.wide(), shownRows, stepsAreEpochs(header), out);
  }
}

std::vector<FoundAnalysis> findAt(const AnalyzedResults& results, const AnalysisList& list, const Place& place) {
  std::vector<FoundAnalysis> all;
  for (const auto& analysis : list) {
    FoundAnalysis found{analysis, results.found.at(analysis->info().name), {}};
    found.findings = found.result->findings();
    for (AnalysisFinding& here : found.result->findingsAt(place)) {
      if (here.topic == "Here") here.topic = placeName(results.results->header(), place.checkpoint);
      found.findings.push_back(std::move(here));
    }
    all.push_back(std::move(found));
  }
  return all;
}

/// The files that were asked for; false when there are none.
bool write(const AnalyzeArguments& a, const AnalyzedPtr& analyzed, const std::vector<FoundAnalysis>& all,
           const Place& place, TerminalControl& control) {
  const AnalyzedResults& results = *analyzed;
  const ResultsHeader& header = results.results->header();
  const Salience& salience = results.choices.salience;
  if (!a.csv.empty()) {
    AnalysisList list;
    for (const FoundAnalysis& found : all) list.push_back(found.analysis);
    const auto others = a.name == "all" ? TableFolder::Others::remove : TableFolder::Others::keep;
    const auto names = exportTables(results, list, a.csv, others, control);
    control.clear();
    std::cout << printable(a.csv) << ": " << listed(names, names.size()) << ".\n";
  }
  if (!a.json.empty()) writeOutput(a.json, OutputFormat::json, jsonOf(all, header, salience, control));
  if (!a.jsonl.empty()) writeOutput(a.jsonl, OutputFormat::jsonl, jsonLinesOf(all, header, salience, control));
  if (!a.npz.empty()) writeOutput(a.npz, OutputFormat::npz, npzOf(all, control));
  if (!a.tex.empty()) writeOutput(a.tex, OutputFormat::tex, texOf(all, header, salience, control));
  if (!a.figure.empty()) {
    const auto at = a.at.empty() ? std::nullopt : std::optional(place.checkpoint);
    a.look->draw({analyzed, all.front().analysis, a.analyses, a.chart, at, place, !a.files.empty()}, a.figure);
  }
  return !a.csv.empty() || !a.json.empty() || !a.jsonl.empty() || !a.npz.empty() || !a.tex.empty() || !a.figure.empty();
}

/// Whether the analysis is asked for without results, and says something all the same.
bool isAlone(const AnalyzeArguments& a) {
  return a.files.empty() && a.name != "all" && analysisNamed(a.analyses, a.name)->info().alone;
}

void requireSense(const AnalyzeArguments& a) {
  if (a.files.empty() && !isAlone(a))
    throw UserError("analyze: give the results file after the name: spindle analyze " + a.name + " RESULTS.h5");
  if (a.name == "all" && !a.figure.empty())
    throw UserError("analyze: --figure draws one analysis; give its name in place of \"all\", or use spindle report.");
  if (a.figure.empty() && (!a.chart.empty() || a.look->given()))
    throw UserError("analyze: --chart, --width, --hatch and --no-note have an effect with --figure only; give both.");
  const std::vector<std::string> outputs{a.json, a.jsonl, a.npz, a.tex, a.figure};
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    for (std::size_t k = 0; k < i; ++k) requireDifferentOutputs(outputs[k], outputs[i]);
  }
}

/// The files beside the first. A file may be given twice.
std::vector<OtherFile> otherFiles(const AnalyzeArguments& a, const AnalysisList& list) {
  const std::size_t given = a.files.size() - 1;
  if (a.name == "all") {
    // With one file, analyses of several say what they need.
    if (given > 0) requireOthersOfSome(list, given);
  } else {
    requireOthers(list.front()->info(), given);
  }
  std::vector<OtherFile> others;
  for (std::size_t i = 1; i < a.files.size(); ++i) others.push_back({openResults(a.files[i]), a.files[i]});
  return others;
}

void printFound(const std::vector<FoundAnalysis>& all, const ResultsHeader& header, TerminalControl& control) {
  for (const FoundAnalysis& found : all) {
    std::cout << '\n' << found.analysis->info().title << " (" << found.analysis->info().paper << ")\n";
    printFindings(found.findings, std::cout);
    printTables(found, header, control, std::cout);
  }
}

void analyzeAlone(const AnalyzeArguments& a, const AnalysisList& list, TerminalControl& control) {
  AnalysisChoices choices{{}, a.phases, {}};
  Place place;
  a.own.take(list, choices, place.live, "analyze", a.name);
  const AnalyzedPtr found = analyzedAlone(list, choices, control);
  std::vector<FoundAnalysis> all;
  for (const auto& analysis : list) {
    const auto result = found->found.at(analysis->info().name);
    all.push_back({analysis, result, result->findings()});
  }
  if (!write(a, found, all, place, control)) printFound(all, found->results->header(), control);
}

void analyze(const AnalyzeArguments& a, TerminalControl& control) {
  const AnalysisList list = chosen(a.analyses, a.name);
  requireSense(a);
  if (isAlone(a)) return analyzeAlone(a, list, control);
  const std::shared_ptr<const ResultsReader> results = openResults(a.files.front());
  const std::vector<OtherFile> others = otherFiles(a, list);
  const ResultsHeader& header = results->header();
  AnalysisChoices choices{a.salience.over(storedSalience(header)), a.phases, {}};
  Place place;
  a.own.take(list, choices, place.live, "analyze", a.name);
  const AnalyzedPtr analyzedResults = analyzed(results, a.files.front(), list, choices, control, others);
  control.clear();
  const std::vector<std::size_t> known = knownCheckpoints(*analyzedResults->strengths);
  if (known.empty())
    throw UserError(header.run + ": the results hold no finished checkpoint; go on with spindle extract --resume.");
  place.checkpoint = known.back();
  if (!a.at.empty() && header.named()) {
    place.checkpoint = requireFrame(header, a.at);
  } else if (!a.at.empty()) {
    char* end = nullptr;
    const double step = std::strtod(a.at.c_str(), &end);
    if (*end != '\0' || !std::isfinite(step))
      throw UserError("analyze: --at takes a step; \"" + printable(a.at) + "\" is none.");
    place.checkpoint = checkpointsNearSteps(header, *analyzedResults->strengths, {step}).front();
  }
  const std::vector<FoundAnalysis> all = findAt(*analyzedResults, list, place);
  if (write(a, analyzedResults, all, place, control)) return;
  std::cout << printable(header.run) << ": " << printable(choicesLine(header, choices.salience)) << '\n';
  if (const std::string gaps = gapsSentence(*results); !gaps.empty()) std::cerr << "spindle: " << gaps << '\n';
  printFound(all, header, control);
}

int run(const AnalyzeArguments& a) {
  if (a.name.empty()) {
    listAnalyses(a.analyses);
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

void addAnalyzeCommand(CLI::App& app, Action& action, const AnalysisList& analyses) {
  auto* command = app.add_subcommand(
      "analyze", "Findings and tables of an analysis from a results file; without a name, lists the analyses");
  auto a = std::make_shared<AnalyzeArguments>();
  a->analyses = analyses;
  command->add_option("NAME", a->name, "Analysis, or all; without it they are listed");
  command->add_option("RESULTS", a->files, "Results file (.h5); others beside it, for analyses of several files");
  command->add_option("--csv", a->csv, "Write every table as tidy CSV into this folder");
  command->add_option("--json", a->json, "Write findings and tables as JSON");
  command->add_option("--jsonl", a->jsonl, "Write every table as JSON lines, one row a line");
  command->add_option("--npz", a->npz, "Write every table for NumPy (.npz), one array for each column");
  command->add_option("--tex", a->tex, "Write the tables for LaTeX (booktabs)");
  command->add_option("--figure", a->figure, "Write a figure: .pdf, .svg, .png or .tex (pgfplots)");
  command->add_option("--chart", a->chart, "With --figure: which figure or chart (default: the first figure)");
  a->look->addTo(*command);
  command->add_option("--at", a->at, "Step (or layer, model) for what belongs to one checkpoint (default: the last)");
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
  a->own.addTo(*command, analyses);
  command->callback([a, &action] { action = [a] { return run(*a); }; });
}

}  // namespace spindle::app
