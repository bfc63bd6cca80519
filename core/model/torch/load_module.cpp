#include "core/model/torch/load_module.h"

#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/model/torch/error_text.h"
#include "core/model/torch/replace_weights.h"

#include <torch/csrc/jit/api/module.h>
#include <torch/csrc/jit/passes/dead_code_elimination.h>
#include <torch/csrc/jit/passes/inliner.h>
#include <torch/csrc/jit/serialization/import.h>

#include <string>
#include <vector>

namespace spindle {
namespace {

torch::jit::Module readModule(const std::filesystem::path& file) {
  if (!std::filesystem::is_regular_file(file)) throw UserError("There is no network file " + file.string() + ".");
  try {
    return torch::jit::load(file.string(), at::kCPU);
  } catch (const std::exception& error) {
    throw UserError(file.string() + " is not a TorchScript network that can be read (" + errorText(error) +
                    "); save one with torch.jit.script(model).save(\"model.pt\").");
  }
}

/// Single precision throughout: inputs are floats.
void toFloat(torch::jit::Module& module) {
  const auto convert = [](at::Tensor tensor) {
    if (tensor.is_floating_point() && tensor.scalar_type() != at::kFloat) tensor.set_data(tensor.to(at::kFloat));
  };
  for (const auto& parameter : module.parameters()) convert(parameter);
  for (const auto& buffer : module.buffers()) convert(buffer);
}

/// Inputs of forward() beyond the first take their default values.
void bindDefaults(torch::jit::Graph& graph, const c10::FunctionSchema& schema, const std::filesystem::path& file) {
  if (graph.inputs().size() < 2) {
    throw UserError("The network in " + file.string() + " takes no input; export one whose forward() takes the batch.");
  }
  torch::jit::WithInsertPoint atStart(*graph.block()->nodes().begin());
  for (std::size_t i = graph.inputs().size() - 1; i >= 2; --i) {
    const auto& argument = schema.arguments().at(i);
    if (!argument.default_value()) {
      throw UserError("The network in " + file.string() + " takes a second input \"" + argument.name() +
                      "\"; export one whose forward() needs the batch only.");
    }
    graph.inputs()[i]->replaceAllUsesWith(graph.insertConstant(*argument.default_value()));
    graph.eraseInput(i);
  }
}

Runnable asRunnable(const torch::jit::Module& module, const torch::jit::Module& original,
                    const std::filesystem::path& file) {
  const auto method = module.get_method("forward");
  auto graph = method.graph()->copy();
  torch::jit::Inline(*graph);
  bindDefaults(*graph, method.function().getSchema(), file);
  torch::jit::EliminateDeadCode(graph);
  const std::vector<c10::IValue> owners{module._ivalue(), original._ivalue()};
  if (graph->inputs()[0]->hasUses()) return {graph, module._ivalue(), owners};
  graph->eraseInput(0);
  return {graph, std::nullopt, owners};
}

}  // namespace

LoadedNetwork loadFrozen(const std::filesystem::path& architecture, const std::filesystem::path& weights,
                         const NetworkOptions& options) {
  auto module = readModule(architecture);
  if (!module.find_method("forward")) {
    throw UserError(architecture.string() +
                    " holds weights but no network (it has no forward()); "
                    "save one with torch.jit.script(model).save(\"model.pt\").");
  }
  std::string warning;
  if (!weights.empty()) warning = replaceWeights(module, weights, options);
  return {frozen(module, architecture), std::move(warning)};
}

Runnable frozen(torch::jit::Module module, const std::filesystem::path& file) {
  toFloat(module);
  module.eval();
  try {
    return asRunnable(torch::jit::freeze(module), module, file);
  } catch (const UserError&) {
    throw;
  } catch (const std::exception&) {
    // What cannot be frozen (mutable attributes, interfaces) still runs as it is.
    return asRunnable(module, module, file);
  }
}

}  // namespace spindle
