// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/network.h"
#include "core/model/torch/runnable.h"

#include <cstdint>
#include <filesystem>
#include <string>

namespace spindle {

struct ChosenOutput {
  Runnable network;  ///< returns that tensor alone
  std::string note;  ///< which one, and how to choose another
};

/// False for a tuple, list or dictionary.
bool returnsOneTensor(const torch::jit::Graph& graph);

/// Which tensor of a tuple, list or dictionary holds the outputs: the one that options.outputTensor names; else
/// "logits"; else the only one with a row of numbers for each input; else the only one as wide as there are classes;
/// else the first, where all are equally wide (auxiliary heads). Features and logits side by side are not guessed:
/// UserError lists them. returned: what the network returned for `rows` inputs.
ChosenOutput chosenOutput(const Runnable& network, const c10::IValue& returned, std::int64_t rows,
                          const NetworkOptions& options, const std::filesystem::path& file);

}  // namespace spindle
