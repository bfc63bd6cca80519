// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/torch/runnable.h"

#include "core/base/user_error.h"
#include "core/model/torch/blas_turn.h"
#include "core/model/torch/max_pooling.h"
#include "core/model/torch/program_check.h"

#include <torch/csrc/jit/ir/alias_analysis.h>
#include <torch/csrc/jit/ir/constants.h>
#include <torch/csrc/jit/passes/dead_code_elimination.h>

#include <utility>

namespace spindle {
namespace {

using torch::jit::Value;

at::Tensor firstTensor(const c10::IValue& value) {
  if (value.isTensor()) return value.toTensor();
  if (value.isTuple() && !value.toTupleRef().elements().empty()) return firstTensor(value.toTupleRef().elements()[0]);
  if (value.isTensorList() && value.toTensorList().size() > 0) return value.toTensorList().get(0);
  if (value.isList() && value.toListRef().size() > 0) return firstTensor(value.toListRef()[0]);
  if (value.isGenericDict() && value.toGenericDict().size() > 0) {
    const auto entries = value.toGenericDict();
    const auto logits = entries.find("logits");
    return firstTensor(logits != entries.end() ? logits->value() : entries.begin()->value());
  }
  throw UserError("The network returns " + value.tagKind() +
                  " instead of a tensor; export it with a tensor as output.");
}

Value* elementOf(torch::jit::Graph& graph, Value* all, std::size_t element, const std::string& key) {
  const auto* node = all->node();
  if (node->kind() == c10::prim::TupleConstruct || node->kind() == c10::prim::ListConstruct)
    return node->input(element);
  const torch::jit::WithInsertPoint atEnd(graph.return_node());
  const auto get = c10::Symbol::fromQualString("aten::__getitem__");
  const auto place = static_cast<std::int64_t>(element);
  if (all->type()->kind() == c10::TypeKind::DictType) return graph.insert(get, {all, key});
  const auto tuple = all->type()->cast<c10::TupleType>();
  if (!tuple) return graph.insert(get, {all, place});
  return graph.insertNode(graph.createTupleIndex(all, graph.insertConstant(place), tuple->elements()[element]))
      ->output();
}

bool writesInto(const std::shared_ptr<torch::jit::Graph>& graph) {
  const torch::jit::AliasDb aliases(graph);
  return aliases.hasWriters(graph->inputs().back());
}

}  // namespace

Runnable::Runnable(std::shared_ptr<torch::jit::Graph> graph, std::optional<c10::IValue> self,
                   std::vector<c10::IValue> owners, at::Device device)
    : graph_(std::move(graph)),
      self_(std::move(self)),
      owners_(std::move(owners)),
      device_(device),
      code_(withFastMaxPooling(*withCountedLoops(*graph_)), "forward"),
      changesInput_(writesInto(graph_)) {}

at::Tensor Runnable::run(std::initializer_list<at::Tensor> inputs) const {
  return firstTensor(returned(inputs)).cpu();
}

c10::IValue Runnable::returned(std::initializer_list<at::Tensor> inputs) const {
  return stackOf(inputs).front();
}

std::vector<at::Tensor> Runnable::runAll(std::initializer_list<at::Tensor> inputs) const {
  std::vector<at::Tensor> outputs;
  for (const c10::IValue& value : stackOf(inputs)) outputs.push_back(firstTensor(value).cpu());
  return outputs;
}

torch::jit::Stack Runnable::stackOf(std::initializer_list<at::Tensor> inputs) const {
  torch::jit::Stack stack;
  if (self_) stack.push_back(*self_);
  for (const at::Tensor& input : inputs) stack.emplace_back(input.to(device_));
  requireRoomForBlas();
  const BlasTurn turn;
  beginRun();
  torch::jit::InterpreterState(code_).run(stack);
  return stack;
}

Runnable Runnable::withOutput(std::size_t element, const std::string& key) const {
  auto graph = graph_->copy();
  Value* const all = graph->outputs()[0];
  Value* const taken = elementOf(*graph, all, element, key);
  graph->eraseOutput(0);
  graph->registerOutput(taken);
  torch::jit::EliminateDeadCode(graph);
  return {graph, self_, owners_, device_};
}

}  // namespace spindle
