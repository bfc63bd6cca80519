// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/gates_entry.h"

#include "core/base/user_error.h"
#include "core/model/torch/error_text.h"
#include "core/model/torch/gated_script_network.h"
#include "core/model/torch/one_thread.h"

extern "C" spindle::GatedNetwork* spindleLoadGatedNetwork(const std::filesystem::path& architecture,
                                                          const std::filesystem::path& weights,
                                                          const spindle::NetworkOptions& options) {
  spindle::useOneThread();
  try {
    return new spindle::GatedScriptNetwork(architecture, weights, options);
  } catch (const c10::Error& error) {
    throw spindle::UserError("The network in " + architecture.string() + " cannot be used with gates (" +
                             spindle::errorText(error) + ").");
  }
}
