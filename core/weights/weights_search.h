// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/torch_file.h"

#include <map>
#include <string>
#include <vector>

namespace spindle {

/// The weights in a pickled object, by the order of names that training scripts use: state_dict, model_state_dict,
/// model, net, network, module, weights, params, model_state, generator, then the object itself, then any single other
/// entry that holds tensors. Pickled modules are walked as their state_dict() would be.
struct FoundWeights {
  std::string container;  ///< keys joined by '/', "" for the object itself
  std::vector<FoundTensor> tensors;
  std::vector<std::string> alternatives;  ///< other entries that hold weights
};

/// container: take this one. Throws UserError when there are no weights, or several and no rule to choose.
[[nodiscard]] FoundWeights findWeights(PickleValue root, const std::string& container, const ByteSource& file);

/// Numbers that stand beside the weights in the outermost dictionary, and in its "meta" (MMEngine).
[[nodiscard]] std::map<std::string, double> scalarsBeside(PickleValue root);

/// Every tensor of nested containers and modules, keys joined by '/'. A document that is one tensor gives the name "".
/// Values that occur several times are listed each time, up to 100,000 tensors and 64 levels.
[[nodiscard]] std::vector<FoundTensor> allTensors(PickleValue root, const ByteSource& file);

/// Parameters and buffers of a TorchScript archive by dotted name.
[[nodiscard]] std::vector<FoundTensor> scriptTensors(const TorchFile& file);

/// Removes `module.`, `_orig_mod.`, `model.`, `net.`, `network.`, `encoder.`, `_forward_module.` and
/// `_fsdp_wrapped_module.`, again and again, each only while every name starts with it. Returns what was removed.
std::string stripPrefixes(std::vector<FoundTensor>& tensors);
[[nodiscard]] std::string commonPrefix(const std::vector<std::string>& names);

}  // namespace spindle
