// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/weights/weights_search.h"
#include "core/weights/zip_archive.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

namespace spindle {

namespace {

constexpr std::uint64_t mostCode = std::uint64_t{64} << 20;

/// The quoted words of a line such as `  __parameters__ = ["weight", "bias", ]`.
std::set<std::string, std::less<>> quoted(std::string_view line) {
  std::set<std::string, std::less<>> words;
  while (true) {
    const auto from = line.find('"');
    if (from == std::string_view::npos) return words;
    const auto to = line.find('"', from + 1);
    if (to == std::string_view::npos) return words;
    words.emplace(line.substr(from + 1, to - from - 1));
    line.remove_prefix(to + 1);
  }
}

/// Names of parameters and buffers of each class, as the archive's code lists them:
/// code/__torch__/torch/nn/modules/linear.py holds the classes of module __torch__.torch.nn.modules.linear.
class ScriptClasses {
 public:
  explicit ScriptClasses(const TorchFile& file) : file_(file) {}

  /// Null when the code of the class is not there.
  const std::set<std::string, std::less<>>* state(const PickleGlobal& made) {
    if (const auto known = classes_.find(made.full()); known != classes_.end()) return &known->second;
    readModule(std::string(made.module));
    const auto known = classes_.find(made.full());
    return known == classes_.end() ? nullptr : &known->second;
  }

 private:
  void readModule(const std::string& module) {
    if (!seen_.insert(module).second) return;
    std::string path = module;
    std::ranges::replace(path, '.', '/');
    const auto entry = file_.archive()->find(file_.archiveRoot() + "code/" + path + ".py");
    if (!entry) return;
    const auto code = file_.archive()->readAll(*entry, mostCode);
    std::set<std::string, std::less<>>* current = nullptr;
    for (auto rest = asText(code); !rest.empty();) {
      const auto end = std::min(rest.find('\n'), rest.size() - 1);
      const auto line = rest.substr(0, end + 1);
      rest.remove_prefix(end + 1);
      if (line.starts_with("class ")) {
        const auto name = line.substr(6, line.find_first_of("(:") - 6);
        current = &classes_[module + "." + std::string(name)];
      } else if (current && (trimmed(line).starts_with("__parameters__") || trimmed(line).starts_with("__buffers__"))) {
        current->merge(quoted(line));
      }
    }
  }

  const TorchFile& file_;
  std::set<std::string> seen_;
  std::map<std::string, std::set<std::string, std::less<>>> classes_;
};

class ScriptWalker {
 public:
  explicit ScriptWalker(const TorchFile& file) : file_(file), classes_(file) {}

  std::vector<FoundTensor> found;

  void walk(PickleValue value, const std::string& prefix, int level) {
    if (level > 64 || ++visits_ > 100'000) {
      file_.source().refuse("its submodules are nested too deeply or refer to each other; export it again.");
    }
    const auto* object = value->object();
    const auto* attributes = object->state ? object->state->dict() : nullptr;
    if (!attributes) return;
    const auto* state = classes_.state(object->made);
    // As state_dict() does: own tensors first, then those of the submodules.
    for (const auto& [key, item] : attributes->items) {
      const auto name = key->text();
      if (!name || !isTensor(item) || (state && !state->contains(*name))) continue;
      if (found.size() >= 100'000) file_.source().refuse("it holds more than 100000 tensors.");
      found.push_back({prefix + std::string(*name), item});
    }
    for (const auto& [key, item] : attributes->items) {
      if (key->text() && item->object() && item->object()->made.module.starts_with("__torch__")) {
        walk(item, prefix + std::string(*key->text()) + ".", level + 1);
      }
    }
  }

 private:
  const TorchFile& file_;
  ScriptClasses classes_;
  std::size_t visits_ = 0;
};

}  // namespace

std::vector<FoundTensor> scriptTensors(const TorchFile& file) {
  ScriptWalker walker(file);
  if (!file.document().root->object()) {
    file.source().refuse("the TorchScript archive holds no module; export the model again with torch.jit.save.");
  }
  walker.walk(file.document().root, "", 0);
  if (walker.found.empty()) {
    file.source().refuse(
        "the TorchScript archive has no parameters (was it frozen?); export it without torch.jit.freeze.");
  }
  return std::move(walker.found);
}

}  // namespace spindle
