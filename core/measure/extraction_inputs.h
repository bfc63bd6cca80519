// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/extraction_options.h"
#include "core/measure/network/layer_mask.h"
#include "core/measure/network/masked_model.h"

#include <vector>

namespace spindle {

/// The masked inputs of one sample with these variables, as the options mask them at the input.
MaskedInput maskedInput(const SampleSet& samples, std::size_t sample, const InputVariables& variables,
                        const ExtractionOptions& options);

/// The masked inputs and score rules of the chosen samples, made once and shared by all workers (immutable).
struct ExtractionInputs {
  ExtractionInputs(const Run& run, const ExtractionOptions& options);
  std::vector<MaskedInput> inputs;
  std::vector<ScoreRule> rules;
  std::vector<LayerMask> masks;  ///< empty where masking is at the input
  Background background;
};

/// What the network is asked: the masked input of a chosen sample, or its masked layer (whose head runs here, once).
AdditiveInput networkInput(Network& network, const ExtractionInputs& inputs, std::size_t position);

}  // namespace spindle
