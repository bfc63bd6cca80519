// SPDX-License-Identifier: GPL-3.0-or-later
#include "sample_models/torch/training_state.h"

#include "core/base/atomic_file.h"
#include "core/base/user_error.h"

#include <ATen/Context.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/from_blob.h>
#include <ATen/ops/tensor.h>
#include <torch/csrc/jit/serialization/pickle.h>

#include <fstream>
#include <iterator>
#include <vector>

namespace spindle {
namespace {

at::Tensor ofText(const std::string& text) {
  return at::from_blob(const_cast<char*>(text.data()), {static_cast<std::int64_t>(text.size())}, at::kByte).clone();
}

/// All that changes while training, by name; tensors that can be written to.
c10::Dict<std::string, at::Tensor> changing(const torch::jit::Module& module, const Optimizer& optimizer) {
  c10::Dict<std::string, at::Tensor> state;
  for (const auto& parameter : module.named_parameters()) state.insert(parameter.name, parameter.value.detach());
  for (const auto& buffer : module.named_buffers()) state.insert(buffer.name, buffer.value);
  std::size_t number = 0;
  for (const auto& tensor : optimizer.state()) state.insert("optimizer " + std::to_string(number++), tensor);
  return state;
}

[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& why) {
  throw UserError("The training cannot go on from " + file.string() + ": " + why + "; train anew into another folder.");
}

}  // namespace

void saveTrainingState(const std::filesystem::path& file, const torch::jit::Module& module, const Optimizer& optimizer,
                       int step, const std::string& settings) {
  auto state = changing(module, optimizer);
  state.insert("settings", ofText(settings));
  state.insert("step", at::tensor(std::vector<std::int64_t>{step}));
  state.insert("generator", at::globalContext().defaultGenerator(at::kCPU).get_state());
  const auto bytes = torch::jit::pickle_save(state);
  writeFileAtomically(file, {bytes.data(), bytes.size()});
}

int loadTrainingState(const std::filesystem::path& file, torch::jit::Module& module, Optimizer& optimizer,
                      const std::string& settings) {
  std::ifstream in(file, std::ios::binary);
  const std::vector<char> bytes{std::istreambuf_iterator<char>(in), {}};
  try {
    const auto stored = torch::jit::pickle_load(bytes).toGenericDict();
    if (!stored.at("settings").toTensor().equal(ofText(settings))) refuse(file, "it was begun with other options");
    const at::NoGradGuard noGradients;
    for (const auto& entry : changing(module, optimizer)) entry.value().copy_(stored.at(entry.key()).toTensor());
    auto generator = at::globalContext().defaultGenerator(at::kCPU);
    generator.set_state(stored.at("generator").toTensor());
    const int step = static_cast<int>(stored.at("step").toTensor().item<std::int64_t>());
    optimizer.setSteps(step);
    return step;
  } catch (const UserError&) {
    throw;
  } catch (const std::exception&) {
    refuse(file, "the file is damaged");
  }
}

}  // namespace spindle
