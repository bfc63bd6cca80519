// SPDX-License-Identifier: GPL-3.0-or-later
#include "sample_models/torch/networks.h"

#include <array>

namespace spindle {

using torch::jit::Module;

Module makeLenet(const Recipe& recipe, const LabeledData& data) {
  ModuleBuilder builder("LeNet");
  builder.convolution("conv1", 1, 6, 5, 2);
  builder.batchNorm("bn1", 6);
  builder.convolution("conv2", 6, 16, 5, 0);
  builder.batchNorm("bn2", 16);
  const std::string code =
      "  x = torch.max_pool2d(torch.relu(self.bn1.forward(self.conv1.forward(x))), [2, 2])\n"
      "  x = torch.max_pool2d(torch.relu(self.bn2.forward(self.conv2.forward(x))), [2, 2])\n"
      "  x = torch.flatten(x, 1)\n";
  return builder.finished(code + denseTail(builder, recipe, recipe.hidden, 400, outputsFor(data)));
}

Module makeMlp(const Recipe& recipe, const LabeledData& data) {
  ModuleBuilder builder("MLP");
  const auto inputs = static_cast<std::int64_t>(data.elements());
  return builder.finished("  x = torch.flatten(x, 1)\n" +
                          denseTail(builder, recipe, recipe.hidden, inputs, outputsFor(data)));
}

Module makeVgg(const Recipe& recipe, const LabeledData& data) {
  ModuleBuilder builder("VGG");
  constexpr std::array convolutions = {1, 1, 2, 2, 2};  // before each pooling
  std::string code;
  std::int64_t channels = 1;
  int number = 0;
  for (std::size_t stage = 0; stage < convolutions.size(); ++stage) {
    for (int k = 0; k < convolutions[stage]; ++k) {
      const auto place = std::to_string(++number);
      builder.convolution("conv" + place, channels, recipe.hidden[stage], 3, 1);
      builder.batchNorm("bn" + place, recipe.hidden[stage]);
      channels = recipe.hidden[stage];
      code += "  x = torch.relu(" + call("bn" + place, call("conv" + place)) + ")\n";
    }
    // 28, 14, 7, 3 and 1 pixels; the last pooling would have nothing to pool.
    if (stage + 1 < convolutions.size()) code += "  x = torch.max_pool2d(x, [2, 2])\n";
  }
  code += "  x = torch.flatten(x, 1)\n" + dropoutLine(recipe);
  return builder.finished(code + denseTail(builder, recipe, {}, channels, outputsFor(data)));
}

Module makeResnet(const Recipe& recipe, const LabeledData& data) {
  ModuleBuilder builder("ResNet");
  std::int64_t channels = recipe.hidden[0];
  builder.convolution("conv1", 1, channels, 3, 1, 1, false);
  builder.batchNorm("bn1", channels);
  std::string code = "  x = torch.relu(" + call("bn1", call("conv1")) + ")\n";
  for (std::size_t stage = 0; stage < recipe.hidden.size(); ++stage) {
    for (int block = 0; block < 3; ++block) {
      const std::int64_t width = recipe.hidden[stage];
      const std::int64_t stride = stage > 0 && block == 0 ? 2 : 1;
      const auto name = "layer" + std::to_string(stage + 1) + "_" + std::to_string(block) + "_";
      builder.convolution(name + "conv1", channels, width, 3, 1, stride, false);
      builder.batchNorm(name + "bn1", width);
      builder.convolution(name + "conv2", width, width, 3, 1, 1, false);
      builder.batchNorm(name + "bn2", width);
      std::string shortcut = "x";
      if (stride != 1 || channels != width) {
        builder.convolution(name + "shortcut", channels, width, 1, 0, stride, false);
        builder.batchNorm(name + "shortcut_bn", width);
        shortcut = call(name + "shortcut_bn", call(name + "shortcut"));
      }
      channels = width;
      const auto inner = "torch.relu(" + call(name + "bn1", call(name + "conv1")) + ")";
      code += "  x = torch.relu(" + call(name + "bn2", call(name + "conv2", inner)) + " + " + shortcut + ")\n";
    }
  }
  code += "  x = torch.mean(x, [2, 3])\n";
  return builder.finished(code + denseTail(builder, recipe, {}, channels, outputsFor(data)));
}

}  // namespace spindle
