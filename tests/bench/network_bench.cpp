// Asking the network: the floor (as many forward passes with inputs that lie ready in memory, at the best batch), the
// plain path, the path with a shared first layer, and the whole extraction with one and two workers.
#include "core/model/batch_size.h"
#include "tests/bench/bench_runs.h"

#include <benchmark/benchmark.h>

#include <array>
#include <map>

using namespace spindle;

namespace {

constexpr int n = 10;
constexpr std::size_t samples = 2;
const std::array<std::string, 3> names{"mlp", "lenet", "vgg"};

struct Prepared {
  explicit Prepared(const std::string& name)
      : run(Run::open(bench::runFolder(name))),
        options(bench::benchOptions(run, n, samples, true)),
        inputs(run, options),
        shared(loadCheckpoint(run, run.series().checkpoints.size() - 1, options)),
        plain(loadCheckpoint(run, run.series().checkpoints.size() - 1, bench::benchOptions(run, n, samples, false))),
        plainBatch(measuredBatch(*plain, additiveInput(inputs.inputs.front()))),
        sharedBatch(measuredBatch(*shared, additiveInput(inputs.inputs.front()))) {
    options.checkpoints = {0, run.series().checkpoints.size() - 1};
    options.batch = sharedBatch;
  }

  Run run;
  ExtractionOptions options;
  ExtractionInputs inputs;
  std::unique_ptr<Network> shared, plain;
  std::size_t plainBatch, sharedBatch;
};

Prepared& prepared(const benchmark::State& state) {
  static std::map<std::string, std::unique_ptr<Prepared>> made;
  const std::string& name = names.at(static_cast<std::size_t>(state.range(0)));
  auto& one = made[name];
  if (!one) one = std::make_unique<Prepared>(name);
  return *one;
}

void floorOfPasses(benchmark::State& state) {
  Prepared& p = prepared(state);
  const MaskedInput& input = p.inputs.inputs.front();
  const std::size_t width = input.elements();
  const std::size_t rows = std::size_t{1} << n;
  std::vector<float> all(rows * width);
  std::vector<float> results(rows * p.plain->outputs());
  for (std::size_t t = 0; t < rows; ++t)
    input.write(static_cast<Coalition>(t), std::span(all).subspan(t * width, width));
  for (auto _ : state) {
    for (std::size_t first = 0; first < rows; first += p.plainBatch) {
      const std::size_t count = std::min(p.plainBatch, rows - first);
      p.plain->evaluate(std::span(all).subspan(first * width, count * width), count,
                        std::span(results).subspan(first * p.plain->outputs(), count * p.plain->outputs()));
    }
  }
  state.SetLabel(names.at(static_cast<std::size_t>(state.range(0))));
}

void ask(benchmark::State& state, Network& network, std::size_t batch) {
  Prepared& p = prepared(state);
  const MaskedModel model(network, p.inputs.inputs.front(), p.inputs.rules.front());
  for (auto _ : state) benchmark::DoNotOptimize(model.table(batch).values().data());
  state.SetLabel(names.at(static_cast<std::size_t>(state.range(0))) + ", " + network.path());
}

void plainPath(benchmark::State& state) {
  ask(state, *prepared(state).plain, prepared(state).plainBatch);
}

void sharedPath(benchmark::State& state) {
  ask(state, *prepared(state).shared, prepared(state).sharedBatch);
}

/// The decomposition of one sample's table.
void decomposition(benchmark::State& state) {
  Prepared& p = prepared(state);
  const auto tables = bench::benchTables(p.run, n, samples, 1.0);
  for (auto _ : state) benchmark::DoNotOptimize(decompose(tables, DecompositionOptions()).data());
}

class CountingSink : public FrameSink {
 public:
  void accept(FramePtr) override {}
};

void workers(benchmark::State& state) {
  Prepared& p = prepared(state);
  ExtractionOptions options = p.options;
  options.workers = static_cast<int>(state.range(1));
  const ExtractionOptions whole = extractionOptions(p.run);
  const std::size_t count = std::min<std::size_t>(16, whole.samples.size());
  options.samples.assign(whole.samples.begin(), whole.samples.begin() + static_cast<std::ptrdiff_t>(count));
  options.variables.assign(count, p.options.variables.front());
  CountingSink sink;
  RunControl control;
  for (auto _ : state) extract(p.run, options, {}, sink, control);
}

BENCHMARK(floorOfPasses)->DenseRange(0, 2)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(plainPath)->DenseRange(0, 2)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(sharedPath)->DenseRange(0, 2)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(decomposition)->DenseRange(0, 2)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(workers)->ArgsProduct({{0, 1, 2}, {1, 2}})->UseRealTime()->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
