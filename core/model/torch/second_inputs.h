#pragma once

#include "core/model/network.h"

#include <torch/csrc/jit/ir/ir.h>

#include <filesystem>
#include <string>
#include <vector>

namespace spindle {

/// Inputs of forward() beyond the first take their default values. Where the first is token ids, an attention mask is
/// made from them (1 where a token stands, 0 at padding, which is the embedding's padding_idx, else
/// options.paddingToken; names with "key_padding_mask" the other way round, as PyTorch defines them), and
/// token_type_ids are zeros; options.secondInput overrules the names. Returns a sentence for each input that was
/// filled. Any other input is refused with UserError.
std::vector<std::string> bindSecondInputs(torch::jit::Graph& graph, const c10::FunctionSchema& schema,
                                          const NetworkOptions& options, const std::filesystem::path& file);

}  // namespace spindle
