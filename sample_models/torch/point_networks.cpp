// SPDX-License-Identifier: GPL-3.0-or-later
#include "sample_models/torch/networks.h"

namespace spindle {
namespace {

using torch::jit::Module;

constexpr int neighbors = 10;

/// x, [rows, points, inputs], becomes [rows, points, width].
std::string edgeConvolution(ModuleBuilder& builder, const std::string& name, std::int64_t inputs, std::int64_t width) {
  builder.linear(name + "_own", inputs, width);
  builder.linear(name + "_neighbor", inputs, width, false);
  const auto k = std::to_string(neighbors), wide = std::to_string(width);
  return "  squares = torch.sum(x * x, [2], True)\n"
         "  near = torch.matmul(x, torch.transpose(x, 1, 2)) * 2.0 - squares - torch.transpose(squares, 1, 2)\n"
         "  distances, places = torch.topk(near, " +
         k +
         ", 2)\n"
         "  starts = torch.arange(x.size(0)) * x.size(1)\n"
         "  rows = torch.reshape(places + torch.unsqueeze(torch.unsqueeze(starts, 1), 1), [-1])\n"
         "  sent = torch.reshape(" +
         call(name + "_neighbor") + ", [-1, " + wide +
         "])\n"
         "  sent = torch.view(torch.index_select(sent, 0, rows), [-1, x.size(1), " +
         k + ", " + wide +
         "])\n"
         "  x = torch.leaky_relu(" +
         call(name + "_own") + " + torch.amax(sent, [2]), 0.2)\n";
}

}  // namespace

Module makePointnet(const Recipe& recipe, const LabeledData& data) {
  ModuleBuilder builder("PointNet");
  std::string code;
  std::int64_t width = data.shape[1];
  for (int layer = 0; layer < 3; ++layer) {
    const auto name = "point" + std::to_string(layer + 1);
    const std::int64_t next = recipe.hidden[static_cast<std::size_t>(layer)];
    builder.linear(name, width, next);
    width = next;
    code += "  x = torch.relu(" + call(name) + ")\n";
  }
  code += "  x = torch.amax(x, [1])\n";
  return builder.finished(code + denseTail(builder, recipe, {recipe.hidden[3]}, width, outputsFor(data)));
}

Module makeDgcnn(const Recipe& recipe, const LabeledData& data) {
  ModuleBuilder builder("DGCNN");
  const std::int64_t first = recipe.hidden[0], second = recipe.hidden[1], third = recipe.hidden[2];
  auto code = edgeConvolution(builder, "edge1", data.shape[1], first) + "  before = x\n" +
              edgeConvolution(builder, "edge2", first, second);
  builder.linear("point", first + second, third);
  code += "  x = torch.leaky_relu(" + call("point", "torch.cat([before, x], 2)") + ", 0.2)\n";
  code += "  x = torch.cat([torch.amax(x, [1]), torch.mean(x, [1])], 1)\n";
  return builder.finished(code + denseTail(builder, recipe, {recipe.hidden[3]}, 2 * third, outputsFor(data)));
}

}  // namespace spindle
