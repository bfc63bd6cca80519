// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/joint/matched_networks.h"

#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/results/results_options.h"
#include "core/results/stored_variables.h"

#include <algorithm>
#include <map>

namespace spindle {
namespace {

struct Pairing {
  std::size_t row = 0;
  std::string problem;  ///< why there is no partner; empty where there is one
};

bool contentsKnown(const ResultsHeader& header) {
  return header.source.samples.size() == header.samples();
}

/// The sample of the same number and name there, and whether all else agrees.
Pairing partner(const ResultsHeader& here, std::size_t sample, const ResultsHeader& there) {
  std::vector<std::size_t> found;
  for (std::size_t s = 0; s < there.samples(); ++s) {
    if (there.sampleIndex[s] == here.sampleIndex[sample] && there.sampleNames[s] == here.sampleNames[sample])
      found.push_back(s);
  }
  if (found.empty()) return {0, "no partner"};
  if (found.size() > 1) return {0, "several partners"};
  const std::size_t row = found.front();
  if (there.sampleTarget[row] != here.sampleTarget[sample]) return {0, "another label"};
  if (contentsKnown(here) && contentsKnown(there) && there.source.samples[row] != here.source.samples[sample])
    return {0, "other contents"};
  if (storedVariables(there, row) != storedVariables(here, sample)) return {0, "other input variables"};
  return {row, {}};
}

bool standsTwice(const ResultsHeader& header, std::size_t sample) {
  for (std::size_t s = 0; s < header.samples(); ++s) {
    if (s != sample && header.sampleIndex[s] == header.sampleIndex[sample] &&
        header.sampleNames[s] == header.sampleNames[sample])
      return true;
  }
  return false;
}

std::string counted(std::size_t count, const std::string& what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

/// Scores of other kinds have no common unit; a smaller difference is only told.
void compareOptions(const ResultsHeader& here, const ResultsHeader& there, const std::string& first,
                    const std::string& name, std::vector<std::string>& notes) {
  const auto a = readOptions(here).measurement, b = readOptions(there).measurement;
  if (a.score && b.score && *a.score != *b.score)
    throw UserError("The networks of " + first + " and " + name + " were measured with different scores (" +
                    toText(*a.score) + " and " + toText(*b.score) + "); compute both with the same score.");
  auto names = differingOptions(a, b);
  std::erase_if(names, [](const std::string& option) { return option == "batch" || option == "share_first_layer"; });
  if (!names.empty()) notes.push_back(first + " and " + name + " differ in the options " + listed(names) + ".");
}

void matchSamples(const std::vector<std::shared_ptr<ResultsReader>>& results, const std::vector<std::string>& names,
                  MatchedNetworks& matched) {
  const ResultsHeader& first = results.front()->header();
  std::map<std::string, std::size_t> problems;  // sentence parts, by number of samples
  for (std::size_t s = 0; s < first.samples(); ++s) {
    std::vector<std::size_t> rows{s};
    std::string problem = standsTwice(first, s) ? "a double in " + names[0] : std::string();
    for (std::size_t i = 1; i < results.size() && problem.empty(); ++i) {
      const Pairing pairing = partner(first, s, results[i]->header());
      if (!pairing.problem.empty()) problem = pairing.problem + " in " + names[i];
      rows.push_back(pairing.row);
    }
    if (!problem.empty()) {
      ++problems[problem];
      continue;
    }
    for (std::size_t i = 0; i < rows.size(); ++i) matched.samples[i].push_back(rows[i]);
  }
  std::vector<std::string> parts;
  for (const auto& [problem, count] : problems) parts.push_back(std::to_string(count) + " with " + problem);
  if (matched.samples[0].empty())
    throw UserError("The results have no sample in common, by number, name, label, contents and input variables: of " +
                    names[0] + ", " + listed(parts) + "; extract all from the same samples with the same variables.");
  if (!parts.empty()) matched.notes.push_back("Of the samples of " + names[0] + ", " + listed(parts) + ": left out.");
  for (std::size_t i = 1; i < results.size(); ++i) {
    const std::size_t others = results[i]->header().samples() - matched.samples[i].size();
    if (others > 0 && parts.empty())
      matched.notes.push_back(counted(others, "sample") + " of " + names[i] + " " + (others == 1 ? "has" : "have") +
                              " no partner in " + names[0] + ": left out.");
  }
}

void matchCheckpoints(const std::vector<std::shared_ptr<ResultsReader>>& results, const std::vector<std::string>& names,
                      MatchedNetworks& matched) {
  const ResultsHeader& first = results.front()->header();
  for (std::size_t c = 0; c < first.checkpoints(); ++c) {
    std::vector<std::size_t> rows;
    for (const auto& network : results) {
      const ResultsHeader& header = network->header();
      const auto& steps = header.step;
      const auto found = std::find(steps.begin(), steps.end(), first.step[c]);
      if (found == steps.end()) break;
      if (first.named() &&
          header.checkpointNames[static_cast<std::size_t>(found - steps.begin())] != first.checkpointNames[c])
        break;
      rows.push_back(static_cast<std::size_t>(found - steps.begin()));
    }
    if (rows.size() < results.size()) continue;
    for (std::size_t i = 0; i < rows.size(); ++i) matched.checkpoints[i].push_back(rows[i]);
  }
  const std::size_t common = matched.checkpoints[0].size();
  if (common == 0 && first.named())
    throw UserError("The results have no frame of one name at one place in common: " + names[0] + " begins with " +
                    first.checkpointNames.front() + ", " + names[1] + " with " +
                    results[1]->header().checkpointNames.front() + "; compute them for the same layers or models.");
  if (common == 0)
    throw UserError("The results have no training step in common: " + names[0] + " has steps " +
                    shortest(first.step.front()) + " to " + shortest(first.step.back()) + ", " + names[1] + " " +
                    shortest(results[1]->header().step.front()) + " to " + shortest(results[1]->header().step.back()) +
                    "; save checkpoints at the same steps.");
  for (std::size_t i = 0; i < results.size(); ++i) {
    const std::size_t all = results[i]->header().checkpoints();
    if (all > common)
      matched.notes.push_back(counted(all - common, "checkpoint") + " of " + names[i] + " " +
                              (all - common == 1 ? "has" : "have") + " a step that not all results have: left out.");
  }
}

}  // namespace

MatchedNetworks matchedNetworks(const std::vector<std::shared_ptr<ResultsReader>>& results,
                                const std::vector<std::string>& names) {
  MatchedNetworks matched;
  matched.samples.resize(results.size());
  matched.checkpoints.resize(results.size());
  const ResultsHeader& first = results.front()->header();
  for (std::size_t i = 1; i < results.size(); ++i) {
    const ResultsHeader& other = results[i]->header();
    if (other.variables != first.variables)
      throw UserError("The samples of " + names[0] + " have " + std::to_string(first.variables) +
                      " input variables, those of " + names[i] + " " + std::to_string(other.variables) +
                      "; extract both with the same variables.");
    if (other.series != first.series || other.axis != first.axis)
      throw UserError(names[0] + " and " + names[i] + " run over different axes (" +
                      (first.axis.empty() ? toText(first.series) : first.axis) + " and " +
                      (other.axis.empty() ? toText(other.series) : other.axis) + "); compute both over the same.");
    compareOptions(first, other, names[0], names[i], matched.notes);
  }
  matchSamples(results, names, matched);
  matchCheckpoints(results, names, matched);
  return matched;
}

}  // namespace spindle
