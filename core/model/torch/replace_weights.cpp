// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/torch/replace_weights.h"

#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/model/torch/adopted_tensor.h"
#include "core/model/torch/norm_names.h"
#include "core/weights/weights_file.h"

#include <ATen/core/Tensor.h>
#include <ATen/ops/empty.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace spindle {
namespace {

struct Slot {
  std::string name;
  at::Tensor tensor;
  bool buffer = false;
};

std::vector<Slot> slotsOf(const torch::jit::Module& module) {
  std::vector<Slot> slots;
  for (const auto& parameter : module.named_parameters()) slots.push_back({parameter.name, parameter.value, false});
  for (const auto& buffer : module.named_buffers()) slots.push_back({buffer.name, buffer.value, true});
  return slots;
}

bool optionalName(const std::string& name) {
  constexpr std::string_view tracked = "num_batches_tracked";
  return name.size() >= tracked.size() && name.ends_with(tracked);
}

/// A buffer that PyTorch may have left out of the checkpoint (persistent=False): the architecture's file has its
/// values. The statistics of normalization layers are always saved.
bool maybeUnsaved(const Slot& slot) {
  return slot.buffer && !slot.name.ends_with("running_mean") && !slot.name.ends_with("running_var");
}

/// "net." when every name starts with it; prefixes end with a dot.
std::string commonPrefix(const std::vector<Slot>& slots) {
  if (slots.empty()) return {};
  std::string prefix = slots.front().name;
  for (const auto& slot : slots) {
    const auto differs = std::mismatch(prefix.begin(), prefix.end(), slot.name.begin(), slot.name.end()).first;
    prefix.erase(differs, prefix.end());
  }
  return prefix.substr(0, prefix.rfind('.') + 1);
}

/// A tensor of the network, its shape, and the name of the file's tensor that it gets.
struct Pair {
  at::Tensor slot;
  std::vector<std::int64_t> shape;
  std::string name;
};

struct Match {
  std::vector<Pair> pairs;
  std::vector<std::string> missing, unexpected, mismatched;
  std::vector<std::string> unsaved;  ///< missing, but buffers that need not be saved
  [[nodiscard]] bool complete() const { return missing.empty() && unexpected.empty() && mismatched.empty(); }
};

/// Tied weights are stored once by some writers (safetensors): a tensor that is missing gets what the one gets with
/// which it shares its memory.
void shareTied(const std::vector<Slot>& slots, Match& match) {
  for (const auto& slot : slots) {
    const auto missing = std::find(match.missing.begin(), match.missing.end(), slot.name);
    if (missing == match.missing.end()) continue;
    const auto twin = std::find_if(match.pairs.begin(), match.pairs.end(), [&slot](const Pair& pair) {
      return pair.slot.is_alias_of(slot.tensor) && pair.shape == slot.tensor.sizes().vec();
    });
    if (twin == match.pairs.end()) continue;
    match.pairs.push_back({slot.tensor, twin->shape, twin->name});
    match.missing.erase(missing);
  }
}

/// Tensor `name` of the file belongs to `prefix + name` of the network, or to another name of the same weights.
Match match(const std::vector<Slot>& slots, const std::vector<TensorHeader>& tensors, const std::string& prefix) {
  std::vector<std::string> theirs, ours;
  for (const auto& tensor : tensors) theirs.push_back(prefix + tensor.name);
  for (const auto& slot : slots) ours.push_back(slot.name);
  const auto theirNames = parametrizationNames(theirs), ourNames = parametrizationNames(ours);
  std::map<std::string, const TensorHeader*> given;
  for (const auto& tensor : tensors) given[theirNames.at(prefix + tensor.name)] = &tensor;
  Match result;
  for (const auto& slot : slots) {
    const auto found = given.find(ourNames.at(slot.name));
    if (found == given.end()) {
      if (!optionalName(slot.name)) (maybeUnsaved(slot) ? result.unsaved : result.missing).push_back(slot.name);
      continue;
    }
    const auto& tensor = *found->second;
    const auto shape = slot.tensor.sizes().vec();
    const bool scalars = slot.tensor.numel() == 1 &&
                         std::all_of(tensor.shape.begin(), tensor.shape.end(), [](auto side) { return side == 1; });
    if (shape != tensor.shape && !scalars) {
      result.mismatched.push_back(slot.name + " (" + shapeText(tensor.shape) + " instead of " + shapeText(shape) + ")");
    } else {
      result.pairs.push_back({slot.tensor, shape, tensor.name});
    }
    given.erase(found);
  }
  shareTied(slots, result);
  for (const auto& entry : given) {
    if (!optionalName(entry.first)) result.unexpected.push_back(prefix + entry.second->name);
  }
  return result;
}

Match bestMatch(const std::vector<Slot>& slots, const WeightsSummary& weights) {
  auto best = match(slots, weights.tensors, {});
  for (const auto& prefix : {commonPrefix(slots), weights.strippedPrefix}) {
    if (best.complete() || prefix.empty()) continue;
    auto other = match(slots, weights.tensors, prefix);
    if (other.complete() || other.pairs.size() > best.pairs.size()) best = std::move(other);
  }
  return best;
}

/// The network's tensors get the file's numbers in place of their own, which are let go first: a large network is in
/// memory once.
void put(const std::vector<Pair>& pairs, const std::filesystem::path& file, const std::string& container) {
  for (const auto& [slot, shape, name] : pairs) slot.set_data(at::empty({0}, slot.options()));
  auto weights = readWeights(file, container);
  std::map<std::string, at::Tensor> tensors;
  for (auto& [name, tensor] : weights.tensors) tensors[name] = adoptedTensor(std::move(tensor));
  for (const auto& [slot, shape, name] : pairs) {
    const auto type = slot.is_floating_point() ? at::kFloat : slot.scalar_type();
    slot.set_data(tensors.at(name).reshape(shape).to(type));
  }
}

/// A few small matrices that are added to a large network.
bool isAdapter(const WeightsSummary& weights) {
  return std::any_of(weights.tensors.begin(), weights.tensors.end(), [](const TensorHeader& tensor) {
    return tensor.name.find("lora_A") != std::string::npos || tensor.name.find("lora_embedding_A") != std::string::npos;
  });
}

std::string differences(const Match& match) {
  std::string what;
  const auto add = [&](const char* kind, const std::vector<std::string>& names) {
    if (!names.empty()) what += (what.empty() ? "" : "; ") + std::string(kind) + " " + listed(names, 3);
  };
  add("missing:", match.missing);
  add("unexpected:", match.unexpected);
  add("of another shape:", match.mismatched);
  return what;
}

}  // namespace

std::string replaceWeights(torch::jit::Module& module, const std::filesystem::path& file,
                           const NetworkOptions& options) {
  const auto summary = readWeightsSummary(file, options.container);
  const auto found = bestMatch(slotsOf(module), summary);
  if (!found.complete() && isAdapter(summary)) {
    const bool beside = found.missing.empty() && found.mismatched.empty() && !found.pairs.empty();
    throw UserError(file.string() +
                    (beside ? " holds LoRA weights beside those of the network, which are not merged; merge them"
                            : " holds a LoRA adapter, not the weights of a network; merge it into its base model") +
                    " first, in Python: model.merge_and_unload().save_pretrained(\"checkpoint-merged\").");
  }
  std::string warning;
  if (!found.unsaved.empty())
    warning = file.string() + " does not have the buffers " + listed(found.unsaved, 3) +
              ", which keep the values of the architecture's file.";
  if (!found.complete()) {
    const std::string what = differences(found);
    if (!found.mismatched.empty() || found.pairs.empty() || !options.partialWeights)
      throw UserError("The weights in " + file.string() + " do not fit the network (" + what +
                      "); use the architecture that they were trained with" +
                      (found.mismatched.empty() && !found.pairs.empty()
                           ? ", or set \"partial_weights\": true in run.json to leave out what is on one side only."
                           : "."));
    warning = file.string() + " matches the network only partially (" + what +
              "): " + std::to_string(found.missing.size()) +
              " of the network's tensors keep the values of the architecture's file, " +
              std::to_string(found.unexpected.size()) + " of the checkpoint's are not used.";
  }
  put(found.pairs, file, options.container);
  return warning;
}

}  // namespace spindle
