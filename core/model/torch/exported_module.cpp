// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/torch/exported_module.h"

#include "core/base/user_error.h"
#include "core/model/torch/adopted_tensor.h"
#include "core/model/torch/export_line.h"
#include "core/model/torch/exported_graph.h"
#include "core/weights/exported_archive.h"

#include <torch/csrc/jit/ir/alias_analysis.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace spindle {
namespace {

at::ScalarType scalarTypeOf(ElementType type) {
  switch (type) {
    case ElementType::boolean:
      return at::kBool;
    case ElementType::uint8:
      return at::kByte;
    case ElementType::int8:
      return at::kChar;
    case ElementType::int16:
      return at::kShort;
    case ElementType::int32:
      return at::kInt;
    default:
      return isFloating(type) ? at::kFloat : at::kLong;
  }
}

at::Tensor inItsType(Tensor tensor) {
  const auto type = scalarTypeOf(tensor.type);
  return adoptedTensor(std::move(tensor)).to(type);
}

const ExportedInput& dataOf(const ExportedProgram& program, const std::filesystem::path& file) {
  const auto data = std::find_if(program.inputs.begin(), program.inputs.end(),
                                 [](const ExportedInput& input) { return input.kind == ExportedInput::Kind::data; });
  if (data == program.inputs.end() || data->shape.empty())
    throw UserError("The network in " + file.string() +
                    " takes no input with a row for each sample; export it as a function of a batch.");
  return *data;
}

/// A program is only what PyTorch recorded for these sizes.
void requireShape(const std::vector<std::int64_t>& exported, const NetworkOptions& options,
                  const std::filesystem::path& file) {
  bool fits = exported.size() == options.inputShape.size() + 1;
  std::string sides;
  for (std::size_t i = 1; i < exported.size(); ++i) {
    fits = fits && (exported[i] < 0 || exported[i] == options.inputShape[i - 1]);
    sides += (i > 1 ? ", " : "") + (exported[i] < 0 ? std::string("any") : std::to_string(exported[i]));
  }
  if (!fits)
    throw UserError("The network in " + file.string() + " refuses inputs of shape " + shapeText(options.inputShape) +
                    " (it was exported for [" + sides +
                    "]); check the shape under \"input\" in run.json, or export it for this one.");
}

/// Steps that make tensors contiguous are left out where they were already, which depends on the PyTorch that runs
/// them; view() would refuse the others. Where nothing is written in place, a copy does as well.
void relaxViews(const std::shared_ptr<torch::jit::Graph>& graph) {
  const torch::jit::AliasDb aliases(graph);
  std::vector<torch::jit::Node*> views;
  for (auto* node : graph->nodes()) {
    if (node->kind() == c10::aten::view && !aliases.hasWriters(node->input(0)) && !aliases.hasWriters(node->output()))
      views.push_back(node);
  }
  for (auto* view : views) {
    if (view->inputs().size() != 2) continue;
    auto* const reshape = graph->create(c10::aten::reshape, view->inputs());
    reshape->insertBefore(view);
    reshape->output()->setType(view->output()->type());
    view->output()->replaceAllUsesWith(reshape->output());
    view->destroy();
  }
}

}  // namespace

ExportedModule exportedModule(const std::filesystem::path& file, const NetworkOptions& options) {
  const ByteSource source(file);
  const ExportedArchive archive(source);
  const auto program = archive.program();
  const auto& shape = dataOf(program, file).shape;
  requireShape(shape, options, file);

  std::set<std::string> buffers;
  for (const auto& input : program.inputs) {
    if (input.kind == ExportedInput::Kind::buffer) buffers.insert(input.target);
  }
  ExportedModule exported{torch::jit::Module("exported"),
                          static_cast<std::size_t>(std::max<std::int64_t>(0, shape[0]))};
  auto& module = exported.module;
  const auto tied = archive.tied();
  for (auto& [name, tensor] : archive.weights()) {
    if (name.empty() || name == "training" || module.hasattr(name))
      source.refuse("has a parameter that is called \"" + name + "\", which cannot be; export it again.");
    const auto twin = tied.find(name);
    const auto value = twin != tied.end() && module.hasattr(twin->second) ? module.attr(twin->second).toTensor()
                                                                          : inItsType(std::move(tensor));
    if (buffers.contains(name)) {
      module.register_buffer(name, value);
    } else {
      module.register_parameter(name, value, false);
    }
  }
  std::map<std::string, at::Tensor> constants;
  for (auto& [name, tensor] : archive.constants()) constants[name] = inItsType(std::move(tensor));

  const auto graph = graphOf(program, module, constants, static_cast<std::int64_t>(exported.rows), file);
  relaxViews(graph);
  const auto type = module.type();
  type->addMethod(type->compilation_unit()->create_function(c10::QualifiedName(*type->name(), "forward"), graph));
  return exported;
}

}  // namespace spindle
