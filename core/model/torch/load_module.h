// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/network.h"
#include "core/model/torch/runnable.h"

#include <torch/csrc/jit/api/module.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace spindle {

/// A network ready to run, and what the user must be told about it (see Network::warning and Network::notes).
struct LoadedNetwork {
  Runnable network;
  std::string warning;
  std::vector<std::string> notes;
  std::optional<std::int64_t> padding;  ///< the token that its embedding takes for padding
  /// The network with this tensor as its mask, where an input was filled by the rule for masks; else empty.
  std::function<Runnable(const at::Tensor& mask)> withMask;
  std::vector<std::pair<std::string, std::string>> parameters = {};  ///< of a rebuilt network (see RebuiltNetwork)
  std::vector<std::pair<std::string, at::Tensor>> trainable = {};    ///< its parameters, where they were kept
  std::size_t exportedRows = 0;  ///< the number of rows that torch.export fixed it to, lifted where it could be told
};

/// What becomes of the parameters: constants of the graph, folded where that is faster; or kept as they are, each tied
/// one once, so that derivatives by them can be had.
enum class Parameters { constant, kept };

/// Reads the TorchScript file or the program of torch.export (exported_module.h), replaces its parameters and buffers
/// by those of `weights` (unless empty), and freezes it (see below). A file that does more than compute is refused
/// before any of it runs (archive_check.h, program_check.h). Of the options those of weights and tokens count. Throws
/// UserError.
LoadedNetwork loadFrozen(const std::filesystem::path& architecture, const std::filesystem::path& weights,
                         const NetworkOptions& options, Parameters parameters = Parameters::constant);

/// The module frozen in evaluation mode (evaluation_mode.h), with batch normalization folded into convolutions (unless
/// options.valuesOf or maskAt asks for the values of layers) and inputs beyond the first filled (second_inputs.h);
/// `file` is for messages. Not frozen where its parameters are kept.
LoadedNetwork frozen(torch::jit::Module module, const NetworkOptions& options, const std::filesystem::path& file,
                     Parameters parameters = Parameters::constant);

}  // namespace spindle
