// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/network.h"

#include <torch/csrc/jit/ir/ir.h>

#include <filesystem>
#include <string>
#include <vector>

namespace spindle {

/// Inputs of forward() beyond the first take their default values. Where the first is token ids, an attention mask is
/// made from them, and token_type_ids are zeros. Padding is the embedding's padding_idx, else options.paddingToken.
/// Whether the mask is 1 at tokens or at padding is read off its uses (mask_sense.h); where these say nothing, names
/// like "key_padding_mask" mean padding, as PyTorch defines them, and others tokens. options.secondInput overrules all
/// of this. Returns a sentence for each input that was filled. Any other input is refused with UserError, and so is a
/// mask whose uses contradict each other.
std::vector<std::string> bindSecondInputs(torch::jit::Graph& graph, const c10::FunctionSchema& schema,
                                          const NetworkOptions& options, const std::filesystem::path& file);

}  // namespace spindle
