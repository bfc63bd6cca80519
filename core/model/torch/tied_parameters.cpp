// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/torch/tied_parameters.h"

#include "core/base/user_error.h"

#include <ATen/ops/equal.h>

#include <map>
#include <set>
#include <tuple>

namespace spindle {

TiedParameters::TiedParameters(const torch::jit::Module& module) {
  std::map<std::tuple<const void*, std::vector<std::int64_t>, std::vector<std::int64_t>>, std::vector<Place>> places;
  for (const auto& owner : module.modules()) {
    for (const auto& parameter : owner.named_parameters(false)) {
      const at::Tensor& tensor = parameter.value;
      if (tensor.numel() > 0)
        places[{tensor.data_ptr(), tensor.sizes().vec(), tensor.strides().vec()}].push_back({owner, parameter.name});
    }
  }
  for (auto& [memory, group] : places) {
    if (group.size() > 1) groups_.push_back(std::move(group));
  }
}

void TiedParameters::tieAgain() const {
  for (const auto& group : groups_) {
    const at::Tensor first = group.front().owner.attr(group.front().attribute).toTensor();
    for (const Place& place : group) {
      torch::jit::Module owner = place.owner;
      if (at::equal(owner.attr(place.attribute).toTensor(), first)) owner.setattr(place.attribute, first);
    }
  }
}

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
