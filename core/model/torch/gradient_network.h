// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/score_gradients.h"
#include "core/model/torch/script_network.h"

namespace spindle {

/// A TorchScript network with its parameters, differentiated by autograd one row at a time.
class GradientNetwork : public ScoreGradients {
 public:
  GradientNetwork(const std::filesystem::path& architecture, const std::filesystem::path& weights,
                  const NetworkOptions& options, const std::string& pattern);

  [[nodiscard]] const std::vector<NetworkParameter>& parameters() const override { return parameters_; }
  [[nodiscard]] std::size_t elements() const override { return elements_; }
  double gradient(std::span<const float> input, OutputKind output, Score score, std::size_t target,
                  std::span<float> gradient) override;
  [[nodiscard]] std::vector<std::string> unreached() const override;

 private:
  GradientNetwork(LoadedNetwork loaded, const std::filesystem::path& file, const NetworkOptions& options,
                  const std::string& pattern);
  std::vector<at::Tensor> backward(const at::Tensor& output, const std::vector<double>& slope) const;

  std::filesystem::path file_;
  std::vector<NetworkParameter> parameters_;
  std::vector<at::Tensor> tensors_;
  std::vector<bool> reached_;
  std::size_t elements_ = 0;
  bool asked_ = false;
  ScriptNetwork network_;
};

}  // namespace spindle
