// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/depth/depth_frames.h"

#include "core/base/ordered_work.h"
#include "core/base/user_error.h"
#include "core/measure/checkpoint_worker.h"
#include "core/measure/network/network_outputs.h"

#include <algorithm>
#include <cmath>
#include <memory>

namespace spindle {
namespace {

constexpr std::size_t rowsAtOnce = 64;

/// Calls take(values, results, rows, first) for batches of the rows.
template <class Take>
void eachBatch(Network& network, const LabeledRows& data, std::size_t elements, const RunControl& control,
               Take&& take) {
  std::vector<std::vector<float>> values;
  std::vector<float> results;
  for (std::size_t first = 0; first < data.rows(); first += rowsAtOnce) {
    if (control.stopRequested()) throw Stopped{};
    const std::size_t here = std::min(rowsAtOnce, data.rows() - first);
    results.resize(here * network.outputs());
    network.evaluateLayers(std::span(data.inputs).subspan(first * elements, here * elements), here, values, results);
    take(values, results, here, first);
  }
}

std::vector<float> features(Network& network, const LabeledRows& data, std::size_t elements, const std::string& layer,
                            const RunControl& control) {
  std::vector<float> rows;
  eachBatch(network, data, elements, control, [&](const auto& values, const auto&, std::size_t, std::size_t) {
    rows.insert(rows.end(), values.front().begin(), values.front().end());
  });
  if (!std::all_of(rows.begin(), rows.end(), [](float value) { return std::isfinite(value); }))
    throw UserError("The layer " + layer + " returns NaN or infinite values for the probe data; leave it out.");
  return rows;
}

/// The network itself on the same data.
ProbeQuality ownQuality(Network& network, const LabeledRows& data, std::size_t elements, OutputKind output,
                        const RunControl& control) {
  ProbeQuality quality;
  std::size_t right = 0;
  const std::size_t outputs = network.outputs();
  eachBatch(network, data, elements, control,
            [&](const auto&, const std::vector<float>& results, std::size_t rows, std::size_t first) {
              for (std::size_t r = 0; r < rows; ++r) {
                const auto row = std::span<const float>(results).subspan(r * outputs, outputs);
                const std::size_t label = data.labels[first + r];
                const double own = scoreOf(row, output, Score::logProbability, label);
                const bool best =
                    outputs == 1
                        ? own > std::log(0.5)
                        : static_cast<std::size_t>(std::max_element(row.begin(), row.end()) - row.begin()) == label;
                quality.loss -= own / static_cast<double>(data.rows());
                right += best ? 1 : 0;
              }
            });
  quality.accuracy = static_cast<double>(right) / static_cast<double>(data.rows());
  return quality;
}

struct TrainedLayer {
  FittedProbe fitted;
  ProbeQuality test;
};

}  // namespace

std::size_t threadsFor(std::size_t items, const ExtractionOptions& options) {
  return std::min(items, static_cast<std::size_t>(std::max(1, options.workers)));
}

DepthFrames trainedFrames(const Run& run, const ExtractionOptions& options, const DepthOptions& depth,
                          const ProbeData& data, Network& network, std::size_t classes, RunControl& control) {
  DepthFrames frames;
  const std::size_t elements = run.samples().format.elements();
  for (const ValueLayer& layer : network.valueLayers()) frames.names.push_back(layer.name);
  const std::size_t layers = frames.names.size();
  OrderedWork<TrainedLayer>::run(
      layers, threadsFor(layers, options), layers,
      [&](std::size_t, std::size_t l) {
        ExtractionOptions one = options;
        one.valuesOf = {frames.names[l]};
        const auto own = loadCheckpoint(run, depth.checkpoint, one, &control);
        const std::size_t width = own->valueLayers().front().elements();
        const auto rows = features(*own, data.train, elements, frames.names[l], control);
        TrainedLayer trained{fitProbe(rows, width, data.train.labels, classes, depth.probes, control), {}};
        if (data.test.rows() > 0)
          trained.test = probeQuality(trained.fitted.probe,
                                      features(*own, data.test, elements, frames.names[l], control), data.test.labels);
        return trained;
      },
      [&](std::size_t l, TrainedLayer trained) {
        control.progress(l + 1, layers, "probe of " + frames.names[l]);
        frames.train.push_back({trained.fitted.loss, trained.fitted.accuracy});
        frames.test.push_back(trained.test);
        frames.probes.push_back(std::move(trained.fitted.probe));
      });
  frames.names.emplace_back(outputFrame);
  frames.train.push_back(ownQuality(network, data.train, elements, options.output, control));
  frames.test.push_back(data.test.rows() > 0 ? ownQuality(network, data.test, elements, options.output, control)
                                             : ProbeQuality());
  return frames;
}

}  // namespace spindle
