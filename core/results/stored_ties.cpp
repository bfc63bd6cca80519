// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/stored_ties.h"

#include "core/base/user_error.h"
#include "core/results/open_results.h"
#include "core/results/results_options.h"
#include "core/results/stored_dynamics.h"

namespace spindle {
namespace {

TieBreak tiesOf(const ResultsHeader& header) {
  return readOptions(header).measurement.ties.value_or(TieBreak::none);
}

std::vector<SampleStrengths> strengthsOf(const ResultsReader& results, const Salience& salience, RunControl& control) {
  std::vector<SampleStrengths> strengths;
  for (std::size_t c = 0; c < results.header().checkpoints(); ++c) {
    if (control.stopRequested()) throw Stopped{};
    const StoredCheckpoint stored(results, c, salience.orderOne);
    strengths.emplace_back(stored.interactions(), salienceThreshold(stored.interactions(), salience));
  }
  return strengths;
}

/// Empty where there is no such end.
std::vector<SampleStrengths> besideStrengths(const ResultsReader& results, const std::filesystem::path& file,
                                             TieBreak end, const Salience& salience, TieEnds& ends,
                                             RunControl& control) {
  const auto path = tiesPath(file, end);
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return {};
  try {
    const auto other = openResults(path);
    if (sameScores(results.header(), other->header()) && tiesOf(other->header()) == end)
      return strengthsOf(*other, salience, control);
    ends.leftOut.push_back(path.filename().string() +
                           " is skipped: it does not hold the scores of these results; spindle ties computes it anew.");
  } catch (const UserError& problem) {
    ends.leftOut.push_back(path.filename().string() + " is skipped: " + problem.what());
  }
  return {};
}

}  // namespace

std::filesystem::path tiesPath(const std::filesystem::path& results, TieBreak ties) {
  auto path = results;
  path.replace_filename(results.stem().string() + ".ties-" + toText(ties) + results.extension().string());
  return path;
}

bool sameScores(const ResultsHeader& results, const ResultsHeader& other) {
  ResultsHeader asOther = results;
  ResultsOptions options = readOptions(results);
  options.measurement.ties = readOptions(other).measurement.ties;
  asOther.options = writeOptions(options);
  return sameMeasurement(asOther, other) && results.sampleVariables == other.sampleVariables &&
         results.step == other.step;
}

TieEnds storedTies(const ResultsReader& results, const std::filesystem::path& file,
                   std::span<const SampleStrengths> own, const Salience& salience, RunControl& control) {
  TieEnds ends;
  if (file.empty()) return ends;
  const TieBreak here = tiesOf(results.header());
  const auto end = [&](TieBreak wanted) {
    return here == wanted ? std::vector<SampleStrengths>(own.begin(), own.end())
                          : besideStrengths(results, file, wanted, salience, ends, control);
  };
  ends.high = end(TieBreak::high);
  if (!ends.high.empty()) ends.low = end(TieBreak::low);
  if (!ends.any()) ends.low.clear(), ends.high.clear();
  return ends;
}

}  // namespace spindle
