// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/weight_group.h"

#include "core/base/user_error.h"

namespace spindle {

std::vector<WeightGroup> weightGroups(const std::vector<TensorHeader>& tensors, const std::string& file) {
  std::vector<WeightGroup> groups;
  for (const TensorHeader& tensor : tensors) {
    const auto dot = tensor.name.rfind('.');
    const std::string stem = dot == std::string::npos ? "" : tensor.name.substr(0, dot);
    const std::string last = tensor.name.substr(dot == std::string::npos ? 0 : dot + 1);
    if (groups.empty() || groups.back().stem != stem) groups.push_back({stem, "", {}});
    groups.back().parts[last] = &tensor;
  }
  for (WeightGroup& group : groups) {
    const TensorHeader* weight = group.part("weight");
    const std::size_t rank = weight != nullptr ? weight->shape.size() : 0;
    group.kind = rank == 4                                            ? "conv"
                 : rank == 2                                          ? "linear"
                 : rank == 1 && group.part("running_mean") != nullptr ? "batchnorm"
                 : rank == 1                                          ? "layernorm"
                                                                      : "";
    if (group.kind.empty())
      throw UserError(file + ": the weights \"" + group.stem +
                      "\" belong to no layer of a sequential network; write the network as model.pt instead.");
  }
  return groups;
}

}  // namespace spindle
