#include "core/model/torch/replace_weights.h"

#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/model/torch/adopted_tensor.h"
#include "core/weights/weights_file.h"

#include <ATen/core/Tensor.h>

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
/// values. The statistics of normalisation layers are always saved.
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

struct Match {
  std::vector<std::pair<at::Tensor, Tensor*>> pairs;
  std::vector<std::string> missing, unexpected, mismatched;
  std::vector<std::string> unsaved;  ///< missing, but buffers that need not be saved
  [[nodiscard]] bool complete() const { return missing.empty() && unexpected.empty() && mismatched.empty(); }
};

/// Tensor `name` of the file belongs to `prefix + name` of the network.
Match match(const std::vector<Slot>& slots, std::vector<NamedTensor>& tensors, const std::string& prefix) {
  std::map<std::string, Tensor*> given;
  for (auto& tensor : tensors) given[prefix + tensor.name] = &tensor.tensor;
  Match result;
  for (const auto& slot : slots) {
    const auto found = given.find(slot.name);
    if (found == given.end()) {
      if (!optionalName(slot.name)) (maybeUnsaved(slot) ? result.unsaved : result.missing).push_back(slot.name);
      continue;
    }
    auto& tensor = *found->second;
    const bool scalars = slot.tensor.numel() == 1 && tensor.elements() == 1;
    if (slot.tensor.sizes().vec() != tensor.shape && !scalars) {
      result.mismatched.push_back(slot.name + " (" + shapeText(tensor.shape) + " instead of " +
                                  shapeText(slot.tensor.sizes().vec()) + ")");
    } else {
      result.pairs.emplace_back(slot.tensor, &tensor);
    }
    given.erase(found);
  }
  for (const auto& entry : given) {
    if (!optionalName(entry.first)) result.unexpected.push_back(entry.first);
  }
  return result;
}

Match bestMatch(const std::vector<Slot>& slots, Weights& weights) {
  auto best = match(slots, weights.tensors, {});
  for (const auto& prefix : {commonPrefix(slots), weights.summary.strippedPrefix}) {
    if (best.complete() || prefix.empty()) continue;
    auto other = match(slots, weights.tensors, prefix);
    if (other.complete() || other.pairs.size() > best.pairs.size()) best = std::move(other);
  }
  return best;
}

/// The slot gets the tensor's numbers in place of its own, in its own type.
void put(const at::Tensor& slot, Tensor tensor) {
  at::Tensor given = adoptedTensor(std::move(tensor)).reshape(slot.sizes());
  const auto type = slot.is_floating_point() ? at::kFloat : slot.scalar_type();
  slot.set_data(given.to(type));
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
  auto weights = readWeights(file, options.container);
  const auto found = bestMatch(slotsOf(module), weights);
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
    warning = file.string() + " fits the network in part only (" + what + "): " + std::to_string(found.missing.size()) +
              " of the network's tensors keep the values of the architecture's file, " +
              std::to_string(found.unexpected.size()) + " of the checkpoint's are not used.";
  }
  for (const auto& [slot, tensor] : found.pairs) put(slot, std::move(*tensor));
  return warning;
}

}  // namespace spindle
