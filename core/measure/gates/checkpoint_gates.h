// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/run_control.h"
#include "core/measure/extraction_options.h"
#include "core/model/gated_network.h"

#include <memory>

namespace spindle {

/// The network of a checkpoint with gates at options.valuesOf, which takes rows in the samples' order whatever the
/// network's own is (see loadForShape).
class CheckpointGates : public GatedNetwork {
 public:
  /// Throws UserError. control, where given, must outlive it.
  CheckpointGates(const Run& run, std::size_t checkpoint, const ExtractionOptions& options, const RunControl* control);
  ~CheckpointGates() override;

  /// The same as a network with these gates; lives as long as this, and has one set of gates at a time.
  [[nodiscard]] Network& through(Gates gates);
  [[nodiscard]] Gates open() const;  ///< all 1

  [[nodiscard]] const std::vector<GatedLayer>& layers() const override;
  [[nodiscard]] std::size_t outputs() const override;
  [[nodiscard]] GatedValues evaluate(std::span<const float> inputs, std::size_t rows, const Gates& gates) override;
  [[nodiscard]] Gates gradient(std::span<const float> inputs, std::size_t rows, const Gates& gates,
                               const ByValues& byValues) override;
  void evaluateCoalitions(const AdditiveInput& input, std::size_t batch, const Gates& gates,
                          std::span<float> results) override;
  [[nodiscard]] std::string warning() const override;
  [[nodiscard]] std::vector<std::string> notes() const override;
  [[nodiscard]] std::optional<OutputKind> outputHint() const override;

 private:
  class Inner;
  Inner* inner_ = nullptr;  ///< owned by network_
  std::unique_ptr<Network> network_;
};

}  // namespace spindle
