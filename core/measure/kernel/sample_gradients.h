// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/run_control.h"
#include "core/measure/extraction_options.h"
#include "core/measure/network/masked_model.h"
#include "core/measure/network/reshaped_network.h"
#include "core/model/score_gradients.h"

#include <memory>
#include <span>
#include <string>

namespace spindle {

/// Gradients of the scores of whole samples by the parameters of a checkpoint.
class SampleGradients {
 public:
  /// Loads as loadCheckpoint(); pattern: of parameters (loadScoreGradients). Throws UserError.
  SampleGradients(const Run& run, std::size_t checkpoint, const ExtractionOptions& options, const std::string& pattern,
                  const RunControl& control);

  [[nodiscard]] const ScoreGradients& network() const { return *network_; }

  /// See ScoreGradients::gradient(); the input has one variable, the whole sample.
  double gradient(const MaskedInput& input, const ScoreRule& rule, std::span<float> gradient);

 private:
  std::unique_ptr<ScoreGradients> network_;
  FittedShape shape_;
};

}  // namespace spindle
