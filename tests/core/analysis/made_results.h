// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/game/moebius.h"
#include "core/results/sampled_context_orders.h"
#include "core/results/stored_kernel.h"
#include "core/store/results_file.h"
#include "tests/core/analysis/made_gates.h"
#include "tests/core/dynamics/random_tables.h"

#include <cmath>
#include <string>
#include <utility>
#include <vector>

namespace spindle::test {

/// Results in memory: random games whose interactions are large at low orders first and at high orders later, half of
/// the samples of each set, one mislabeled, and one pair that was not computed. Counts how often tables are read.
class MadeResults : public ResultsReader {
 public:
  MadeResults(int n, std::size_t checkpoints, std::size_t samples) {
    header_.run = "made_up 50 % & more";
    header_.version = "0.1.0";
    header_.variables = n;
    std::string splits, flags, names = R"([{"name":"left & right"})";
    for (int i = 2; i <= n; ++i) names += R"(,{"name":"part )" + std::to_string(i) + R"("})";
    names += "]";
    for (std::size_t s = 0; s < samples; ++s) {
      splits += std::string(s == 0 ? "" : ",") + (s % 2 == 0 ? "\"train\"" : "\"test\"");
      flags += std::string(s == 0 ? "" : ",") + (s == 2 ? "true" : "false");
      header_.sampleIndex.push_back(static_cast<std::int64_t>(10 + s));
      header_.sampleTarget.push_back(static_cast<std::int64_t>(s / 4));
      header_.sampleNames.push_back(s == 0 ? "" : "sample_" + std::to_string(s));
      header_.sampleVariables.push_back(names);
    }
    header_.options = R"({"score":"log-odds","splits":[)" + splits + R"(],"mislabeled":[)" + flags + "]}";
    header_.logged = {{"accuracy", {}}, {"lr", {}}};
    for (std::size_t c = 0; c < checkpoints; ++c) {
      header_.logged[0].values.push_back(1.0 - 1.0 / static_cast<double>(c + 2));
      header_.logged[1].values.push_back(c == 1 ? std::nan("") : 0.1);
    }
    header_.measurements = {asStored(madeOrders(checkpoints, samples)), asStored(madeKernel(checkpoints))};
    Dice dice(7);
    for (std::size_t c = 0; c < checkpoints; ++c) {
      header_.step.push_back(std::pow(4.0, static_cast<double>(c)) - 1.0);
      header_.epoch.push_back(0.5 * static_cast<double>(c));
      header_.trainLoss.push_back(2.0 / static_cast<double>(c + 1));
      header_.testLoss.push_back(c < 3 ? 2.0 / static_cast<double>(c + 1) : 0.7 + 0.1 * static_cast<double>(c));
      header_.checkpointNames.push_back("step" + std::to_string(c) + ".pt");
      const double peak = std::abs(static_cast<double>(c) - 2.0) + 1.0;
      for (std::size_t s = 0; s < samples; ++s) pairs_.push_back(made(n, peak, dice));
    }
    header_.measurements.push_back(asStored(madeGates(checkpoints, samples)));
  }

  mutable std::size_t reads = 0;

  /// The same numbers over layers, the last of them the network's output.
  void overDepth(std::vector<std::string> names) {
    header_.series = SeriesKind::depth;
    header_.checkpointNames = std::move(names);
    for (std::size_t c = 0; c < header_.checkpoints(); ++c) header_.step[c] = static_cast<double>(c);
    header_.epoch.assign(header_.checkpoints(), std::nan(""));
  }

  /// The same numbers over another one.
  void overAxis(SeriesKind kind, std::string name, std::vector<double> values) {
    header_.series = kind;
    header_.axis = std::move(name);
    header_.step = std::move(values);
    header_.epoch.assign(header_.checkpoints(), std::nan(""));
  }

  [[nodiscard]] const ResultsHeader& header() const override { return header_; }
  [[nodiscard]] bool done(std::size_t c, std::size_t s) const override { return c != 1 || s != 1; }
  [[nodiscard]] PairResult pair(std::size_t c, std::size_t s) const override {
    ++reads;
    return pairs_.at(c * header_.samples() + s);
  }
  [[nodiscard]] StrengthRow strength(std::size_t) const override { return {}; }
  [[nodiscard]] double threshold(std::size_t) const override { return 0.0; }
  [[nodiscard]] PhaseRecord phase() const override { return {}; }
  [[nodiscard]] bool stopped() const override { return false; }
  void refresh() override {}

 private:
  /// 100 patches, three context orders; nothing is known of checkpoint 1.
  static SampledContextOrders madeOrders(std::size_t checkpoints, std::size_t samples) {
    SampledContextOrders orders{{100, "patches of a 10x10 grid", 2, 20, 10, 1, {0, 49, 98}}, {}, {}};
    orders.strength = {"strength", {checkpoints, samples, 3}, {}};
    orders.square = {"square", {checkpoints, samples, 3}, {}};
    for (std::size_t c = 0; c < checkpoints; ++c) {
      for (std::size_t s = 0; s < samples; ++s) {
        for (const double value : {3.0, 1.0, 2.0}) {
          orders.strength.values.push_back(c == 1 ? std::nan("") : value);
          orders.square.values.push_back(c == 1 ? std::nan("") : value == 1.0 ? -0.25 : value * value);
        }
      }
    }
    return orders;
  }

  /// Of the first two samples; nothing is known of checkpoint 1.
  static TangentKernel madeKernel(std::size_t checkpoints) {
    TangentKernel kernel{"*",
                         40,
                         {},
                         {"ntk", {checkpoints, 2, 2}, {}},
                         {"eigenvalues", {checkpoints, 2, 1}, {}},
                         {"normalized_eigenvalues", {checkpoints, 2, 1}, {}}};
    for (std::size_t c = 0; c < checkpoints; ++c) {
      const double a = c == 1 ? std::nan("") : 1.0 + static_cast<double>(c), b = 0.5 * a * std::cos(0.3 * a);
      for (const double value : {a, b, b, a}) kernel.ntk.values.push_back(value);
      for (const double value : {a - std::abs(b), a + std::abs(b)}) {
        kernel.eigenvalues.values.push_back(value);
        kernel.normalized.values.push_back(value / a);
      }
    }
    return kernel;
  }

  static PairResult made(int n, double peak, Dice& dice) {
    PairResult pair;
    pair.andPart = pair.orPart = pair.values = CoalitionTable(n);
    for (Coalition t = 1; t < pair.values.size(); ++t) {
      const double distance = std::abs(static_cast<double>(order(t)) - peak);
      pair.andPart[t] = dice.normal() * std::exp(-2.0 * distance);
      pair.orPart[t] = order(t) < 2 ? 0.0 : dice.normal() * std::exp(-2.0 * distance);
    }
    std::vector<double> andScores(pair.andPart.values().begin(), pair.andPart.values().end());
    std::vector<double> orScores(pair.orPart.values().begin(), pair.orPart.values().end());
    zeta(andScores);
    orInverse(orScores, 0.0);
    for (Coalition t = 0; t < pair.values.size(); ++t) {
      pair.values[t] = andScores[t] + orScores[t];
      pair.l1 += std::abs(pair.andPart[t]) + std::abs(pair.orPart[t]);
    }
    pair.lowerBound = 0.99 * pair.l1;
    return pair;
  }

  ResultsHeader header_;
  std::vector<PairResult> pairs_;
};

}  // namespace spindle::test
