// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/noise_stability/noise_stability_measurement.h"

#include "core/base/split_mix.h"
#include "core/base/user_error.h"
#include "core/game/decompose.h"
#include "core/input/variables/point_clusters.h"
#include "core/measure/by_checkpoint.h"
#include "core/measure/checkpoint_worker.h"
#include "core/measure/noise_stability/interaction_spread.h"
#include "core/measure/option_number.h"
#include "core/results/results_options.h"
#include "core/results/stored_noise_stability.h"
#include "core/results/stored_variables.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace spindle {
namespace {

InputVariables variablesOf(const ResultsHeader& header, std::size_t row, const InputFormat& format) {
  std::vector<InputVariable> all;
  for (const StoredVariable& one : storedVariables(header, row)) {
    if (!one.pixels.empty())
      all.push_back(rectVariable(format, one.pixels, one.name));
    else if (format.kind == InputKind::tabular)
      all.push_back(columnVariable(format, one.positions, one.name));
    else if (isInSpace(format.kind))
      all.push_back(pointVariable(format, one.positions, one.name));
    else
      all.push_back({one.name, one.elements, {}, {}});
  }
  return {std::move(all), format.elements()};
}

/// The options of the results, for the same samples, variables and decomposition.
ExtractionOptions optionsOf(const MeasurementRequest& request) {
  const MeasurementOptions stored = readOptions(request.header).measurement;
  ExtractionOptions options = extractionOptions(request.run, request.rows.samples);
  options.checkpoints = request.rows.checkpoints;
  options.variables.clear();
  for (std::size_t s = 0; s < request.header.samples(); ++s)
    options.variables.push_back(variablesOf(request.header, s, request.run.samples().format));
  if (stored.score) options.score = *stored.score;
  if (stored.output) options.output = *stored.output;
  if (stored.baseline) {
    if (const auto* values = std::get_if<std::vector<double>>(&*stored.baseline)) options.baseline = {*values};
    options.clusterMean = std::holds_alternative<std::string>(*stored.baseline);
  }
  if (stored.background) options.background = *stored.background;
  options.maskAt = stored.maskAt == "input" ? std::string() : stored.maskAt;
  if (stored.maskGrid) {
    options.maskRows = (*stored.maskGrid)[0];
    options.maskColumns = (*stored.maskGrid)[1];
  }
  if (stored.decomposition) options.decomposition.method = *stored.decomposition;
  if (stored.ties) options.decomposition.ties = *stored.ties;
  if (stored.noiseBound) options.decomposition.noiseBound = *stored.noiseBound;
  if (stored.gap) options.decomposition.gap = *stored.gap;
  if (stored.maxIterations) options.decomposition.maxIterations = static_cast<int>(*stored.maxIterations);
  options.noiseScale = stored.noiseScale.value_or(NoiseScale::sample);
  if (stored.shareFirstLayer) options.shareFirstLayer = *stored.shareFirstLayer;
  options.batch = stored.batch.value_or(0) > 0 ? *stored.batch : 256;
  return options;
}

/// The inputs of every draw; the first are the clean ones. The same noise at every checkpoint.
std::vector<ExtractionInputs> noisyInputs(const MeasurementRequest& request, const ExtractionOptions& options,
                                          const NoiseStability& stability) {
  const SampleSet& set = request.run.samples();
  std::vector<ExtractionInputs> all{ExtractionInputs(request.run, options)};
  for (std::uint64_t draw = 1; draw <= stability.draws; ++draw) {
    ExtractionInputs inputs = all.front();
    for (std::size_t i = 0; i < inputs.inputs.size(); ++i) {
      const std::size_t number = options.samples[i];
      SplitMix64 seeds(stability.seed + 0x9e3779b97f4a7c15ULL * (number * (stability.draws + 1) + draw));
      const Sample noisy = noisySample(set.samples[number], set.format, stability.sigma, seeds.next());
      inputs.inputs[i] = MaskedInput(
          noisy, set.format, options.variables[i],
          options.clusterMean ? clusterMeanBaseline(noisy, set.format, options.variables[i]) : options.baseline,
          options.maskAt.empty() ? options.background : Background::keep);
    }
    all.push_back(std::move(inputs));
  }
  return all;
}

class NoiseStabilityMeasurement : public Measurement {
 public:
  [[nodiscard]] const MeasurementInfo& info() const override {
    static const MeasurementInfo info{
        NoiseStability::name,
        "How stable the interactions of each order are when the inputs have noise (analyze knowledge shows it)",
        "Layerwise Change of Knowledge, ICML 2024 (arXiv 2409.08712)",
        {{"draws", "Noisy copies of a sample", "20"},
         {"sigma", "Deviation of the noise in raw units; tables: in deviations of each column", "0.02"},
         {"noise-seed", "Seed of the noise", "1"}}};
    return info;
  }

  [[nodiscard]] MeasurementReport measure(const MeasurementRequest& request, RunControl& control) const override {
    if (request.run.samples().format.kind == InputKind::text)
      throw UserError("measure noise-stability: the samples are text, and token numbers take no noise.");
    if (request.run.samples().format.kind == InputKind::bodies)
      throw UserError("measure noise-stability: the samples are bodies, which are there or not; they take no noise.");
    NoiseStability stability;
    stability.draws = optionNumber<std::uint64_t>(request, "draws", 20, 2, 1000);
    stability.sigma = optionNumber<double>(request, "sigma", 0.02, 1e-6, 1e6);
    stability.seed =
        optionNumber<std::uint64_t>(request, "noise-seed", 1, 0, std::numeric_limits<std::uint64_t>::max());
    const ExtractionOptions options = optionsOf(request);
    requireKnownLayout(request.run, options, &control);
    const std::vector<ExtractionInputs> inputs = noisyInputs(request, options, stability);
    const OrderOne orderOne = readOptions(request.header).view.salience.orderOne;
    const std::size_t count = request.rows.checkpoints.size(), samples = request.rows.samples.size(),
                      n = static_cast<std::size_t>(request.header.variables);
    stability.stability = {"stability", {count, samples, n}, {}};
    stability.salient = {"salient", {count, samples, n}, {}};
    return measureByCheckpoint(
        request, asStored(stability),
        [&](std::size_t, std::size_t checkpoint, std::vector<MeasuredArray>& rows) {
          const auto measured = at(request.run, checkpoint, options, inputs, orderOne, control);
          for (std::size_t s = 0; s < measured.size(); ++s) {
            if (!measured[s]) continue;
            const auto at = static_cast<std::ptrdiff_t>(s * n);
            std::ranges::copy(measured[s]->stability, rows[0].values.begin() + at);
            std::ranges::copy(measured[s]->salient, rows[1].values.begin() + at);
          }
        },
        control);
  }

 private:
  /// Finite tables of every sample; empty ones where scores are not finite.
  static std::vector<CoalitionTable> tables(Network& network, const ExtractionInputs& inputs, std::size_t batch,
                                            const RunControl& control) {
    std::vector<CoalitionTable> all;
    for (std::size_t i = 0; i < inputs.inputs.size(); ++i) {
      if (control.stopRequested()) throw Stopped{};
      CoalitionTable table = scoreTable(network, networkInput(network, inputs, i), inputs.rules[i], batch);
      const bool finite = std::ranges::all_of(table.values(), [](double value) { return std::isfinite(value); });
      all.push_back(finite ? std::move(table) : CoalitionTable());
    }
    return all;
  }

  static std::vector<std::optional<InteractionSpread::ByOrder>> at(const Run& run, std::size_t checkpoint,
                                                                   const ExtractionOptions& options,
                                                                   const std::vector<ExtractionInputs>& inputs,
                                                                   OrderOne orderOne, const RunControl& control) {
    const auto network = loadCheckpoint(run, checkpoint, options, &control);
    std::vector<std::optional<InteractionSpread>> spreads(inputs.front().inputs.size());
    for (std::size_t draw = 0; draw < inputs.size(); ++draw) {
      const std::vector<CoalitionTable> scores = tables(*network, inputs[draw], options.batch, control);
      DecompositionOptions decomposition = options.decomposition;
      if (options.noiseScale == NoiseScale::mean) {
        std::vector<CoalitionTable> known;
        std::ranges::copy_if(scores, std::back_inserter(known), [](const auto& one) { return one.variables() > 0; });
        decomposition.noiseRange = meanRange(known);
      }
      for (std::size_t s = 0; s < scores.size(); ++s) {
        if (scores[s].variables() == 0) spreads[s].reset();
        if (scores[s].variables() == 0 || (draw > 0 && !spreads[s])) continue;
        const Decomposition parts = std::move(decompose({&scores[s], 1}, decomposition, control).front());
        const SampleInteractions sample{parts.andPart.values(), parts.orPart.values(), 0.0, orderOne};
        if (draw == 0)
          spreads[s].emplace(sample);
        else
          spreads[s]->add(sample);
      }
    }
    std::vector<std::optional<InteractionSpread::ByOrder>> found;
    for (const auto& spread : spreads) found.push_back(spread ? std::optional(spread->byOrder()) : std::nullopt);
    return found;
  }
};

}  // namespace

Sample noisySample(const Sample& sample, const InputFormat& format, double sigma, std::uint64_t seed) {
  Sample noisy = sample;
  SplitMix64 random(seed);
  for (std::size_t i = 0; i < noisy.values.size(); ++i) {
    const double radius = std::sqrt(-2.0 * std::log(1.0 - random.uniform()));
    const double normal = radius * std::cos(2.0 * std::numbers::pi * random.uniform());
    const std::size_t channel = format.channelOf(i);
    const bool scaled = format.kind == InputKind::tabular && !format.std.empty();
    const double unit = scaled ? format.std[format.std.size() == 1 ? 0 : channel] : 1.0;
    noisy.values[i] = static_cast<float>(static_cast<double>(noisy.values[i]) + sigma * unit * normal);
  }
  return noisy;
}

std::shared_ptr<const Measurement> noiseStabilityMeasurement() {
  return std::make_shared<NoiseStabilityMeasurement>();
}

}  // namespace spindle
