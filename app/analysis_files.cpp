// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/analysis_files.h"

#include "core/base/text.h"
#include "core/base/version.h"
#include "core/chart/table_formats.h"
#include "core/chart/table_npz.h"
#include "core/results/stored_choices.h"

#include <nlohmann/json.hpp>

#include <cmath>

namespace spindle::app {
namespace {

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

}  // namespace

std::string jsonOf(const std::vector<FoundAnalysis>& all, const ResultsHeader& header, const Salience& salience,
                   RunControl& control) {
  nlohmann::ordered_json json{{"spindle", programVersion},
                              {"run", printable(header.run)},
                              {"computed_by", printable(header.version)},
                              {"salience", toText(salience)},
                              {"choices", printable(choicesLine(header, salience))}};
  auto& analyses = json["analyses"] = nlohmann::ordered_json::object();
  for (const FoundAnalysis& found : all) {
    auto& one = analyses[found.analysis->info().name];
    one["findings"] = findingsJson(found.findings);
    for (const TableMaker& maker : found.result->tables()) {
      if (!maker.large) one["tables"][maker.name] = nlohmann::json::parse(jsonText(maker.make(control)));
    }
  }
  return json.dump(1) + '\n';
}

std::string jsonLinesOf(const std::vector<FoundAnalysis>& all, const ResultsHeader& header, const Salience& salience,
                        RunControl& control) {
  const nlohmann::ordered_json choices = printable(choicesLine(header, salience));
  std::string text = std::string("{\"spindle\": \"") + programVersion + "\", \"choices\": " + choices.dump() + "}\n";
  for (const FoundAnalysis& found : all) {
    for (const TableMaker& maker : found.result->tables()) text += jsonLines(maker.make(control), header.run);
  }
  return text;
}

std::string npzOf(const std::vector<FoundAnalysis>& all, RunControl& control) {
  std::vector<Table> tables;
  for (const FoundAnalysis& found : all) {
    for (const TableMaker& maker : found.result->tables()) tables.push_back(maker.make(control));
  }
  return npzBytes(tables, programVersion);
}

std::string texOf(const std::vector<FoundAnalysis>& all, const ResultsHeader& header, const Salience& salience,
                  RunControl& control) {
  std::string text = "% Written by Spindle\n% " + printable(header.run) + ": " +
                     printable(choicesLine(header, salience)) + "\n% Needs \\usepackage{booktabs}\n";
  for (const FoundAnalysis& found : all) {
    for (const TableMaker& maker : found.result->tables()) {
      if (!maker.large) text += '\n' + latexText(maker.make(control));
    }
  }
  return text;
}

}  // namespace spindle::app
