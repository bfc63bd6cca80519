// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/exported_program.h"

#include <torch/csrc/jit/ir/ir.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>

namespace spindle {

/// Something that is not run; what() is its name for the user.
class Unsupported : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A value that an unsupported operation should have given.
class MissingValue {};

/// The operation that takes an argument.
struct ExportedPlace {
  std::string_view base{};  ///< of its name
  bool depends = false;     ///< on the network's input
  std::string self{};       ///< name of its first tensor
};

/// A graph in the making, and the values of a program by name.
struct ExportedValues {
  std::shared_ptr<torch::jit::Graph> graph;
  std::filesystem::path file;           ///< for messages
  const ExportedGraph* part = nullptr;  ///< that is being made
  std::int64_t rows = 0;                ///< that the program is fixed to; 0: any number
  torch::jit::Value* data = nullptr;    ///< the input that has them
  std::map<std::string, torch::jit::Value*> known{};
  std::set<std::string> missing{}, unsupported{};
  std::map<std::string, std::string> partial{};  ///< values that decompositions do not give, and what is said of them

  /// Throws MissingValue, and UserError where nothing in the program gives the value.
  torch::jit::Value* named(const std::string& name);

  /// The argument as a value of the type that an operator asks for. Throws Unsupported too.
  torch::jit::Value* of(const ExportedArgument& argument, const c10::TypePtr& type, const ExportedPlace& place);

  [[noreturn]] void damaged(const std::string& what) const;

 private:
  torch::jit::Value* listOf(const ExportedArgument& argument, const c10::TypePtr& type);
  torch::jit::Value* sizesOf(const ExportedArgument& argument, const c10::TypePtr& type, const ExportedPlace& place);
  [[nodiscard]] std::optional<std::size_t> followingInput(const ExportedArgument& argument,
                                                          const ExportedPlace& place) const;
  torch::jit::Value* sizeOfSelf(const ExportedPlace& place, const std::string& size);
  torch::jit::Value* rowsTimes(std::int64_t factor, const ExportedPlace& place);
};

/// Without "optional".
c10::TypePtr plainType(const c10::TypePtr& type);

}  // namespace spindle
