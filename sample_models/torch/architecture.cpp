// SPDX-License-Identifier: GPL-3.0-or-later
#include "sample_models/torch/architecture.h"

#include "sample_models/torch/additive_network.h"
#include "sample_models/torch/body_networks.h"
#include "sample_models/torch/networks.h"

#include <stdexcept>

namespace spindle {

std::int64_t outputsFor(const LabeledData& data) {
  return data.classes.empty() ? 1 : static_cast<std::int64_t>(data.classes.size());
}

std::string dropoutLine(const Recipe& recipe) {
  if (recipe.dropout <= 0) return {};
  return "  x = torch.dropout(x, " + std::to_string(recipe.dropout) + ", self.training)\n";
}

std::string denseTail(ModuleBuilder& builder, const Recipe& recipe, std::vector<int> widths, std::int64_t inputs,
                      std::int64_t outputs) {
  std::string code;
  widths.push_back(static_cast<int>(outputs));
  for (std::size_t i = 0; i < widths.size(); ++i) {
    const auto name = "fc" + std::to_string(i + 1);
    builder.linear(name, inputs, widths[i]);
    inputs = widths[i];
    code += i + 1 == widths.size() ? "  return " + call(name) + "\n"
                                   : "  x = torch.relu(" + call(name) + ")\n" + dropoutLine(recipe);
  }
  return code;
}

torch::jit::Module makeArchitecture(const Recipe& recipe, const LabeledData& data) {
  switch (recipe.architecture) {
    case Architecture::lenet:
      return makeLenet(recipe, data);
    case Architecture::mlp:
      return makeMlp(recipe, data);
    case Architecture::vgg:
      return makeVgg(recipe, data);
    case Architecture::resnet:
      return makeResnet(recipe, data);
    case Architecture::residualMlp:
      return makeResidualMlp(recipe, data);
    case Architecture::lstm:
      return makeLstm(recipe, data);
    case Architecture::transformer:
      return makeTransformer(recipe, data);
    case Architecture::pointnet:
      return makePointnet(recipe, data);
    case Architecture::dgcnn:
      return makeDgcnn(recipe, data);
    case Architecture::linear:
      return makeLinear(data);
    case Architecture::wired:
      return makeWired(recipe, data);
    case Architecture::nam:
      return makeAdditive(recipe, data);
    case Architecture::egnn:
      return makeEgnn(recipe, data);
    case Architecture::segno:
      return makeSegno(recipe, data);
  }
  throw std::invalid_argument("makeArchitecture: unknown architecture");
}

}  // namespace spindle
