// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/network.h"
#include "core/model/torch/load_module.h"
#include "core/model/torch/runnable.h"
#include "core/model/torch/shared_prefix.h"

#include <filesystem>
#include <optional>
#include <utility>
#include <vector>

namespace spindle {

/// A frozen network of TorchScript or torch.export.
class ScriptNetwork : public Network {
 public:
  ScriptNetwork(const std::filesystem::path& architecture, const std::filesystem::path& weights,
                const NetworkOptions& options);

  ScriptNetwork(LoadedNetwork loaded, const std::filesystem::path& file, NetworkOptions options);

  /// A part of the network in `file`; options.inputShape is that of the part.
  ScriptNetwork(Runnable whole, const std::filesystem::path& file, NetworkOptions options);

  [[nodiscard]] const Runnable& graph() const { return whole_; }
  /// Attribute and tensor of a rebuilt network (see RebuiltNetwork); else empty.
  [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& parameters() const { return parameters_; }
  /// The only number of rows that the graph takes; 0: any.
  [[nodiscard]] std::size_t fixedRows() const { return batch_; }

  /// The outputs of one row, with what autograd has recorded where the calling thread has it on.
  [[nodiscard]] at::Tensor trackedOutputs(std::span<const float> input) const;

  [[nodiscard]] std::size_t outputs() const override { return outputs_; }
  void evaluate(std::span<const float> inputs, std::size_t rows, std::span<float> results) override;
  void evaluateCoalitions(const AdditiveInput& input, std::size_t batch, std::span<float> results) override;
  [[nodiscard]] std::string path() const override;
  [[nodiscard]] std::string warning() const override { return warning_; }
  [[nodiscard]] std::vector<std::string> notes() const override { return notes_; }
  [[nodiscard]] std::optional<OutputKind> outputHint() const override { return hint_; }
  [[nodiscard]] std::optional<std::int64_t> paddingToken() const override { return padding_; }

 private:
  [[nodiscard]] at::Tensor asInput(std::span<const float> inputs, std::size_t rows) const;
  [[nodiscard]] at::Tensor outputRows(const at::Tensor& input, std::size_t rows) const;
  [[nodiscard]] at::Tensor asRows(const at::Tensor& returned, std::size_t rows) const;
  void takeOneOutput(std::span<const float> probes);
  void requireTokenMask(const LoadedNetwork& loaded, std::span<const float> probes) const;
  void measureOutputs(std::vector<float>& probes);
  void requireIndependentRows(std::span<const float> probes);
  void measureOpenBatch(std::vector<float>& probes, std::size_t exportedRows);
  void evaluatePlain(const AdditiveInput& input, std::size_t block, std::span<float> results);
  bool evaluateShared(const AdditiveInput& input, std::size_t block, std::span<float> results);
  bool agreesWithPlain(const AdditiveInput& input, std::span<const float> results);

  NetworkOptions options_;
  std::filesystem::path file_;
  std::size_t elements_;
  Runnable whole_;
  std::optional<SharedPrefix> shared_;  ///< empty: switched off, or found not to agree with the plain path
  bool sharedChecked_ = false;
  std::size_t outputs_ = 0;
  bool scalars_ = false;   ///< one row alone comes back as a number without a shape
  std::size_t batch_ = 0;  ///< the only number of rows that the graph takes; 0: any
  std::vector<std::pair<std::string, std::string>> parameters_;
  std::string warning_;
  std::vector<std::string> notes_;
  std::optional<OutputKind> hint_;
  std::optional<std::int64_t> padding_;
};

}  // namespace spindle
