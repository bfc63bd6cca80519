// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/gated_network.h"
#include "core/model/torch/gated_graph.h"
#include "core/model/torch/script_network.h"

#include <torch/csrc/jit/runtime/interpreter.h>

namespace spindle {

/// A network in TorchScript, or rebuilt from its weights, with gates. Batch normalization stands for itself.
class GatedScriptNetwork : public GatedNetwork {
 public:
  GatedScriptNetwork(const std::filesystem::path& architecture, const std::filesystem::path& weights,
                     const NetworkOptions& options);

  [[nodiscard]] const std::vector<GatedLayer>& layers() const override { return layers_; }
  [[nodiscard]] std::size_t outputs() const override { return whole_.outputs(); }
  [[nodiscard]] GatedValues evaluate(std::span<const float> inputs, std::size_t rows, const Gates& gates) override;
  [[nodiscard]] Gates gradient(std::span<const float> inputs, std::size_t rows, const Gates& gates,
                               const ByValues& byValues) override;
  void evaluateCoalitions(const AdditiveInput& input, std::size_t batch, const Gates& gates,
                          std::span<float> results) override;
  [[nodiscard]] std::string warning() const override { return whole_.warning(); }
  [[nodiscard]] std::vector<std::string> notes() const override;
  [[nodiscard]] std::optional<OutputKind> outputHint() const override { return whole_.outputHint(); }

 private:
  /// Tensors of the output and of each layer, for rows that are run together.
  struct Chunk {
    std::size_t rows = 0;  ///< without those that fill it up
    std::vector<at::Tensor> tensors;
  };
  void measureLayers();
  void requireSameOutputs();
  [[nodiscard]] std::vector<at::Tensor> run(std::span<const float> inputs, std::size_t rows,
                                            const std::vector<at::Tensor>& gates) const;
  [[nodiscard]] std::vector<Chunk> runAll(std::span<const float> inputs, std::size_t rows,
                                          const std::vector<at::Tensor>& gates) const;
  [[nodiscard]] std::vector<at::Tensor> asTensors(const Gates& gates) const;
  [[nodiscard]] GatedValues valuesOf(const std::vector<Chunk>& chunks, std::size_t rows) const;
  void requireFit(std::span<const float> inputs, std::size_t rows, const Gates& gates) const;

  NetworkOptions options_;
  std::filesystem::path file_;
  ScriptNetwork whole_;
  GatedGraph gated_;
  torch::jit::Code code_;
  std::size_t elements_;
  std::vector<GatedLayer> layers_;
  std::vector<std::vector<std::int64_t>> gateShapes_;
};

}  // namespace spindle
