// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/network.h"

#include <torch/csrc/jit/api/module.h>

#include <filesystem>
#include <string>

namespace spindle {

/// Replaces all parameters and buffers of the module by the tensors of the file (core/weights reads it). Names must
/// match one to one, except for num_batches_tracked, which evaluation does not use, and buffers that were not saved
/// (persistent=False); a prefix that all names of one side have in common is bridged, and so are the two names of
/// normalized weights (norm_names.h). Where options.partialWeights is set, names may be missing on either side, though
/// not all of them; then the result is one sentence that names them, else it is empty. Throws UserError: one sentence
/// with the first few missing, unexpected and mismatched.
std::string replaceWeights(torch::jit::Module& module, const std::filesystem::path& file,
                           const NetworkOptions& options);

}  // namespace spindle
