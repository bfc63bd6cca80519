// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/torch/device.h"

#include <ATen/Context.h>

namespace spindle {

at::Device deviceOf(const std::string& name) {
  const at::Device device(name);
  if (!device.is_cuda()) return device;
  at::Context& context = at::globalContext();
  context.setAllowTF32CuBLAS(false);
  context.setAllowTF32CuDNN(false);
  context.setDeterministicCuDNN(true);
  context.setBenchmarkCuDNN(false);
  return device;
}

void moveConstants(torch::jit::Block& block, at::Device device) {
  for (auto* node : block.nodes()) {
    for (auto* inner : node->blocks()) moveConstants(*inner, device);
    const auto value = c10::attr::value;
    if (node->kind() != c10::prim::Constant || !node->hasAttribute(value)) continue;
    if (node->kindOf(value) == torch::jit::AttributeKind::t) node->t_(value, node->t(value).to(device));
    if (node->output()->type()->kind() == c10::TypeKind::DeviceObjType) node->s_(value, device.str());
  }
}

}  // namespace spindle
