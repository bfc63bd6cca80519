// SPDX-License-Identifier: GPL-3.0-or-later
// Transforms and the solver on real scores, one sample at a time, one core. The floor is reading and writing the table.
#include "core/game/decompose.h"
#include "core/game/moebius.h"
#include "tests/bench/bench_runs.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <limits>
#include <map>
#include <span>

using namespace spindle;

namespace {

/// Eight tables of the bundled run for each n, from all of training.
const std::vector<CoalitionTable>& tables(int n) {
  static std::map<int, std::vector<CoalitionTable>> made;
  auto& list = made[n];
  if (list.empty()) {
    const Run run = Run::open(bench::runFolder("lenet"));
    for (const double place : {0.0, 0.4, 0.7, 1.0}) {
      for (auto& table : bench::benchTables(run, n, n > 13 ? 1 : 2, place)) list.push_back(std::move(table));
    }
  }
  return list;
}

void readAndWrite(benchmark::State& state) {
  CoalitionTable table = tables(static_cast<int>(state.range(0))).front();
  for (auto _ : state) {
    for (double& value : table.values()) value = -value;
    benchmark::DoNotOptimize(table.values().data());
    benchmark::ClobberMemory();
  }
}

void andTransform(benchmark::State& state) {
  const CoalitionTable& table = tables(static_cast<int>(state.range(0))).front();
  CoalitionTable work = table;
  for (auto _ : state) {
    std::copy(table.values().begin(), table.values().end(), work.values().begin());
    moebius(work.values());
    benchmark::DoNotOptimize(work.values().data());
  }
}

void orTransformed(benchmark::State& state) {
  const CoalitionTable& table = tables(static_cast<int>(state.range(0))).front();
  CoalitionTable work = table;
  for (auto _ : state) {
    std::copy(table.values().begin(), table.values().end(), work.values().begin());
    orTransform(work.values());
    benchmark::DoNotOptimize(work.values().data());
  }
}

/// All tables, one after another; the gap as the inverse of the second argument. Counters: the slowest table and the
/// largest gap left.
void solve(benchmark::State& state) {
  using Milliseconds = std::chrono::duration<double, std::milli>;
  const auto& list = tables(static_cast<int>(state.range(0)));
  DecompositionOptions options;
  options.gap = 1.0 / static_cast<double>(state.range(1));
  double worstGap = 0.0;
  std::vector<double> least(list.size(), std::numeric_limits<double>::infinity());
  for (auto _ : state) {
    for (std::size_t i = 0; i < list.size(); ++i) {
      const auto start = std::chrono::steady_clock::now();
      const auto solution = decompose(std::span(&list[i], 1), options);
      least[i] = std::min(least[i], Milliseconds(std::chrono::steady_clock::now() - start).count());
      worstGap = std::max(worstGap, solution.front().gap());
    }
  }
  state.counters["tables"] = static_cast<double>(list.size());
  state.counters["slowest_ms"] = *std::max_element(least.begin(), least.end());
  state.counters["worst_gap"] = worstGap;
}

/// What a tie-break costs: all tables by none, low and high in turn, table by table, so that all three see the same
/// machine. The time is low's. Counters: milliseconds a table of each, low and high as a multiple of none, and of the
/// floor: as many readings and writings of two tables as there were iterations.
void tieBreaks(benchmark::State& state) {
  using Milliseconds = std::chrono::duration<double, std::milli>;
  const auto& list = tables(static_cast<int>(state.range(0)));
  constexpr std::array choices{TieBreak::none, TieBreak::low, TieBreak::high};
  std::array<double, 3> spent{};
  double floor = 0.0;
  double worstGap = 0.0;
  for (auto _ : state) {
    double low = 0.0;
    for (const CoalitionTable& table : list) {
      for (std::size_t i = 0; i < choices.size(); ++i) {
        DecompositionOptions options;
        options.ties = choices[i];
        const auto start = std::chrono::steady_clock::now();
        const auto solution = decompose(std::span(&table, 1), options).front();
        const double took = Milliseconds(std::chrono::steady_clock::now() - start).count();
        spent[i] += took;
        worstGap = std::max(worstGap, solution.gap());
        if (choices[i] != TieBreak::low) continue;
        low += took;
        CoalitionTable work = table;
        const auto begin = std::chrono::steady_clock::now();
        for (int k = 0; k < 2 * solution.iterations; ++k) {
          for (double& value : work.values()) value = -value;
          benchmark::DoNotOptimize(work.values().data());
          benchmark::ClobberMemory();
        }
        floor += Milliseconds(std::chrono::steady_clock::now() - begin).count();
      }
    }
    state.SetIterationTime(low * 1e-3);
  }
  const double solved = static_cast<double>(list.size()) * static_cast<double>(state.iterations());
  state.counters["tables"] = static_cast<double>(list.size());
  state.counters["none_ms"] = spent[0] / solved;
  state.counters["low_ms"] = spent[1] / solved;
  state.counters["high_ms"] = spent[2] / solved;
  state.counters["low_over_none"] = spent[1] / spent[0];
  state.counters["high_over_none"] = spent[2] / spent[0];
  state.counters["low_over_floor"] = spent[1] / floor;
  state.counters["worst_gap"] = worstGap;
}

void published(benchmark::State& state) {
  const auto& list = tables(static_cast<int>(state.range(0)));
  DecompositionOptions options;
  DecompositionOptions ours;
  ours.gap = 1e-3;
  options.method = DecompositionMethod::published;
  double theirs = 0.0, best = 0.0;
  for (auto _ : state) {
    for (const Decomposition& d : decompose(list, options)) theirs += d.l1;
  }
  for (const Decomposition& d : decompose(list, ours)) best += d.l1;
  state.counters["tables"] = static_cast<double>(list.size());
  state.counters["l1_over_ours"] = theirs / static_cast<double>(state.iterations()) / best;
}

void orders(benchmark::internal::Benchmark* bench) {
  for (const int n : {6, 8, 10, 12, 14, 16}) bench->Arg(n);
}

BENCHMARK(readAndWrite)->Apply(orders);
BENCHMARK(andTransform)->Apply(orders);
BENCHMARK(orTransformed)->Apply(orders);
BENCHMARK(solve)
    ->Args({6, 100})
    ->Args({8, 100})
    ->Args({10, 100})
    ->Args({12, 100})
    ->Args({14, 100})
    ->Args({6, 1000})
    ->Args({8, 1000})
    ->Args({10, 1000})
    ->Args({12, 1000})
    ->Unit(benchmark::kMillisecond);
BENCHMARK(solve)->Args({16, 100})->Iterations(1)->Unit(benchmark::kMillisecond);
BENCHMARK(tieBreaks)->Arg(8)->Arg(10)->Arg(12)->UseManualTime()->Unit(benchmark::kMillisecond);
BENCHMARK(tieBreaks)->Arg(14)->Arg(16)->Iterations(1)->UseManualTime()->Unit(benchmark::kMillisecond);
BENCHMARK(published)->Arg(10)->Iterations(1)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
