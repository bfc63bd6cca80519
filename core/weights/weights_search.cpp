// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/weights_search.h"

#include "core/base/text.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace spindle {

namespace {

constexpr std::size_t mostLevels = 64;
constexpr std::size_t mostTensors = 100'000;
constexpr std::size_t mostVisits = 4'000'000;

constexpr std::array<std::string_view, 10> usualContainers{"state_dict",  "model_state_dict", "model",   "net",
                                                           "network",     "module",           "weights", "params",
                                                           "model_state", "generator"};

std::string keyText(PickleValue key) {
  if (const auto text = key->text()) return std::string(*text);
  if (const auto integer = key->integer()) return std::to_string(*integer);
  if (const auto number = key->number()) return shortest(*number);
  return "?";
}

/// The entries of a dict, or of an instance of a subclass of dict.
const PickleDict* entriesOf(PickleValue value) {
  if (const auto* dict = value->dict()) return dict;
  if (const auto* object = value->object(); object && !object->entries.items.empty()) return &object->entries;
  return nullptr;
}

/// A tensor that was not rebuilt: quantized, sparse, complex, of an unknown type.
bool isOddTensor(PickleValue value) {
  const auto* object = value->object();
  if (!object) return false;
  const auto& [module, made] = object->made;
  return module == "torch._utils" || (module == "torch" && (made.ends_with("Storage") || !object->arguments));
}

bool isModule(PickleValue value) {
  const auto* object = value->object();
  return object && object->attribute("_parameters") && object->attribute("_modules");
}

class Walker {
 public:
  explicit Walker(const ByteSource& file) : file_(file) {}

  std::vector<FoundTensor> found;

  void visit(std::size_t level) {
    if (level > mostLevels || ++visits_ > mostVisits) {
      file_.refuse("its values are nested too deeply or refer to each other; save model.state_dict() alone.");
    }
  }

  void add(std::string name, PickleValue value) {
    if (found.size() >= mostTensors) {
      file_.refuse("it holds more than " + std::to_string(mostTensors) + " tensors; save model.state_dict() alone.");
    }
    found.push_back({std::move(name), value});
  }

  /// A tensor that cannot be read must not just be missing.
  void refuseOddTensor(const std::string& name, PickleValue value) const {
    if (!isOddTensor(value)) return;
    file_.refuse("tensor " + name + " is of a kind that is not read (" +
                 std::string(value->object()->made.name.substr(0, 60)) +
                 ": quantized, sparse or complex); convert it to float32 and save again.");
  }

  void module(PickleValue value, const std::string& prefix, std::size_t level) {
    visit(level);
    const auto* object = value->object();
    const PickleValue skipped = object->attribute("_non_persistent_buffers_set");
    for (const std::string_view group : {"_parameters", "_buffers"}) {
      const PickleValue entries = object->attribute(group);
      if (!entries || !entriesOf(entries)) continue;
      for (const auto& [key, item] : entriesOf(entries)->items) {
        const std::string name = prefix + keyText(key);
        if (isTensor(item) && !(group == "_buffers" && skipped && contains(skipped, key))) add(name, item);
        refuseOddTensor(name, item);
      }
    }
    const PickleValue modules = object->attribute("_modules");
    if (!modules || !entriesOf(modules)) return;
    for (const auto& [key, item] : entriesOf(modules)->items) {
      if (isModule(item)) module(item, prefix + keyText(key) + ".", level + 1);
    }
  }

  void tree(PickleValue value, const std::string& name, std::size_t level) {
    visit(level);
    if (isTensor(value)) return add(name, value);
    refuseOddTensor(name, value);
    const auto child = [&](const std::string& key) { return name.empty() ? key : name + "/" + key; };
    if (isModule(value)) {
      Walker inner(file_);
      inner.module(value, "", level);
      for (auto& tensor : inner.found) add(child(tensor.name), tensor.value);
    } else if (const auto* dict = entriesOf(value)) {
      for (const auto& [key, item] : dict->items) tree(item, child(keyText(key)), level + 1);
    } else if (const auto* sequence = value->sequence()) {
      for (std::size_t i = 0; i < sequence->items.size(); ++i) {
        tree(sequence->items[i], child(std::to_string(i)), level + 1);
      }
    }
  }

 private:
  static bool contains(PickleValue set, PickleValue key) {
    const auto* names = set->sequence();
    return names && std::ranges::any_of(names->items, [&](PickleValue name) { return name->text() == key->text(); });
  }

  const ByteSource& file_;
  std::size_t visits_ = 0;
};

bool holdsWeights(PickleValue value) {
  if (isModule(value)) return true;
  const auto* dict = entriesOf(value);
  if (!dict) return false;
  const auto tensors = std::ranges::count_if(
      dict->items, [](const auto& item) { return isTensor(item.second) || isOddTensor(item.second); });
  return 2 * static_cast<std::size_t>(tensors) > dict->items.size();
}

std::vector<FoundTensor> weightsOf(PickleValue value, const ByteSource& file) {
  Walker walker(file);
  if (isModule(value)) {
    walker.module(value, "", 0);
  } else {
    for (const auto& [key, item] : entriesOf(value)->items) {
      const std::string name = keyText(key);
      if (isTensor(item)) walker.add(name, item);
      walker.refuseOddTensor(name, item);
    }
  }
  if (walker.found.empty()) file.refuse("the module in it has no parameters; check what was saved.");
  return std::move(walker.found);
}

struct Place {
  std::string path;
  PickleValue value = nullptr;
};

std::optional<Place> usualPlace(PickleValue root, int levels) {
  if (isModule(root)) return Place{"", root};
  const auto* dict = entriesOf(root);
  if (!dict) return std::nullopt;
  for (const auto name : usualContainers) {
    const PickleValue child = dict->find(name);
    if (!child) continue;
    if (holdsWeights(child)) return Place{std::string(name), child};
    if (levels > 0) {
      if (auto inner = usualPlace(child, levels - 1)) {
        return Place{std::string(name) + "/" + inner->path, inner->value};
      }
    }
  }
  if (holdsWeights(root)) return Place{"", root};
  return std::nullopt;
}

std::optional<Place> namedPlace(PickleValue root, const std::string& path) {
  const auto* dict = entriesOf(root);
  if (!dict) return std::nullopt;
  if (const PickleValue child = dict->find(path)) return Place{path, child};
  for (auto slash = path.find('/'); slash != std::string::npos; slash = path.find('/', slash + 1)) {
    const PickleValue child = dict->find(path.substr(0, slash));
    if (!child) continue;
    if (const auto inner = namedPlace(child, path.substr(slash + 1))) return Place{path, inner->value};
  }
  return std::nullopt;
}

std::vector<std::string> entriesWithWeights(PickleValue root) {
  std::vector<std::string> names;
  if (const auto* dict = entriesOf(root)) {
    for (const auto& [key, value] : dict->items) {
      if (holdsWeights(value)) names.push_back(keyText(key));
    }
  }
  return names;
}

[[noreturn]] void refuseWithoutWeights(PickleValue root, const ByteSource& file) {
  const auto* dict = entriesOf(root);
  if (isTensor(root)) {
    file.refuse("holds a single tensor, not the weights of a network; save model.state_dict().");
  }
  if (!dict) file.refuse("holds no dictionary of tensors; save model.state_dict().");
  if (dict->find("param_groups") && dict->find("state")) {
    file.refuse("is the state of an optimizer, not the weights of a network; give the file of the model.");
  }
  std::vector<std::string> keys;
  for (const auto& [key, value] : dict->items) keys.push_back(keyText(key));
  file.refuse(keys.empty() ? "holds an empty dictionary, no weights; save model.state_dict()."
                           : "holds no weights (its keys are " + listed(keys) + "); save model.state_dict().");
}

}  // namespace

FoundWeights findWeights(PickleValue root, const std::string& container, const ByteSource& file) {
  const auto candidates = entriesWithWeights(root);
  std::optional<Place> place;
  if (!container.empty()) {
    place = namedPlace(root, container);
    if (!place || !holdsWeights(place->value)) {
      file.refuse("has no weights under " + container + "; " +
                  (candidates.empty() ? "there are none under another key either."
                                      : "take one of " + listed(candidates, 20) + "."));
    }
  } else {
    place = usualPlace(root, 2);
    if (!place) {
      std::vector<std::string> plain;
      for (const auto& name : candidates) {
        if (lowerCase(name).find("ema") == std::string::npos) plain.push_back(name);
      }
      const auto& choice = plain.empty() ? candidates : plain;
      if (choice.empty()) refuseWithoutWeights(root, file);
      if (choice.size() > 1) {
        file.refuse("holds several groups of tensors (" + listed(choice, 8) +
                    ") and none is called state_dict or model; name the right one as \"weights\" in run.json.");
      }
      place = namedPlace(root, choice.front());
      if (!place) refuseWithoutWeights(root, file);
    }
  }
  FoundWeights found{place->path, weightsOf(place->value, file), {}};
  if (!place->path.empty()) {
    for (const auto& name : candidates) {
      if (name != place->path && !place->path.starts_with(name + "/")) found.alternatives.push_back(name);
    }
  }
  return found;
}

std::map<std::string, double> scalarsBeside(PickleValue root) {
  std::map<std::string, double> scalars;
  const auto collect = [&](const PickleDict& dict) {
    for (const auto& [key, value] : dict.items) {
      const auto number = value->number();
      if (number && key->text()) scalars.emplace(keyText(key), *number);
    }
  };
  if (const auto* dict = entriesOf(root)) {
    collect(*dict);
    const PickleValue meta = dict->find("meta");
    if (const auto* inner = meta ? entriesOf(meta) : nullptr) collect(*inner);
  }
  return scalars;
}

std::vector<FoundTensor> allTensors(PickleValue root, const ByteSource& file) {
  Walker walker(file);
  walker.tree(root, "", 0);
  return std::move(walker.found);
}

std::string commonPrefix(const std::vector<std::string>& names) {
  static constexpr std::array<std::string_view, 8> wrappers{
      "module.", "_orig_mod.", "model.", "net.", "network.", "encoder.", "_forward_module.", "_fsdp_wrapped_module."};
  std::string prefix;
  if (names.empty()) return prefix;
  bool again = true;
  while (again) {
    again = false;
    for (const auto wrapper : wrappers) {
      const bool everywhere = std::ranges::all_of(names, [&](const std::string& name) {
        const auto rest = std::string_view(name).substr(prefix.size());
        return rest.size() > wrapper.size() && rest.starts_with(wrapper);
      });
      if (everywhere) {
        prefix += wrapper;
        again = true;
        break;
      }
    }
  }
  return prefix;
}

std::string stripPrefixes(std::vector<FoundTensor>& tensors) {
  std::vector<std::string> names;
  for (const auto& tensor : tensors) names.push_back(tensor.name);
  const std::string prefix = commonPrefix(names);
  for (auto& tensor : tensors) tensor.name.erase(0, prefix.size());
  return prefix;
}

}  // namespace spindle
