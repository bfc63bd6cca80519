// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/pickle_builder.h"

#include "core/base/limits.h"

#include <algorithm>
#include <array>

namespace spindle {

namespace {

constexpr std::size_t mostOpaqueNames = 100;

bool isDictionary(const PickleGlobal& made) {
  return made.is("collections", "OrderedDict") || made.is("collections", "defaultdict") ||
         made.is("collections", "Counter") || made.is("builtins", "dict") || made.is("__builtin__", "dict") ||
         made.is("torch._C", "ScriptDict");
}

}  // namespace

void PickleBuilder::charge(std::size_t bytes) {
  charged_ += bytes;
  if (charged_ > limits::pickledValues) {
    refuse("the pickled values need more than " + std::to_string(limits::pickledValues >> 20) +
           " MB of memory besides the tensors; save the state_dict alone.");
  }
}

PickleValue PickleBuilder::make(PickleNode::Content content) {
  charge(sizeof(PickleNode));
  return &document_.nodes.emplace_back(document_.nodes.size(), std::move(content));
}

PickleValue PickleBuilder::text(std::string owned) {
  charge(sizeof(std::string) + owned.size());
  return make(PickleText{document_.made.emplace_back(std::move(owned))});
}

PickleValue PickleBuilder::bytes(std::string owned) {
  charge(sizeof(std::string) + owned.size());
  return make(PickleBytes{std::as_bytes(std::span(document_.made.emplace_back(std::move(owned))))});
}

PickleValue PickleBuilder::sequence(PickleSequence::Kind kind, std::vector<PickleValue> items) {
  charge(items.size() * sizeof(PickleValue));
  return make(PickleSequence{kind, std::move(items)});
}

PickleValue PickleBuilder::opaque(const PickleGlobal& made, PickleValue arguments) {
  if (made.module.size() + made.name.size() < 500 && document_.opaque.size() < mostOpaqueNames) {
    if (const auto name = made.full(); seenOpaque_.insert(name).second) document_.opaque.push_back(name);
  }
  charge(sizeof(PickleObject));
  auto object = std::make_unique<PickleObject>();
  object->made = made;
  object->arguments = arguments;
  return make(std::move(object));
}

PickleValue PickleBuilder::dictionary(const Arguments& arguments) {
  charge(sizeof(PickleDict));
  auto dict = std::make_unique<PickleDict>();
  if (!arguments.empty()) {
    const PickleValue last = arguments.back();  // defaultdict has its factory first
    if (const auto* source = last->dict()) {
      charge(source->items.size() * 64);
      for (const auto& [key, value] : source->items) dict->set(key, value);
    } else if (const auto* pairs = last->sequence()) {
      charge(pairs->items.size() * 64);
      for (PickleValue pair : pairs->items) {
        const auto* two = pair->sequence();
        if (!two || two->items.size() != 2) refuse("a dictionary was to be made from something that is not pairs.");
        dict->set(two->items[0], two->items[1]);
      }
    }
  }
  return make(std::move(dict));
}

PickleValue PickleBuilder::call(PickleValue function, PickleValue arguments) {
  const auto* items = arguments->sequence();
  if (!items) refuse("a call without a tuple of arguments; the file is damaged, copy it again.");
  if (const auto* global = function->global()) {
    if (PickleValue known = answer(*global, items->items)) return known;
    return opaque(*global, arguments);
  }
  if (const auto* object = function->object()) return opaque(object->made, arguments);
  refuse("something that is not a function is called; the file is damaged, copy it again.");
}

PickleValue PickleBuilder::answer(const PickleGlobal& function, const Arguments& arguments) {
  const auto& [module, name] = function;
  if (isDictionary(function)) return dictionary(arguments);
  if (module == "torch._utils") {
    if (name == "_rebuild_tensor" || name == "_rebuild_tensor_v2") return tensor(arguments, false);
    if (name == "_rebuild_tensor_v3") return tensor(arguments, true);
    if ((name == "_rebuild_parameter" || name == "_rebuild_parameter_with_state") && !arguments.empty()) {
      return arguments[0];
    }
    if (name == "_rebuild_device_tensor_from_numpy" && !arguments.empty()) return arguments[0];
    return nullptr;
  }
  if (function.is("torch._tensor", "_rebuild_from_type_v2") && arguments.size() >= 3 && arguments[0]->global()) {
    if (const auto* inner = arguments[2]->sequence()) {
      const auto& rebuild = *arguments[0]->global();
      // A function that rebuilds through itself would never end.
      if (!rebuild.is("torch._tensor", "_rebuild_from_type_v2")) return answer(rebuild, inner->items);
    }
    return nullptr;
  }
  if (function.is("torch", "Size") && arguments.size() == 1 && arguments[0]->sequence()) return arguments[0];
  if (function.is("torch", "device") && !arguments.empty() && arguments[0]->text()) return arguments[0];
  if (module == "torch.jit._pickle" && !arguments.empty()) {
    if (name == "restore_type_tag" || name.starts_with("build_")) return arguments[0];
  }
  if (function.is("_codecs", "encode")) return encoded(arguments);
  if (module == "builtins" || module == "__builtin__") {
    const auto* items = arguments.size() == 1 ? arguments[0]->sequence() : nullptr;
    using Kind = PickleSequence::Kind;
    if (name == "set" || name == "frozenset") {
      return sequence(Kind::set, items ? items->items : std::vector<PickleValue>{});
    }
    if (name == "list") return sequence(Kind::list, items ? items->items : std::vector<PickleValue>{});
    if (name == "tuple" && items) return arguments[0];
    if (name == "bytearray" && arguments.size() == 1 && arguments[0]->bytes()) return arguments[0];
    if ((name == "bytearray" || name == "bytes") && arguments.empty()) return bytes({});
    return nullptr;
  }
  if (module == "numpy.core.multiarray" || module == "numpy._core.multiarray") {
    if (name == "scalar") return numpyScalar(arguments);
    if (name == "_reconstruct" && !arguments.empty() && arguments[0]->global()) {
      // Becomes a PickleArray when its state comes; until then, and for arrays of objects, it stays opaque.
      charge(sizeof(PickleObject));
      auto object = std::make_unique<PickleObject>();
      object->made = *arguments[0]->global();
      return make(std::move(object));
    }
    return nullptr;
  }
  if ((module == "numpy.core.numeric" || module == "numpy._core.numeric") && name == "_frombuffer") {
    return numpyBuffer(arguments);
  }
  if (function.is("numpy", "dtype")) {
    charge(sizeof(PickleObject));
    auto object = std::make_unique<PickleObject>();
    object->made = function;
    object->arguments = sequence(PickleSequence::Kind::tuple, arguments);
    return make(std::move(object));
  }
  if ((function.is("copyreg", "_reconstructor") || function.is("copy_reg", "_reconstructor")) && !arguments.empty()) {
    if (const auto* made = arguments[0]->global()) {
      return isDictionary(*made) ? dictionary({}) : opaque(*made, nullptr);
    }
  }
  return nullptr;
}

void PickleBuilder::build(PickleValue target, PickleValue state) {
  auto& node = mutableNode(target);
  if (const auto* object = node.object()) {
    if (object->made.name == "ndarray" && object->made.module == "numpy" && fillArray(node, state)) return;
    std::get<std::unique_ptr<PickleObject>>(node.content())->state = state;
  } else if (node.dict()) {
    std::get<std::unique_ptr<PickleDict>>(node.content())->attributes = state;
  }
  // Tensors and the like may carry attributes; they mean nothing here.
}

void PickleBuilder::append(PickleValue list, std::span<const PickleValue> items) {
  charge(items.size() * 2 * sizeof(PickleValue));
  auto& content = mutableNode(list).content();
  if (auto* sequence = std::get_if<PickleSequence>(&content)) {
    sequence->items.insert(sequence->items.end(), items.begin(), items.end());
  } else if (auto* object = std::get_if<std::unique_ptr<PickleObject>>(&content)) {
    (*object)->items.insert((*object)->items.end(), items.begin(), items.end());
  } else {
    refuse("items are appended to something that is not a list; the file is damaged, copy it again.");
  }
}

void PickleBuilder::setItems(PickleValue dict, std::span<const PickleValue> keysAndValues) {
  if (keysAndValues.size() % 2 != 0) refuse("a key without a value; the file is damaged, copy it again.");
  charge(keysAndValues.size() * 48);
  auto& content = mutableNode(dict).content();
  PickleDict* into = nullptr;
  if (auto* plain = std::get_if<std::unique_ptr<PickleDict>>(&content)) {
    into = plain->get();
  } else if (auto* object = std::get_if<std::unique_ptr<PickleObject>>(&content)) {
    into = &(*object)->entries;
  } else {
    refuse("keys are set in something that is not a dictionary; the file is damaged, copy it again.");
  }
  for (std::size_t i = 0; i < keysAndValues.size(); i += 2) into->set(keysAndValues[i], keysAndValues[i + 1]);
}

}  // namespace spindle
