// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/torch/load_module.h"

#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/model/torch/archive_check.h"
#include "core/model/torch/constant_attributes.h"
#include "core/model/torch/device.h"
#include "core/model/torch/distinct_parameters.h"
#include "core/model/torch/error_text.h"
#include "core/model/torch/evaluation_mode.h"
#include "core/model/torch/exported_module.h"
#include "core/model/torch/program_check.h"
#include "core/model/torch/replace_weights.h"
#include "core/model/torch/second_inputs.h"
#include "core/model/torch/unread_weights.h"
#include "core/weights/weights_file.h"

#include <torch/csrc/jit/api/module.h>
#include <torch/csrc/jit/passes/dead_code_elimination.h>
#include <torch/csrc/jit/passes/inliner.h>
#include <torch/csrc/jit/serialization/import.h>

#include <algorithm>
#include <string>
#include <vector>

namespace spindle {
namespace {

torch::jit::Module readModule(const std::filesystem::path& file) {
  if (!std::filesystem::is_regular_file(file)) throw UserError("There is no network file " + file.string() + ".");
  try {
    requireHarmlessArchive(file);
    return torch::jit::load(file.string(), at::kCPU);
  } catch (const UserError&) {
    throw;
  } catch (const std::exception& error) {
    throw UserError(file.string() + " is not a TorchScript network that can be read (" + errorText(error) +
                    "); save one with torch.jit.script(model).save(\"model.pt\").");
  }
}

bool isExported(const std::filesystem::path& file) {
  return std::filesystem::is_regular_file(file) && sniffWeightsFormat(file) == WeightsFormat::torchExport;
}

/// A checkpoint whose weights change nothing is told; where they are adapters, the scores would be those of the base
/// model. Empty where all are read.
std::string unreadNote(const torch::jit::Graph& graph, const torch::jit::Module& module,
                       const std::filesystem::path& file) {
  const auto unread = unreadParameters(graph, module);
  if (unread.empty()) return {};
  if (std::any_of(unread.begin(), unread.end(), [](const auto& name) { return name.find("lora_") != name.npos; }))
    throw UserError("The network in " + file.string() + " has LoRA weights (" + listed(unread, 3) +
                    ") that its forward() does not use; merge them before saving, with model.eval() (loralib) or "
                    "model.merge_and_unload() (peft).");
  return "The forward() of " + file.string() + " does not use the weights " + listed(unread, 3) + ".";
}

/// Single precision throughout: inputs are floats.
void toFloat(torch::jit::Module& module) {
  const auto convert = [](at::Tensor tensor) {
    if (tensor.is_floating_point() && tensor.scalar_type() != at::kFloat) tensor.set_data(tensor.to(at::kFloat));
  };
  for (const auto& parameter : module.parameters()) convert(parameter);
  for (const auto& buffer : module.buffers()) convert(buffer);
}

LoadedNetwork asRunnable(const torch::jit::Module& module, const torch::jit::Module& original,
                         const NetworkOptions& options, const std::filesystem::path& file, EvaluationMode evaluation,
                         Parameters parameters = Parameters::constant) {
  const at::Device device = deviceOf(options.device);
  const auto method = module.get_method("forward");
  const auto schema = method.function().getSchema();
  auto inlined = method.graph()->copy();
  torch::jit::Inline(*inlined);
  if (parameters == Parameters::kept) makeAttributesConstant(inlined, module);
  const auto runnable = [=](const std::shared_ptr<torch::jit::Graph>& graph, EvaluationMode& mode) -> Runnable {
    // Freezing has worked out what was computed from the attributes of the module.
    mode.switchOn(*graph, module._ivalue());
    torch::jit::EliminateDeadCode(graph);
    const std::vector<c10::IValue> owners{module._ivalue(), original._ivalue()};
    if (graph->inputs()[0]->hasUses()) return {graph, module._ivalue(), owners, device};
    graph->eraseInput(0);
    return {graph, std::nullopt, owners, device};
  };
  auto graph = inlined->copy();
  auto bound = bindSecondInputs(*graph, schema, options, file);
  LoadedNetwork loaded{runnable(graph, evaluation), {}, std::move(bound.notes), bound.padding, {}};
  if (const auto note = evaluation.note(); !note.empty()) loaded.notes.insert(loaded.notes.begin(), note);
  if (bound.mask) {
    loaded.withMask = [=](const at::Tensor& mask) {
      auto other = inlined->copy();
      bindSecondInputs(*other, schema, options, file, mask.to(device));
      EvaluationMode mode(file);
      return runnable(other, mode);
    };
  }
  return loaded;
}

}  // namespace

LoadedNetwork loadFrozen(const std::filesystem::path& architecture, const std::filesystem::path& weights,
                         const NetworkOptions& options, Parameters parameters) {
  auto [module, rows] =
      isExported(architecture) ? exportedModule(architecture, options) : ExportedModule{readModule(architecture)};
  if (!module.find_method("forward")) {
    throw UserError(architecture.string() +
                    " holds weights but no network (it has no forward()); "
                    "save one with torch.jit.script(model).save(\"model.pt\").");
  }
  std::string warning;
  if (!weights.empty()) warning = replaceWeights(module, weights, options);
  auto loaded = frozen(module, options, architecture, parameters);
  loaded.warning = std::move(warning);
  loaded.exportedRows = rows;
  return loaded;
}

LoadedNetwork frozen(torch::jit::Module module, const NetworkOptions& options, const std::filesystem::path& file,
                     Parameters parameters) {
  toFloat(module);
  module.eval();
  // Before anything runs: freezing already evaluates what does not depend on the input.
  const auto graph = module.get_method("forward").graph();
  torch::jit::Inline(*graph);
  requireComputationOnly(*graph, file);
  const auto unread = unreadNote(*graph, module, file);
  if (options.device != "cpu") {
    const at::Device device = deviceOf(options.device);
    module.to(device);
    moveConstants(*graph->block(), device);
  }
  EvaluationMode evaluation(file);
  evaluation.switchOn(*graph, module._ivalue());
  const auto told = [&](LoadedNetwork loaded) {
    if (!unread.empty()) loaded.notes.push_back(unread);
    return loaded;
  };
  if (parameters == Parameters::kept) {
    auto loaded = told(asRunnable(module, module, options, file, evaluation, parameters));
    loaded.trainable = distinctParameters(module);
    return loaded;
  }
  try {
    const bool fold = options.valuesOf.empty() && options.maskAt.empty();
    return told(asRunnable(torch::jit::freeze(module, c10::nullopt, fold), module, options, file, evaluation));
  } catch (const UserError&) {
    throw;
  } catch (const std::exception&) {
    // What cannot be frozen (mutable attributes, interfaces) still runs as it is.
    return told(asRunnable(module, module, options, file, evaluation));
  }
}

}  // namespace spindle
