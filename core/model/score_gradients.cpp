// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/score_gradients.h"

#include "core/model/module_function.h"
#include "core/model/torch_entry.h"

namespace spindle {

std::unique_ptr<ScoreGradients> loadScoreGradients(const std::filesystem::path& architecture,
                                                   const std::filesystem::path& weights, const NetworkOptions& options,
                                                   const std::string& pattern) {
  static const auto load =
      reinterpret_cast<LoadScoreGradientsFunction*>(moduleFunction(torchModule, loadScoreGradientsSymbol));
  return std::unique_ptr<ScoreGradients>(load(architecture, weights, options, pattern));
}

}  // namespace spindle
