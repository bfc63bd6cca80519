// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/torch/layer_taps.h"
#include "core/model/torch/script_network.h"

#include <optional>

namespace spindle {

/// A network whose layers can be read (NetworkOptions::valuesOf). Nothing of it is folded into something else: batch
/// normalization stands for itself. Of "all" layers those that do not return one row of numbers for each input are left
/// out, with a note; where they are named they are refused.
class TappedNetwork : public Network {
 public:
  TappedNetwork(const std::filesystem::path& architecture, const std::filesystem::path& weights,
                const NetworkOptions& options);

  [[nodiscard]] std::size_t outputs() const override { return whole_.outputs(); }
  void evaluate(std::span<const float> inputs, std::size_t rows, std::span<float> results) override {
    whole_.evaluate(inputs, rows, results);
  }
  void evaluateCoalitions(const AdditiveInput& input, std::size_t batch, std::span<float> results) override {
    whole_.evaluateCoalitions(input, batch, results);
  }
  [[nodiscard]] const std::vector<ValueLayer>& valueLayers() const override { return layers_; }
  void evaluateLayers(std::span<const float> inputs, std::size_t rows, std::vector<std::vector<float>>& values,
                      std::span<float> results) override;
  [[nodiscard]] std::string warning() const override { return whole_.warning(); }
  [[nodiscard]] std::vector<std::string> notes() const override;
  [[nodiscard]] std::optional<OutputKind> outputHint() const override { return whole_.outputHint(); }
  [[nodiscard]] std::string path() const override { return "plain"; }

 private:
  /// From inputs of zeros; returns the layers that do not return one row of numbers for each input.
  std::vector<std::string> measureLayers();
  void leaveOut(const std::vector<std::string>& unusable);
  std::vector<at::Tensor> run(std::span<const float> inputs, std::size_t rows) const;
  void take(const at::Tensor& output, std::span<const float> inputs, std::size_t rows, std::size_t layer,
            float* values) const;

  NetworkOptions options_;
  std::filesystem::path file_;
  ScriptNetwork whole_;
  LayerTaps taps_;
  bool trims_;  ///< texts are cut behind the longest of a batch: what stands at padding counts as 0
  std::vector<ValueLayer> layers_;
  std::vector<std::string> withoutRows_;  ///< layers that were left out
};

}  // namespace spindle
