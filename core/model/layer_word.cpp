// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/layer_word.h"

#include "core/base/user_error.h"

#include <algorithm>
#include <array>
#include <sstream>

namespace spindle {

LayerWord layerWord(const std::string& text) {
  constexpr std::array<const char*, 8> pointwise{"relu",    "gelu", "silu",       "tanh",
                                                 "sigmoid", "elu",  "leaky_relu", "dropout"};
  std::istringstream stream(text);
  LayerWord word;
  stream >> word.kind;
  const auto refuse = [&text] {
    throw UserError(
        "\"architecture\" in run.json has \"" + text +
        "\", which is not a layer; there are flatten, linear, conv, batchnorm, layernorm, maxpool N, avgpool N, "
        "globalavgpool, adaptiveavgpool N, relu and other activations, or one of mlp, lenet, vgg11, resnet18, "
        "resnet20-cifar, bert.");
  };
  const bool pool = word.kind == "maxpool" || word.kind == "avgpool" || word.kind == "adaptiveavgpool";
  const bool known = pool || word.kind == "flatten" || word.kind == "linear" || word.kind == "conv" ||
                     word.kind == "batchnorm" || word.kind == "layernorm" || word.kind == "globalavgpool" ||
                     word.kind == "softmax" || word.kind == "log_softmax" ||
                     std::find(pointwise.begin(), pointwise.end(), word.kind) != pointwise.end();
  if (!known) refuse();
  const auto number = [&](std::optional<int>& field) {
    int value = 0;
    if (!(stream >> value) || value < 0 || value > 1000) refuse();
    field = value;
  };
  if (pool) number(word.size);
  for (std::string key; stream >> key;) {
    if (key == "stride") {
      number(word.stride);
    } else if (key == "padding") {
      number(word.padding);
    } else {
      refuse();
    }
  }
  if ((word.stride && *word.stride == 0) || (word.size && *word.size == 0)) refuse();
  return word;
}

}  // namespace spindle
