// SPDX-License-Identifier: GPL-3.0-or-later
// Asking the network: the floor (as many forward passes, at the best batch, with inputs that lie ready in memory), the
// plain path, the path with shared layers, the decomposition of the same tables, and the whole extraction with one and
// two workers. One iteration of every benchmark but `extraction` is one sample at each of the run's stages.
#include "app/memory.h"
#include "core/game/decompose.h"
#include "core/model/batch_size.h"
#include "tests/bench/bench_runs.h"

#include <benchmark/benchmark.h>

#include <array>
#include <chrono>
#include <map>

using namespace spindle;

namespace {

constexpr int n = 10;
constexpr std::size_t rows = std::size_t{1} << n;
const std::array<std::string, 3> names{"mlp", "lenet", "vgg"};

/// All 2^n inputs of one sample, ready for the network.
class ReadyInputs {
 public:
  explicit ReadyInputs(const MaskedInput& input) : width_(input.elements()), values_(rows * width_) {
    for (std::size_t t = 0; t < rows; ++t)
      input.write(static_cast<Coalition>(t), std::span(values_).subspan(t * width_, width_));
  }

  void evaluate(Network& network, std::size_t batch, std::vector<float>& results) const {
    const std::size_t outputs = network.outputs();
    results.resize(rows * outputs);
    for (std::size_t first = 0; first < rows; first += batch) {
      network.evaluate(std::span(values_).subspan(first * width_, batch * width_), batch,
                       std::span(results).subspan(first * outputs, batch * outputs));
    }
  }

  /// The batch at which the least of three trials is least.
  [[nodiscard]] std::size_t bestBatch(Network& network) const {
    using Clock = std::chrono::steady_clock;
    std::vector<float> results;
    auto least = Clock::duration::max();
    std::size_t best = 0;
    for (std::size_t batch = 16; batch <= rows; batch *= 2) {
      for (int trial = 0; trial < 3; ++trial) {
        const auto start = Clock::now();
        evaluate(network, batch, results);
        if (const auto time = Clock::now() - start; time < least) {
          least = time;
          best = batch;
        }
      }
    }
    return best;
  }

 private:
  std::size_t width_;
  std::vector<float> values_;
};

/// A run, its last network loaded once for each path, and one sample's inputs.
struct Prepared {
  explicit Prepared(const std::string& name)
      : run(Run::open(bench::runFolder(name))),
        options(bench::benchOptions(run, n, 1, true)),
        inputs(run, options),
        ready(inputs.inputs.front()),
        plain(loadCheckpoint(run, last(), bench::benchOptions(run, n, 1, false))),
        shared(loadCheckpoint(run, last(), options)),
        floorBatch(ready.bestBatch(*plain)),
        plainBatch(measuredBatch(*plain, additiveInput(inputs.inputs.front()))),
        sharedBatch(measuredBatch(*shared, additiveInput(inputs.inputs.front()))) {}

  [[nodiscard]] std::size_t last() const { return run.series().checkpoints.size() - 1; }

  Run run;
  ExtractionOptions options;
  ExtractionInputs inputs;
  ReadyInputs ready;
  std::unique_ptr<Network> plain, shared;
  std::size_t floorBatch, plainBatch, sharedBatch;
};

Prepared& prepared(const benchmark::State& state) {
  static std::map<std::int64_t, std::unique_ptr<Prepared>> made;
  auto& one = made[state.range(0)];
  if (!one) one = std::make_unique<Prepared>(names.at(static_cast<std::size_t>(state.range(0))));
  return *one;
}

void floorOfPasses(benchmark::State& state) {
  Prepared& p = prepared(state);
  std::vector<float> results;
  for (auto _ : state) p.ready.evaluate(*p.plain, p.floorBatch, results);
  state.SetLabel("batch " + std::to_string(p.floorBatch));
}

void ask(benchmark::State& state, Network& network, std::size_t batch) {
  Prepared& p = prepared(state);
  const MaskedModel model(network, p.inputs.inputs.front(), p.inputs.rules.front());
  for (auto _ : state) benchmark::DoNotOptimize(model.table(batch).values().data());
  state.SetLabel(network.path());
}

void plainPath(benchmark::State& state) {
  ask(state, *prepared(state).plain, prepared(state).plainBatch);
}

void sharedPath(benchmark::State& state) {
  ask(state, *prepared(state).shared, prepared(state).sharedBatch);
}

/// Tables of two samples from each fifth of the training.
void decomposition(benchmark::State& state) {
  Prepared& p = prepared(state);
  std::vector<CoalitionTable> tables;
  for (const double place : {0.0, 0.2, 0.4, 0.6, 0.8, 1.0}) {
    for (auto& table : bench::benchTables(p.run, n, 2, place)) tables.push_back(std::move(table));
  }
  for (auto _ : state) benchmark::DoNotOptimize(decompose(tables, DecompositionOptions()).data());
  state.counters["tables"] = static_cast<double>(tables.size());
}

class NoSink : public FrameSink {
 public:
  void accept(FramePtr) override {}
};

/// Four checkpoints, with everything that belongs to it but the results file.
void extraction(benchmark::State& state) {
  Prepared& p = prepared(state);
  const std::size_t samples = state.range(0) == 2 ? 4 : 16;  // of a slow network fewer
  ExtractionOptions options = bench::benchOptions(p.run, n, samples, true);
  options.checkpoints = {0, p.last() / 3, 2 * p.last() / 3, p.last()};
  options.batch = p.sharedBatch;
  options.workers = static_cast<int>(state.range(1));
  NoSink sink;
  RunControl control;
  for (auto _ : state) extract(p.run, options, {}, sink, control);
  state.counters["samples"] = static_cast<double>(4 * samples);
}

BENCHMARK(floorOfPasses)->DenseRange(0, 2)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(plainPath)->DenseRange(0, 2)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(sharedPath)->DenseRange(0, 2)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(decomposition)->DenseRange(0, 2)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(extraction)->ArgsProduct({{0, 1, 2}, {1, 2}})->UseRealTime()->Unit(benchmark::kMillisecond);

}  // namespace

int main(int argc, char** argv) {
  keepFreedMemory();
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
