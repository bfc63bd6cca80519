// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/torch/program_check.h"

#include "core/base/user_error.h"
#include "core/model/torch/export_line.h"
#include "core/model/torch/known_operators.h"

#include <torch/csrc/jit/api/function_impl.h>
#include <torch/csrc/jit/ir/constants.h>
#include <torch/csrc/jit/runtime/custom_operator.h>

#include <limits>
#include <set>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace spindle {
namespace {

using torch::jit::Block;
using torch::jit::Graph;
using torch::jit::Node;

constexpr std::int64_t mostRounds = 300'000;
const char* const countName = "spindle::count_round";
thread_local std::int64_t rounds = 0;
thread_local const std::function<bool()>* stopAsked = nullptr;

/// Values, attributes, containers and control flow. The rest of prim belongs to compilers, profilers, Python and remote
/// calls.
bool isKnownPrim(const std::string& name) {
  constexpr std::string_view known =
      " Constant GetAttr SetAttr ListConstruct TupleConstruct DictConstruct ListUnpack TupleUnpack TupleIndex "
      "TupleSlice If Loop NumToTensor Uninitialized RaiseException unchecked_cast unchecked_unwrap_optional tolist "
      "dtype device "
      "layout shape min max abs isinstance index data requires_grad type itemsize nbytes CreateObject CallFunction "
      "CallMethod Enter Exit rangelist StringIndex EnumName EnumValue name ModuleContainerIndex ConstantChunk Print ";
  return known.find(" " + name + " ") != std::string_view::npos || name.starts_with("is_");
}

bool printsOnly(const Node& node) {
  return node.kind() == c10::prim::Print || node.kind() == c10::Symbol::fromQualString("aten::warn");
}

class Walk {
 public:
  explicit Walk(const std::filesystem::path& file) : file_(file) {}

  void through(Block& block) {
    std::vector<Node*> printing;
    for (Node* node : block.nodes()) {
      if (!isComputation(node->kind())) refuse("calls " + std::string(node->kind().toQualString()));
      if (const char* argument = uncheckedArgument(*node))
        refuse("gives " + std::string(node->kind().toQualString()) + " a " + argument);
      if (printsOnly(*node)) printing.push_back(node);
      if (node->kind() == c10::prim::Loop) checkLoop(*node);
      called(*node);
      for (Block* inner : node->blocks()) through(*inner);
    }
    for (Node* node : printing) node->destroy();
  }

 private:
  [[noreturn]] void refuse(const std::string& what) const {
    throw UserError("The network in " + file_.string() + " " + what +
                    ", which Spindle does not run; export the network alone, as a function of its input: " +
                    exportLine(file_) + ".");
  }

  void checkLoop(const Node& loop) const {
    const auto count = torch::jit::toIValue(loop.input(0));
    if (!count || !count->isInt() || count->toInt() <= mostRounds) return;
    const bool counted = count->toInt() < std::numeric_limits<std::int64_t>::max();
    refuse(counted ? "has a loop of " + std::to_string(count->toInt()) + " iterations"
                   : "has a \"while\" loop, which may never end");
  }

  void called(const Node& node) {
    if (node.kind() == c10::prim::CallFunction) {
      if (const auto type = node.input(0)->type()->cast<c10::FunctionType>()) return into(*type->function());
      refuse("calls a function that is not known before it runs");
    }
    if (node.kind() == c10::prim::CallMethod) {
      const auto type = node.input(0)->type()->cast<c10::ClassType>();
      auto* method = type ? type->findMethod(node.s(c10::attr::name)) : nullptr;
      if (method == nullptr) refuse("calls a method that is not known before it runs");
      into(*method);
    }
    if (node.kind() == c10::prim::Enter || node.kind() == c10::prim::Exit) {
      const auto type = node.input(0)->type()->cast<c10::ClassType>();
      if (!type) refuse("enters a context that is not known before it runs");
      for (const char* name : {"__enter__", "__exit__"}) {
        if (auto* method = type->findMethod(name)) into(*method);
      }
    }
  }

  void into(torch::jit::Function& function) {
    if (!seen_.insert(&function).second) return;
    auto* const graph = torch::jit::tryToGraphFunction(function);
    if (graph == nullptr) refuse("calls " + function.qualname().qualifiedName());
    through(*graph->graph()->block());
  }

  const std::filesystem::path& file_;
  std::set<const torch::jit::Function*> seen_;
};

void countRound(torch::jit::Stack& /*stack*/) {
  if (++rounds > mostRounds) throw std::runtime_error(std::string(endlessLoops));
  if (stopAsked != nullptr && *stopAsked && (*stopAsked)()) throw std::runtime_error(std::string(stoppedLoops));
}

const torch::jit::RegisterOperators registration({torch::jit::Operator(std::string(countName) + "() -> ()", countRound,
                                                                       c10::AliasAnalysisKind::CONSERVATIVE)});

void countIn(Block* block) {
  for (Node* node : block->nodes()) {
    for (Block* inner : node->blocks()) {
      countIn(inner);
      if (node->kind() != c10::prim::Loop) continue;
      Node* const count = block->owningGraph()->create(c10::Symbol::fromQualString(countName), 0);
      count->insertAfter(inner->param_node());
    }
  }
}

}  // namespace

bool isComputation(const c10::Symbol& kind) {
  const std::string name = kind.toUnqualString();
  if (kind.ns() == c10::namespaces::aten) return isKnownAten(name);
  return kind.ns() == c10::namespaces::prim && isKnownPrim(name);
}

void requireComputationOnly(torch::jit::Graph& graph, const std::filesystem::path& file) {
  Walk(file).through(*graph.block());
}

std::shared_ptr<torch::jit::Graph> withCountedLoops(torch::jit::Graph& graph) {
  auto copy = graph.copy();
  countIn(copy->block());
  return copy;
}

void beginRun() {
  rounds = 0;
}

StopScope::StopScope(const std::function<bool()>& stopRequested) : before_(std::exchange(stopAsked, &stopRequested)) {}

StopScope::~StopScope() {
  stopAsked = before_;
}

}  // namespace spindle
