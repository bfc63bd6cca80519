// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/torch/layer_cut.h"
#include "core/model/torch/script_network.h"

namespace spindle {

/// A network that is masked at the output of one of its layers: the head runs once a sample, the tail once a coalition
/// (with its own first layers shared where that pays).
class LayeredNetwork : public Network {
 public:
  LayeredNetwork(const std::filesystem::path& architecture, const std::filesystem::path& weights,
                 const NetworkOptions& options);

  [[nodiscard]] std::size_t outputs() const override { return whole_.outputs(); }
  void evaluate(std::span<const float> inputs, std::size_t rows, std::span<float> results) override {
    whole_.evaluate(inputs, rows, results);
  }
  void evaluateCoalitions(const AdditiveInput& input, std::size_t batch, std::span<float> results) override {
    tail_.evaluateCoalitions(input, batch, results);
  }
  [[nodiscard]] std::vector<std::int64_t> layerShape() const override { return cut_.shape; }
  [[nodiscard]] std::vector<float> layerValues(std::span<const float> input) override;
  [[nodiscard]] std::string warning() const override { return whole_.warning(); }
  [[nodiscard]] std::vector<std::string> notes() const override { return whole_.notes(); }
  [[nodiscard]] std::optional<std::int64_t> paddingToken() const override { return whole_.paddingToken(); }
  [[nodiscard]] std::optional<OutputKind> outputHint() const override { return whole_.outputHint(); }
  [[nodiscard]] std::string path() const override { return "masked at " + cut_.name + ", " + tail_.path(); }

 private:
  std::vector<std::int64_t> inputShape_;
  bool tokens_;
  ScriptNetwork whole_;
  LayerCut cut_;
  ScriptNetwork tail_;
};

}  // namespace spindle
