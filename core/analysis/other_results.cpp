// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/other_results.h"

#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/results/differing_choices.h"

#include <algorithm>

namespace spindle {
namespace {

std::string exampleOf(const AnalysisInfo& info) {
  std::string text = "spindle analyze " + info.name + " RESULTS.h5";
  for (std::size_t i = 0; i < std::max<std::size_t>(info.others.least, 1); ++i)
    text += " OTHER" + (i == 0 ? std::string() : std::to_string(i + 1)) + ".h5";
  return text + (info.others.most > info.others.least ? " ..." : "");
}

std::string filesText(std::size_t count) {
  return std::to_string(count) + (count == 1 ? " other results file" : " other results files");
}

std::vector<std::string> labelsOf(const std::vector<ResultsBeside>& results,
                                  const std::vector<std::filesystem::path>& places) {
  std::vector<std::string> labels;
  const auto repeated = [](const std::vector<std::string>& list, const std::string& one) {
    return std::count(list.begin(), list.end(), one) > 1;
  };
  for (const ResultsBeside& one : results) labels.push_back(one.header->run);
  const std::vector<std::string> runs = labels;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const std::filesystem::path place = places[i].has_filename() ? places[i] : places[i].parent_path();
    if (repeated(runs, runs[i]) && !place.empty())
      labels[i] = (place.extension() == ".h5" ? place.stem() : place.filename()).string();
  }
  const std::vector<std::string> named = labels;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (repeated(named, named[i])) labels[i] += " " + std::to_string(i + 1);
  }
  return labels;
}

std::vector<DifferingChoice> differencesOf(const std::vector<ResultsBeside>& results) {
  std::vector<const ResultsHeader*> headers;
  for (const ResultsBeside& one : results) headers.push_back(one.header);
  return differingChoices(headers);
}

}  // namespace

AnalysisFinding othersMissing(const AnalysisInfo& info) {
  return {info.title,
          "Takes at least " + filesText(info.others.least) + (info.others.what.empty() ? "" : " (") + info.others.what +
              (info.others.what.empty() ? "" : ")") + "; give them with File, Compare with run, or to " +
              exampleOf(info) + " on the command line.",
          {},
          FindingKind::missing};
}

void requireOthers(const AnalysisInfo& info, std::size_t given) {
  if (info.others.most == 0 && given > 0)
    throw UserError("analyze: " + info.name + " reads one results file and would ignore the " +
                    (given == 1 ? std::string("other one") : std::to_string(given) + " others") +
                    "; give one, or ask for an analysis that takes several (spindle analyze lists them).");
  if (given < info.others.least)
    throw UserError("analyze: " + info.name + " needs " + filesText(info.others.least) +
                    (info.others.least > given && given > 0 ? " and got " + std::to_string(given) : "") + ": " +
                    exampleOf(info));
  if (given > info.others.most)
    throw UserError("analyze: " + info.name + " takes at most " + filesText(info.others.most) + "; " +
                    std::to_string(given) + " are given.");
}

void requireOthersOfSome(const AnalysisList& list, std::size_t given) {
  std::size_t most = 0;
  for (const auto& analysis : list) most = std::max(most, analysis->info().others.most);
  if (given > most)
    throw UserError("analyze: no analysis takes more than " + filesText(most) + "; " + std::to_string(given) +
                    " are given.");
}

std::vector<ResultsBeside> resultsBeside(const AnalysisInput& input) {
  std::vector<ResultsBeside> all{{{}, &input.results->header(), input.strengths, &input.phases}};
  std::vector<std::filesystem::path> places{input.place};
  for (const auto& other : input.others) {
    all.push_back({{}, &other->results->header(), *other->strengths, other->phases.get()});
    places.push_back(other->place);
  }
  const std::vector<std::string> labels = labelsOf(all, places);
  for (std::size_t i = 0; i < all.size(); ++i) all[i].label = labels[i];
  return all;
}

AnalysisFinding differenceFinding(const std::vector<ResultsBeside>& results) {
  const std::vector<DifferingChoice> differing = differencesOf(results);
  if (differing.empty()) return {"Differs", "Nothing: the files hold the same measurement of the same run.", {}};
  std::string text;
  for (const DifferingChoice& one : differing)
    text += (text.empty() ? "Only what differs: " : "; ") + one.name + " (" + listed(one.values, 4) + ")";
  return {"Differs", text + ".", {{"differences", static_cast<double>(differing.size())}}};
}

Table differenceTable(const std::vector<ResultsBeside>& results) {
  Table table("differences", "What differs",
              {{"choice", "choice", ColumnKind::text},
               {"results", "results", ColumnKind::text},
               {"value", "value", ColumnKind::text}});
  for (const DifferingChoice& one : differencesOf(results)) {
    for (std::size_t i = 0; i < results.size(); ++i) table.addRow({one.name, results[i].label, one.values[i]});
  }
  table.setSpread("results", "value");
  return table;
}

}  // namespace spindle
