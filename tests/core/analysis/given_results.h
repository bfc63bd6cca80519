// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/game/coalition.h"
#include "core/store/results_file.h"

#include <cmath>
#include <map>
#include <string>
#include <vector>

namespace spindle::test {

/// Results in memory whose AND interactions a test gives one by one: [checkpoint][sample] mask -> effect. Scores are
/// those of the effects. The headers are those of one run, for tests to change. Counts how often tables are read.
class GivenResults : public ResultsReader {
 public:
  using Effects = std::map<Coalition, double>;

  GivenResults(int n, const std::vector<std::vector<Effects>>& effects) {
    header_.run = "given";
    header_.version = "0.1.0";
    header_.options = R"({"score":"log-odds"})";
    header_.variables = n;
    for (std::size_t c = 0; c < effects.size(); ++c) {
      header_.step.push_back(std::pow(10.0, static_cast<double>(c)));
      header_.epoch.push_back(static_cast<double>(c));
      header_.trainLoss.push_back(1.0 / static_cast<double>(c + 1));
      header_.testLoss.push_back(1.5 / static_cast<double>(c + 1));
      header_.checkpointNames.push_back("step" + std::to_string(c) + ".pt");
      auto& row = pairs_.emplace_back();
      for (const Effects& one : effects[c]) row.push_back(pairOf(n, one));
    }
    std::string variables = "[";
    for (int i = 1; i <= n; ++i) variables += (i > 1 ? "," : "") + (R"({"name":"part )" + std::to_string(i) + R"("})");
    for (std::size_t s = 0; s < effects.front().size(); ++s) {
      header_.sampleIndex.push_back(static_cast<std::int64_t>(s));
      header_.sampleTarget.push_back(0);
      header_.sampleNames.push_back("sample_" + std::to_string(s));
      header_.sampleVariables.push_back(variables + "]");
    }
  }

  mutable std::size_t reads = 0;
  ResultsHeader& headerToChange() { return header_; }

  [[nodiscard]] const ResultsHeader& header() const override { return header_; }
  [[nodiscard]] bool done(std::size_t, std::size_t) const override { return true; }
  [[nodiscard]] PairResult pair(std::size_t c, std::size_t s) const override {
    ++reads;
    return pairs_.at(c).at(s);
  }
  [[nodiscard]] StrengthRow strength(std::size_t) const override { return {}; }
  [[nodiscard]] double threshold(std::size_t) const override { return 0.0; }
  [[nodiscard]] PhaseRecord phase() const override { return {}; }
  [[nodiscard]] bool stopped() const override { return false; }
  void refresh() override {}

 private:
  static PairResult pairOf(int n, const Effects& effects) {
    PairResult pair;
    pair.andPart = pair.orPart = pair.values = CoalitionTable(n);
    for (const auto& [mask, effect] : effects) {
      pair.andPart[mask] = effect;
      pair.l1 += std::abs(effect);
      for (Coalition t = 0; t < pair.values.size(); ++t) pair.values[t] += (t & mask) == mask ? effect : 0.0;
    }
    pair.lowerBound = pair.l1;
    return pair;
  }

  ResultsHeader header_;
  std::vector<std::vector<PairResult>> pairs_;
};

}  // namespace spindle::test
