// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/gates/checkpoint_gates.h"

#include "core/measure/network/network_source.h"
#include "core/measure/network/reshaped_network.h"
#include "core/model/load_gated_network.h"

#include <algorithm>
#include <utility>

namespace spindle {

/// Network and gates as a plain network, so that what moves the numbers of an input moves them here too.
class CheckpointGates::Inner : public Network {
 public:
  explicit Inner(std::unique_ptr<GatedNetwork> own) : network(std::move(own)) { gates = open(); }

  [[nodiscard]] Gates open() const {
    Gates all;
    for (const GatedLayer& layer : network->layers()) all.emplace_back(layer.units, 1.0F);
    return all;
  }
  [[nodiscard]] std::size_t outputs() const override { return network->outputs(); }
  void evaluate(std::span<const float> inputs, std::size_t rows, std::span<float> results) override {
    if (byValues != nullptr) {
      gradient = network->gradient(inputs, rows, gates, *byValues);
      return;
    }
    values = network->evaluate(inputs, rows, gates);
    std::copy(values.results.begin(), values.results.end(), results.begin());
  }
  void evaluateCoalitions(const AdditiveInput& input, std::size_t batch, std::span<float> results) override {
    network->evaluateCoalitions(input, batch, gates, results);
  }
  [[nodiscard]] std::string path() const override { return "gates"; }
  [[nodiscard]] std::string warning() const override { return network->warning(); }
  [[nodiscard]] std::vector<std::string> notes() const override { return network->notes(); }
  [[nodiscard]] std::optional<OutputKind> outputHint() const override { return network->outputHint(); }

  std::unique_ptr<GatedNetwork> network;
  Gates gates;
  GatedValues values;
  const ByValues* byValues = nullptr;
  Gates gradient;
};

CheckpointGates::CheckpointGates(const Run& run, std::size_t checkpoint, const ExtractionOptions& options,
                                 const RunControl* control) {
  NetworkSource source = networkSource(run, checkpoint, options, control);
  network_ = loadForShape(
      run.samples().format, run.description().layout.value_or(""), [&](const std::vector<std::int64_t>& shape) {
        source.options.inputShape = shape;
        auto inner = std::make_unique<Inner>(loadGatedNetwork(source.architecture, source.weights, source.options));
        inner_ = inner.get();
        return inner;
      });
}

CheckpointGates::~CheckpointGates() = default;

Network& CheckpointGates::through(Gates gates) {
  inner_->gates = std::move(gates);
  return *network_;
}

Gates CheckpointGates::open() const {
  return inner_->open();
}

const std::vector<GatedLayer>& CheckpointGates::layers() const {
  return inner_->network->layers();
}

std::size_t CheckpointGates::outputs() const {
  return inner_->outputs();
}

GatedValues CheckpointGates::evaluate(std::span<const float> inputs, std::size_t rows, const Gates& gates) {
  inner_->gates = gates;
  std::vector<float> results(rows * outputs());
  network_->evaluate(inputs, rows, results);
  return std::exchange(inner_->values, {});
}

Gates CheckpointGates::gradient(std::span<const float> inputs, std::size_t rows, const Gates& gates,
                                const ByValues& byValues) {
  inner_->gates = gates;
  struct Scope {
    Inner& inner;
    ~Scope() { inner.byValues = nullptr; }
  } scope{*inner_};
  inner_->byValues = &byValues;
  network_->evaluate(inputs, rows, {});
  return std::exchange(inner_->gradient, {});
}

void CheckpointGates::evaluateCoalitions(const AdditiveInput& input, std::size_t batch, const Gates& gates,
                                         std::span<float> results) {
  through(gates).evaluateCoalitions(input, batch, results);
}

std::string CheckpointGates::warning() const {
  return network_->warning();
}

std::vector<std::string> CheckpointGates::notes() const {
  return network_->notes();
}

std::optional<OutputKind> CheckpointGates::outputHint() const {
  return network_->outputHint();
}

}  // namespace spindle
