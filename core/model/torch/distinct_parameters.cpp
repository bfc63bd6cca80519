// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/torch/distinct_parameters.h"

#include "core/base/user_error.h"

#include <set>

namespace spindle {

std::vector<std::pair<std::string, at::Tensor>> distinctParameters(const torch::jit::Module& module) {
  std::vector<std::pair<std::string, at::Tensor>> list;
  std::set<const void*> seen;
  for (const auto& parameter : module.named_parameters()) {
    if (parameter.value.is_complex())
      throw UserError("The parameter " + parameter.name +
                      " of the network is complex; derivatives by real parameters can be had so far.");
    if (parameter.value.is_floating_point() && seen.insert(parameter.value.unsafeGetTensorImpl()).second)
      list.emplace_back(parameter.name, parameter.value);
  }
  return list;
}

}  // namespace spindle
