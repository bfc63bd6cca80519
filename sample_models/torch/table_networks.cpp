// SPDX-License-Identifier: GPL-3.0-or-later
#include "sample_models/torch/networks.h"

namespace spindle {

using torch::jit::Module;

Module makeResidualMlp(const Recipe& recipe, const LabeledData& data) {
  ModuleBuilder builder("ResidualMLP");
  const std::int64_t width = recipe.hidden[0];
  builder.linear("stem", static_cast<std::int64_t>(data.elements()), width);
  std::string code = "  x = " + call("stem") + "\n";
  for (std::size_t block = 1; block < recipe.hidden.size(); ++block) {
    const auto name = "block" + std::to_string(block) + "_";
    builder.linear(name + "in", width, recipe.hidden[block]);
    builder.linear(name + "out", recipe.hidden[block], width);
    code += "  x = x + " + call(name + "out", "torch.relu(" + call(name + "in") + ")") + "\n";
  }
  code += "  x = torch.relu(x)\n" + dropoutLine(recipe);
  return builder.finished(code + denseTail(builder, recipe, {}, width, outputsFor(data)));
}

Module makeLinear(const LabeledData& data) {
  ModuleBuilder builder("Linear");
  builder.linear("student", static_cast<std::int64_t>(data.elements()), 1, false);
  return builder.finished("  return " + call("student") + "\n");
}

}  // namespace spindle
