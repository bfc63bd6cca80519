// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dynamics/wiring.h"
#include "sample_models/torch/networks.h"

#include <ATen/core/grad_mode.h>

#include <cmath>
#include <set>

namespace spindle {

torch::jit::Module makeWired(const Recipe& recipe, const LabeledData& data) {
  const Wiring wiring(recipe.wiring);
  // Edges that lie on no path from the input to the output would never learn.
  std::set<std::pair<int, int>> used;
  for (const auto& path : wiring.paths()) {
    for (std::size_t i = 1; i < path.size(); ++i) used.insert({path[i - 1], path[i]});
  }
  ModuleBuilder builder("Wired");
  const std::int64_t width = recipe.hidden[0];
  builder.linear("stem", static_cast<std::int64_t>(data.elements()), width);
  std::string code = "  x0 = torch.relu(" + call("stem", "torch.flatten(x, 1)") + ")\n";
  for (int to = 1; to < Wiring::nodes; ++to) {
    std::string sum;
    for (int from = 0; from < to; ++from) {
      if (!used.contains({from, to})) continue;
      const auto source = "x" + std::to_string(from), name = "edge" + std::to_string(from) + std::to_string(to);
      const bool linear = wiring.edge(from, to) == Wiring::Edge::linear;
      if (linear) builder.linear(name, width, width);
      sum += (sum.empty() ? "" : " + ") + (linear ? "torch.relu(" + call(name, source) + ")" : source);
    }
    if (!sum.empty()) code += "  x" + std::to_string(to) + " = " + sum + "\n";
  }
  builder.linear("out", width, outputsFor(data));
  auto module = builder.finished(code + "  return " + call("out", "x" + std::to_string(Wiring::nodes - 1)) + "\n");
  const at::NoGradGuard noGradients;
  for (const at::Tensor& parameter : module.parameters()) {
    if (parameter.dim() == 2) {
      parameter.normal_(0.0, std::sqrt(2.0 / static_cast<double>(parameter.size(1))));
    } else {
      parameter.zero_();
    }
  }
  return module;
}

}  // namespace spindle
