// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/rebuilt_network.h"
#include "core/weights/weights.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace spindle {

/// Writes the source of a network whose tensors are known by name, and sees to it that each one is used.
class SourceWriter {
 public:
  /// Holds references to both.
  SourceWriter(const std::vector<TensorHeader>& tensors, const std::string& file);

  [[nodiscard]] bool has(const std::string& name) const { return headers_.contains(name); }

  /// Shape of a tensor. Throws UserError when the file does not have it, or not with so many dimensions.
  [[nodiscard]] const std::vector<std::int64_t>& shape(const std::string& name, std::size_t rank) const;

  /// The tensor as an expression ("self.p3"). Throws UserError where the file does not have it in this shape.
  std::string parameter(const std::string& name, const std::vector<std::int64_t>& shape);

  /// The same, or "None" where the file does not have it.
  std::string optional(const std::string& name, const std::vector<std::int64_t>& shape);

  /// Adds "variable = expression".
  void line(const std::string& variable, const std::string& expression);

  /// forward() that returns the variable. Throws UserError when tensors were not used, except those that evaluation
  /// does not need (num_batches_tracked, position_ids).
  RebuiltNetwork finished(const std::string& variable) &&;

 private:
  const std::string& file_;
  std::map<std::string, const TensorHeader*> headers_;
  std::set<std::string> used_;
  std::string body_;
  RebuiltNetwork network_;
};

}  // namespace spindle
