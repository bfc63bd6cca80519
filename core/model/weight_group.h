// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/weights.h"

#include <map>
#include <string>
#include <vector>

namespace spindle {

/// The tensors of one layer: all names with the same stem, in the file's order.
struct WeightGroup {
  std::string stem;
  std::string kind;                                  ///< by its shapes: "conv", "linear", "batchnorm", "layernorm"
  std::map<std::string, const TensorHeader*> parts;  ///< by the last word of the name

  [[nodiscard]] const TensorHeader* part(const char* name) const {
    const auto found = parts.find(name);
    return found == parts.end() ? nullptr : found->second;
  }
};

/// Throws UserError for weights that belong to none of these kinds. The tensors outlive what is returned.
std::vector<WeightGroup> weightGroups(const std::vector<TensorHeader>& tensors, const std::string& file);

}  // namespace spindle
