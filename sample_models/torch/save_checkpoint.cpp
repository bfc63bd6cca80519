// SPDX-License-Identifier: GPL-3.0-or-later
#include "sample_models/torch/save_checkpoint.h"

#include "core/base/user_error.h"

#include <torch/csrc/jit/serialization/pickle.h>

#include <fstream>

namespace spindle {

void saveCheckpoint(const torch::jit::Module& module, const std::filesystem::path& file) {
  c10::Dict<std::string, at::Tensor> state;
  for (const auto& parameter : module.named_parameters()) state.insert(parameter.name, parameter.value.detach());
  for (const auto& buffer : module.named_buffers()) state.insert(buffer.name, buffer.value);
  const auto bytes = torch::jit::pickle_save(state);
  std::ofstream out(file, std::ios::binary);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  if (!out) throw UserError("The checkpoint " + file.string() + " cannot be written; check the free space.");
}

}  // namespace spindle
