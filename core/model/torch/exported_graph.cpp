// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/torch/exported_graph.h"

#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/model/torch/exported_operators.h"
#include "core/model/torch/exported_values.h"
#include "core/model/torch/program_check.h"
#include "core/weights/export_lines.h"

#include <torch/csrc/jit/frontend/schema_matching.h>

#include <algorithm>
#include <set>
#include <utility>

namespace spindle {
namespace {

using torch::jit::Graph;
using torch::jit::NamedValue;
using torch::jit::Node;
using torch::jit::Value;
using Kind = ExportedArgument::Kind;

/// Names of all values of a list of arguments, one after another.
std::vector<std::string> namesIn(const std::vector<ExportedArgument>& arguments, std::size_t first) {
  std::vector<std::string> names;
  for (std::size_t i = first; i < arguments.size(); ++i)
    names.insert(names.end(), arguments[i].values.begin(), arguments[i].values.end());
  return names;
}

/// A name that a value of a graph can have.
bool isWord(const std::string& name) {
  return !name.empty() && (name[0] < '0' || name[0] > '9') && std::all_of(name.begin(), name.end(), [](char c) {
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  });
}

class Builder {
 public:
  Builder(const ExportedProgram& program, const torch::jit::Module& module,
          const std::map<std::string, at::Tensor>& constants, std::int64_t rows, const std::filesystem::path& file)
      : program_(program),
        module_(module),
        constants_(constants),
        made_{std::make_shared<Graph>(), file, &program.graph, rows} {}

  std::shared_ptr<Graph> build() {
    self_ = made_.graph->addInput("self");
    self_->setType(module_.type());
    for (const auto& input : program_.inputs) add(input);
    run(program_.graph.nodes);
    std::vector<Value*> outputs;
    for (const auto& name : program_.outputs) {
      try {
        outputs.push_back(made_.named(name));
      } catch (const MissingValue&) {  // told with the unsupported operators
      }
    }
    if (!made_.unsupported.empty()) {
      std::vector<std::string> names(made_.unsupported.begin(), made_.unsupported.end());
      throw UserError("The network in " + made_.file.string() + " uses operators that Spindle does not run: " +
                      listed(names, 60) + "; export it without them, or as TorchScript: " + torchScriptLine + ".");
    }
    if (outputs.empty())
      throw UserError("The network in " + made_.file.string() + " returns no tensor; export it again.");
    made_.graph->registerOutput(outputs.size() == 1 ? outputs.front() : together(outputs));
    return made_.graph;
  }

 private:
  Value* together(const std::vector<Value*>& outputs) {
    if (program_.outputNames.size() != outputs.size())
      return made_.graph->insertNode(made_.graph->createTuple(outputs))->output();
    std::vector<Value*> keys;
    for (const auto& name : program_.outputNames) keys.push_back(made_.graph->insertConstant(name));
    return made_.graph
        ->insertNode(made_.graph->createDict(c10::StringType::get(), c10::TensorType::get(), keys, outputs))
        ->output();
  }

  void add(const ExportedInput& input) {
    using InputKind = ExportedInput::Kind;
    switch (input.kind) {
      case InputKind::data: {
        Value* const value = made_.graph->addInput();
        if (isWord(input.value)) value->setDebugName(input.value);
        made_.known[input.value] = value;
        if (made_.data == nullptr) {
          made_.data = value;
          dependent_.insert(input.value);
        }
        return;
      }
      case InputKind::nothing:
        return;
      case InputKind::other:
        made_.unsupported.insert(input.target);
        made_.missing.insert(input.value);
        return;
      default:
        break;
    }
    if (const auto constant = constants_.find(input.target);
        constant != constants_.end() && !module_.hasattr(input.target)) {
      made_.known[input.value] = made_.graph->insertConstant(constant->second);
    } else if (module_.hasattr(input.target)) {
      made_.known[input.value] = made_.graph->insertGetAttr(self_, input.target);
    } else {
      made_.damaged("needs " + input.target + ", which it does not hold");
    }
  }

  void run(const std::vector<ExportedNode>& nodes) {
    for (const auto& node : nodes) {
      bool given = false;
      try {
        given = add(node);
      } catch (const UserError&) {
        throw;
      } catch (const MissingValue&) {
      } catch (const Unsupported& reason) {
        made_.unsupported.insert(nameOf(node) + " (" + reason.what() + ")");
      } catch (const std::exception&) {
        // LibTorch's reasons are pages; what remains is that it has no such operator.
        made_.unsupported.insert(nameOf(node));
      }
      if (given) continue;
      for (const auto& name : namesIn(node.outputs, 0)) made_.missing.insert(name);
    }
  }

  static std::string nameOf(const ExportedNode& node) {
    constexpr std::string_view start = "torch.ops.";
    std::string name = node.target;
    if (name.starts_with(start)) name.erase(0, start.size());
    return name.ends_with(".default") ? name.substr(0, name.size() - 8) : name;
  }

  /// False where the operator is not supported.
  bool add(const ExportedNode& node) {
    if (const auto symbol = sizeArithmetic(node.target)) return addArithmetic(node, *symbol), true;
    constexpr std::string_view higher = "torch.ops.higher_order.";
    if (node.target.starts_with(higher)) return addPart(node, node.target.substr(higher.size()));
    const auto name = atenName(node.target);
    if (name && checksOnly(*name)) return true;
    const auto decomposition = name ? decompositionOf(*name) : std::nullopt;
    const auto* schema = decomposition ? decomposition->schema : name ? atenSchema(*name) : nullptr;
    const auto symbol = name ? c10::Symbol::fromQualString("aten::" + name->base) : c10::Symbol();
    if (schema == nullptr || (!decomposition && !isComputation(symbol))) {
      made_.unsupported.insert(nameOf(node));
      return false;
    }
    const bool depends = std::any_of(node.inputs.begin(), node.inputs.end(), [this](const auto& input) {
      return std::any_of(input.values.begin(), input.values.end(),
                         [this](const auto& value) { return dependent_.contains(value); });
    });
    if (depends) {
      const auto names = namesIn(node.outputs, 0);
      dependent_.insert(names.begin(), names.end());
    }
    if (passesOn(*name)) {
      bind(node, {made_.named(node.inputs.at(0).values.at(0))});
      return true;
    }
    schema = withNumbers(*schema, *name, node);
    const auto first = std::find_if(node.inputs.begin(), node.inputs.end(),
                                    [](const auto& input) { return input.kind == Kind::tensor; });
    const std::string self = first != node.inputs.end() ? first->values.front() : std::string();
    std::vector<NamedValue> arguments;
    for (const auto& input : node.inputs) {
      const auto at = schema->argumentIndexWithName(input.name);
      if (!at) throw Unsupported("its argument \"" + printable(input.name) + "\"");
      arguments.emplace_back(input.name,
                             made_.of(input, plainType(schema->arguments()[static_cast<std::size_t>(*at)].type()),
                                      {name->base, depends, self}));
    }
    const auto matched = torch::jit::matchSchema(*schema, torch::jit::SourceRange(), *made_.graph, {}, arguments);
    if (decomposition) {
      bind(node, torch::jit::insertGraph(*made_.graph, *decomposition->graph, matched.inputs));
      return true;
    }
    Node* const added = made_.graph->insertNode(made_.graph->create(symbol, matched.inputs, 0));
    for (const auto& type : matched.return_types) added->addOutput()->setType(type);
    if (added->maybeOperator() == nullptr) throw Unsupported("these arguments");
    bind(node, added->outputs().vec());
    return true;
  }

  /// A number where a tensor is expected is what the overload "Scalar" is for.
  const c10::FunctionSchema* withNumbers(const c10::FunctionSchema& schema, const AtenName& name,
                                         const ExportedNode& node) {
    for (const auto& input : node.inputs) {
      const auto at = schema.argumentIndexWithName(input.name);
      const bool number = input.kind == Kind::integer || input.kind == Kind::number;
      if (!number || !at ||
          schema.arguments()[static_cast<std::size_t>(*at)].type()->kind() != c10::TypeKind::TensorType)
        continue;
      const auto* other = atenSchema({name.base, "Scalar"});
      if (other != nullptr && other->argumentIndexWithName(input.name) == at) return other;
    }
    return &schema;
  }

  void bind(const ExportedNode& node, const std::vector<Value*>& given) {
    const auto& outputs = node.outputs;
    for (std::size_t i = 0; i < outputs.size(); ++i) {
      const auto& names = outputs[i].values;
      if (i >= given.size()) {
        made_.missing.insert(names.begin(), names.end());
        for (const auto& name : names) made_.partial[name] = nameOf(node) + " (other outputs than its first)";
      } else if (outputs[i].kind == Kind::tensors) {
        Node* const list = made_.graph->insertNode(made_.graph->createListUnpack(given[i], names.size()));
        for (std::size_t k = 0; k < names.size(); ++k) made_.known[names[k]] = list->output(k);
      } else if (!names.empty()) {
        made_.known[names.front()] = given[i];
      }
    }
  }

  void addArithmetic(const ExportedNode& node, c10::Symbol symbol) {
    std::vector<NamedValue> arguments;
    for (const auto& input : node.inputs) arguments.emplace_back(made_.of(input, c10::AnyType::get(), {}));
    bind(node, {made_.graph->insert(symbol, arguments)});
  }

  /// Parts of a graph under a switch of Python (gradients off, mixed precision off) are the graph itself.
  bool addPart(const ExportedNode& node, std::string_view kind) {
    const auto part = std::find_if(node.inputs.begin(), node.inputs.end(),
                                   [](const auto& input) { return input.kind == Kind::graph; });
    const bool gradients = kind == "wrap_with_set_grad_enabled";
    const bool precision = kind == "wrap_with_autocast" && node.inputs.size() > 2 &&
                           node.inputs[2].kind == Kind::boolean &&
                           node.inputs[2].integers == std::vector<std::int64_t>{0};
    if (part == node.inputs.end() || (!gradients && !precision)) {
      made_.unsupported.insert(nameOf(node));
      return false;
    }
    const auto taken = namesIn(node.inputs, static_cast<std::size_t>(part - node.inputs.begin()) + 1);
    const auto names = namesIn(node.outputs, 0), inner = namesIn(part->graph->inputs, 0),
               given = namesIn(part->graph->outputs, 0);
    if (taken.size() != inner.size() || names.size() > given.size())
      made_.damaged("has a part that does not fit the rest");
    std::map<std::string, Value*> inside;  // a part sees nothing else
    for (std::size_t i = 0; i < taken.size(); ++i) {
      inside[inner[i]] = made_.named(taken[i]);
      if (dependent_.contains(taken[i])) dependent_.insert(inner[i]);
    }
    inside.swap(made_.known);
    const auto* const outer = std::exchange(made_.part, part->graph.get());
    run(part->graph->nodes);
    made_.part = outer;
    made_.known.swap(inside);
    for (std::size_t i = 0; i < names.size(); ++i) {
      const auto value = inside.find(given[i]);
      if (value == inside.end()) {
        made_.missing.insert(names[i]);
        continue;
      }
      made_.known[names[i]] = value->second;
      if (dependent_.contains(given[i])) dependent_.insert(names[i]);
    }
    return true;
  }

  const ExportedProgram& program_;
  const torch::jit::Module& module_;
  const std::map<std::string, at::Tensor>& constants_;
  ExportedValues made_;
  Value* self_ = nullptr;
  std::set<std::string> dependent_;  ///< values that depend on the input
};

}  // namespace

std::shared_ptr<Graph> graphOf(const ExportedProgram& program, const torch::jit::Module& module,
                               const std::map<std::string, at::Tensor>& constants, std::int64_t rows,
                               const std::filesystem::path& file) {
  return Builder(program, module, constants, rows, file).build();
}

}  // namespace spindle
