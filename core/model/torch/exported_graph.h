// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/exported_program.h"

#include <ATen/core/Tensor.h>
#include <torch/csrc/jit/api/module.h>

#include <filesystem>
#include <map>
#include <memory>
#include <string>

namespace spindle {

/// The program as forward() of a TorchScript module, whose attributes are the weights by name; other buffers and
/// constants become constants of the graph. Where the program is fixed to `rows` rows (0: it is not), the sizes in it
/// that are this number follow the input instead, as far as they can be told. Only operators of ATen that compute are
/// taken (see program_check.h); all others are named in one UserError. `file` is for messages.
std::shared_ptr<torch::jit::Graph> graphOf(const ExportedProgram& program, const torch::jit::Module& module,
                                           const std::map<std::string, at::Tensor>& constants, std::int64_t rows,
                                           const std::filesystem::path& file);

}  // namespace spindle
