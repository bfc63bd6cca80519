// SPDX-License-Identifier: GPL-3.0-or-later
#include "sample_models/torch/networks.h"

#include <cmath>

namespace spindle {
namespace {

using torch::jit::Module;

/// x is [rows, tokens, width], ids [rows, tokens].
const char* const meanOverTokens =
    "  keep = torch.type_as(torch.unsqueeze(torch.ne(ids, 0), 2), x)\n"
    "  x = torch.sum(x * keep, [1]) / torch.sum(keep, [1])\n";

std::int64_t vocabularyOf(const LabeledData& data) {
  return static_cast<std::int64_t>(data.vocabulary.size());
}

/// One layer of attention with two heads and one fully connected layer, each added to x.
std::string transformerLayer(ModuleBuilder& builder, const Recipe& recipe, const std::string& name) {
  const std::int64_t width = recipe.hidden[0];
  const std::int64_t perHead = width / 2;
  const auto add = [&](const std::string& value) {
    return "  h = x\n  x = " + value + "\n" + dropoutLine(recipe) + "  x = h + x\n";
  };
  const auto heads = [&](const std::string& part) {
    builder.linear(name + part, width, width);
    return "  " + part + " = torch.transpose(torch.view(" + call(name + part, "a") + ", [-1, ids.size(1), 2, " +
           std::to_string(perHead) + "]), 1, 2)\n";
  };
  builder.layerNorm(name + "norm1", width);
  std::string code = "  a = " + call(name + "norm1") + "\n" + heads("query") + heads("key") + heads("value");
  builder.linear(name + "mix", width, width);
  builder.layerNorm(name + "norm2", width);
  builder.linear(name + "in", width, recipe.hidden[1]);
  builder.linear(name + "out", recipe.hidden[1], width);
  code += "  scores = torch.matmul(query, torch.transpose(key, 2, 3)) / " +
          std::to_string(std::sqrt(static_cast<double>(perHead))) + "\n";
  code += "  a = torch.matmul(torch.softmax(torch.masked_fill(scores, padding, -1e9), 3), value)\n";
  code += "  a = torch.reshape(torch.transpose(a, 1, 2), [-1, ids.size(1), " + std::to_string(width) + "])\n";
  code += add(call(name + "mix", "a"));
  return code + add(call(name + "out", "torch.relu(" + call(name + "in", call(name + "norm2")) + ")"));
}

}  // namespace

Module makeLstm(const Recipe& recipe, const LabeledData& data) {
  ModuleBuilder builder("LSTM");
  builder.embedding("embedding", vocabularyOf(data), recipe.hidden[0]);
  builder.lstm("lstm", recipe.hidden[0], recipe.hidden[1]);
  const auto code =
      "  ids = x\n  x = " + call("lstm", call("embedding", "ids")) + "\n" + meanOverTokens + dropoutLine(recipe);
  return builder.finished(code + denseTail(builder, recipe, {}, recipe.hidden[1], outputsFor(data)));
}

Module makeTransformer(const Recipe& recipe, const LabeledData& data) {
  ModuleBuilder builder("Transformer");
  const std::int64_t width = recipe.hidden[0];
  builder.embedding("embedding", vocabularyOf(data), width);
  builder.parameter("positions", {data.shape[0], width}, 0.02);
  std::string code =
      "  ids = x\n"
      "  padding = torch.unsqueeze(torch.unsqueeze(torch.eq(ids, 0), 1), 1)\n"
      "  x = " +
      call("embedding", "ids") + " + self.positions\n" + dropoutLine(recipe);
  for (const char* name : {"layer1_", "layer2_"}) code += transformerLayer(builder, recipe, name);
  builder.layerNorm("norm", width);
  code += "  x = " + call("norm") + "\n" + meanOverTokens;
  return builder.finished(code + denseTail(builder, recipe, {}, width, outputsFor(data)));
}

}  // namespace spindle
