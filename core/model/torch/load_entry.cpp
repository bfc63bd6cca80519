// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/user_error.h"
#include "core/model/torch/error_text.h"
#include "core/model/torch/layered_network.h"
#include "core/model/torch/one_thread.h"
#include "core/model/torch/tapped_network.h"
#include "core/model/torch_entry.h"

extern "C" spindle::Network* spindleLoadNetwork(const std::filesystem::path& architecture,
                                                const std::filesystem::path& weights,
                                                const spindle::NetworkOptions& options) {
  spindle::useOneThread();
  try {
    if (!options.valuesOf.empty()) return new spindle::TappedNetwork(architecture, weights, options);
    if (options.maskAt.empty()) return new spindle::ScriptNetwork(architecture, weights, options);
    return new spindle::LayeredNetwork(architecture, weights, options);
  } catch (const c10::Error& error) {
    throw spindle::UserError("The network in " + architecture.string() + " cannot be used (" +
                             spindle::errorText(error) + ").");
  }
}
