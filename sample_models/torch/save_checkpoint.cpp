// SPDX-License-Identifier: GPL-3.0-or-later
#include "sample_models/torch/save_checkpoint.h"

#include "core/base/atomic_file.h"

#include <torch/csrc/jit/serialization/pickle.h>

#include <sstream>

namespace spindle {

void saveCheckpoint(const torch::jit::Module& module, const std::filesystem::path& file) {
  c10::Dict<std::string, at::Tensor> state;
  for (const auto& parameter : module.named_parameters()) state.insert(parameter.name, parameter.value.detach());
  for (const auto& buffer : module.named_buffers()) state.insert(buffer.name, buffer.value);
  const auto bytes = torch::jit::pickle_save(state);
  writeFileAtomically(file, {bytes.data(), bytes.size()});
}

void saveNetwork(const torch::jit::Module& module, const std::filesystem::path& file) {
  std::ostringstream bytes;
  module.save(bytes);
  writeFileAtomically(file, bytes.view());
}

}  // namespace spindle
