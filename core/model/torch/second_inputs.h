// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/network.h"

#include <ATen/core/Tensor.h>
#include <torch/csrc/jit/ir/ir.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace spindle {

/// What was filled in.
struct BoundInputs {
  std::vector<std::string> notes;       ///< a sentence for each input
  bool mask = false;                    ///< one of them is a mask made from the tokens, by rule
  std::optional<std::int64_t> padding;  ///< the embedding's padding_idx
};

/// Inputs of forward() beyond the first take their default values. Where the first is token ids, an attention mask is
/// made from them, and token_type_ids are zeros. Padding is the embedding's padding_idx, else options.paddingToken.
/// Whether the mask is 1 at tokens or at padding is read off its uses (mask_sense.h); where these say nothing, names
/// like "key_padding_mask" mean padding, as PyTorch defines them, and others tokens. options.secondInput overrules all
/// of this. Any other input is refused with UserError, and so is a mask whose uses contradict each other. A `mask`
/// takes the place of the one that is made from the tokens.
BoundInputs bindSecondInputs(torch::jit::Graph& graph, const c10::FunctionSchema& schema, const NetworkOptions& options,
                             const std::filesystem::path& file, const std::optional<at::Tensor>& mask = {});

}  // namespace spindle
