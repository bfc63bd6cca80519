// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/written_results.h"

#include "core/base/user_error.h"
#include "core/store/results_layout.h"

#include <algorithm>
#include <stdexcept>

namespace spindle {

void requireConsistent(const ResultsHeader& header) {
  const std::size_t c = header.checkpoints(), s = header.samples();
  const bool checkpoints = c > 0 && header.epoch.size() == c && header.trainLoss.size() == c &&
                           header.testLoss.size() == c && header.checkpointNames.size() == c;
  const bool samples =
      s > 0 && header.sampleTarget.size() == s && header.sampleNames.size() == s && header.sampleVariables.size() == s;
  const bool source =
      !header.source.known() || (header.source.checkpoints.size() == c && header.source.samples.size() == s);
  const bool logged = std::all_of(header.logged.begin(), header.logged.end(),
                                  [c](const LoggedColumn& column) { return column.values.size() == c; });
  if (!checkpoints || !samples || !source || !logged)
    throw std::invalid_argument("a results header whose lists differ in length");
  if (header.variables < 1 || header.variables > maxVariables)
    throw std::invalid_argument("a results header without 1 to 20 variables");
}

void refuseOther(const std::string& file, const std::string& what) {
  throw OtherResults("The results in " + file + " were computed with other " + what +
                     " and cannot be resumed; choose another file, or compute them anew.");
}

void requireReplaceable(const std::filesystem::path& results) {
  std::error_code error;
  const auto status = std::filesystem::symlink_status(results, error);
  if (!std::filesystem::exists(status)) return;
  if (std::filesystem::is_symlink(status))
    throw UserError(results.string() + " is a link that leads to no file; remove it, or choose another file.");
  try {
    ResultsLayout::open(results);
  } catch (const UserError&) {
    throw UserError(results.string() +
                    " exists and is not a results file that this Spindle can read; choose another file, or delete it.");
  }
}

ResultsHeader ofCheckpoint(const ResultsHeader& header, std::size_t checkpoint) {
  ResultsHeader one = header;
  one.step = {header.step[checkpoint]};
  one.epoch = {header.epoch[checkpoint]};
  one.trainLoss = {header.trainLoss[checkpoint]};
  one.testLoss = {header.testLoss[checkpoint]};
  one.checkpointNames = {header.checkpointNames[checkpoint]};
  one.measurements.clear();
  for (LoggedColumn& column : one.logged) column.values = {column.values[checkpoint]};
  if (header.source.known()) one.source.checkpoints = {header.source.checkpoints[checkpoint]};
  return one;
}

void requireFits(const ResultsHeader& header, std::size_t checkpoint, const std::vector<PairResult>& samples,
                 const StrengthRow& strength) {
  const auto n = static_cast<std::size_t>(header.variables);
  const auto fits = [&](const std::vector<double>& row) { return row.empty() || row.size() == n; };
  if (checkpoint >= header.checkpoints() || samples.size() != header.samples() || !fits(strength.positive) ||
      !fits(strength.negative))
    throw std::invalid_argument("results of another shape than their header");
  for (const auto& sample : samples) {
    const int v = sample.values.variables();
    if (v != 0 && (v != header.variables || sample.andPart.variables() != v || sample.orPart.variables() != v))
      throw std::invalid_argument("tables of another number of variables than their header");
  }
}

bool anyDone(const std::vector<std::uint8_t>& done) {
  return std::any_of(done.begin(), done.end(), [](std::uint8_t d) { return d != 0; });
}

bool allDone(const std::vector<std::uint8_t>& done) {
  return std::all_of(done.begin(), done.end(), [](std::uint8_t d) { return d != 0; });
}

}  // namespace spindle
