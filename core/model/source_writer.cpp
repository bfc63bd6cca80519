// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/source_writer.h"

#include "core/base/text.h"
#include "core/base/user_error.h"

namespace spindle {

SourceWriter::SourceWriter(const std::vector<TensorHeader>& tensors, const std::string& file) : file_(file) {
  for (const TensorHeader& tensor : tensors) headers_[tensor.name] = &tensor;
}

const std::vector<std::int64_t>& SourceWriter::shape(const std::string& name, std::size_t rank) const {
  const auto found = headers_.find(name);
  if (found == headers_.end())
    throw UserError(file_ + " has no weights \"" + name +
                    "\", which \"architecture\" asks for; write the network as model.pt instead.");
  if (found->second->shape.size() != rank)
    throw UserError(file_ + ": \"" + name + "\" has the shape " + shapeText(found->second->shape) + " instead of " +
                    std::to_string(rank) + " dimensions; write the network as model.pt instead.");
  return found->second->shape;
}

std::string SourceWriter::parameter(const std::string& name, const std::vector<std::int64_t>& shape) {
  if (this->shape(name, shape.size()) != shape)
    throw UserError(file_ + ": \"" + name + "\" has the shape " + shapeText(headers_.at(name)->shape) + " instead of " +
                    shapeText(shape) +
                    ", so this is not the network of \"architecture\"; write it as model.pt instead.");
  used_.insert(name);
  network_.parameters.emplace_back("p" + std::to_string(network_.parameters.size()), name);
  return "self." + network_.parameters.back().first;
}

std::string SourceWriter::optional(const std::string& name, const std::vector<std::int64_t>& shape) {
  return has(name) ? parameter(name, shape) : "None";
}

void SourceWriter::line(const std::string& variable, const std::string& expression) {
  body_ += "    " + variable + " = " + expression + "\n";
}

RebuiltNetwork SourceWriter::finished(const std::string& variable) && {
  std::vector<std::string> left;
  for (const auto& [name, header] : headers_) {
    if (!used_.contains(name) && !name.ends_with("num_batches_tracked") && !name.ends_with("position_ids"))
      left.push_back(name);
  }
  if (!left.empty())
    throw UserError(file_ + " has weights that the network of \"architecture\" does not use (" + listed(left, 3) +
                    "); write the network as model.pt instead.");
  network_.source = "def forward(self, x):\n" + body_ + "    return " + variable + "\n";
  return std::move(network_);
}

}  // namespace spindle
