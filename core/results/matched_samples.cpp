// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/matched_samples.h"

#include "core/base/text.h"
#include "core/results/stored_variables.h"

#include <map>
#include <optional>

namespace spindle {
namespace {

using SampleKey = std::pair<std::int64_t, std::string>;

SampleKey keyOf(const ResultsHeader& header, std::size_t sample) {
  return {header.sampleIndex[sample], header.sampleNames[sample]};
}

/// Rows by number and name; none for those that stand there twice.
std::map<SampleKey, std::optional<std::size_t>> rowsOf(const ResultsHeader& header) {
  std::map<SampleKey, std::optional<std::size_t>> rows;
  for (std::size_t s = 0; s < header.samples(); ++s) {
    const auto [place, added] = rows.try_emplace(keyOf(header, s), s);
    if (!added) place->second.reset();
  }
  return rows;
}

/// Why the two rows cannot be compared; empty where they can.
std::string problem(const ResultsHeader& a, std::size_t i, const ResultsHeader& b, std::size_t j) {
  if (a.sampleTarget[i] != b.sampleTarget[j]) return "another label";
  if (a.source.known() && b.source.known() && a.source.samples.at(i) != b.source.samples.at(j)) return "other contents";
  if (a.variables != b.variables)
    return "other input variables (" + std::to_string(a.variables) + " here, " + std::to_string(b.variables) +
           " there)";
  const std::vector<StoredVariable> one = storedVariables(a, i), other = storedVariables(b, j);
  if (one != other) return "other input variables";
  for (const StoredVariable& variable : one) {
    if (variable == StoredVariable{}) return "input variables that the files do not describe";
  }
  return {};
}

std::string sampleText(const ResultsHeader& header, std::size_t sample) {
  return header.sampleNames[sample].empty() ? "number " + std::to_string(header.sampleIndex[sample])
                                            : header.sampleNames[sample];
}

}  // namespace

MatchedSamples matchedSamples(const ResultsHeader& here, const ResultsHeader& there, const std::string& name) {
  MatchedSamples matched;
  const auto rowsHere = rowsOf(here), rowsThere = rowsOf(there);
  std::map<std::string, std::vector<std::string>> leftOut;  // reason, samples
  for (std::size_t s = 0; s < here.samples(); ++s) {
    const SampleKey key = keyOf(here, s);
    const auto other = rowsThere.find(key);
    std::string reason = "no partner";
    if (!rowsHere.at(key) || (other != rowsThere.end() && !other->second))
      reason = "twice in one of the files";
    else if (other != rowsThere.end())
      reason = problem(here, s, there, *other->second);
    if (reason.empty())
      matched.rows.emplace_back(s, *other->second);
    else
      leftOut[reason].push_back(sampleText(here, s));
  }
  std::size_t extra = 0;
  for (const auto& [key, row] : rowsThere) extra += rowsHere.contains(key) ? 0 : 1;
  if (leftOut.empty() && extra == 0) return matched;
  std::string reasons;
  for (const auto& [reason, samples] : leftOut)
    reasons += (reasons.empty() ? "" : "; ") + std::to_string(samples.size()) + " with " + reason + " (" +
               listed(samples, 3) + ")";
  if (extra > 0)
    reasons += (reasons.empty() ? "" : "; ") + std::to_string(extra) + (extra == 1 ? " that is" : " that are") +
               " in " + name + " only";
  matched.leftOut = std::to_string(matched.rows.size()) + " of " + std::to_string(here.samples()) +
                    " samples can be compared with those of " + name + "; left out: " + reasons + ".";
  return matched;
}

}  // namespace spindle
