// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/residual_network.h"

#include "core/base/user_error.h"
#include "core/model/source_writer.h"
#include "core/weights/network_family.h"

#include <optional>

namespace spindle {
namespace {

std::string pair(std::int64_t n) {
  return "[" + std::to_string(n) + ", " + std::to_string(n) + "]";
}

class ResidualWriter {
 public:
  ResidualWriter(const std::vector<TensorHeader>& tensors, const std::string& file, std::int64_t channels)
      : writer_(tensors, file), file_(file), channels_(channels) {}

  /// Convolution and the normalization behind it: variable `to` from `from`, which has `channels` channels.
  std::int64_t convolution(const std::string& to, const std::string& from, std::int64_t channels,
                           const std::string& weights, const std::string& norm, std::int64_t stride) {
    const auto shape = writer_.shape(weights + ".weight", 4);
    if (shape[1] < 1 || channels % shape[1] != 0 || shape[2] != shape[3] || shape[2] % 2 == 0)
      throw UserError(file_ + ": \"" + weights + ".weight\" has the shape " + shapeText(shape) +
                      ", but its input has " + std::to_string(channels) +
                      " channels; check the shape under \"input\".");
    const std::string weight = writer_.parameter(weights + ".weight", shape);
    const std::string bias = writer_.optional(weights + ".bias", {shape[0]});
    writer_.line(to, "torch.conv2d(" + from + ", " + weight + ", " + bias + ", " + pair(stride) + ", " +
                         pair(shape[2] / 2) + ", [1, 1], " + std::to_string(channels / shape[1]) + ")");
    const std::vector<std::int64_t> each{shape[0]};
    const std::string scale = writer_.parameter(norm + ".weight", each);
    const std::string shift = writer_.parameter(norm + ".bias", each);
    const std::string mean = writer_.parameter(norm + ".running_mean", each);
    const std::string variance = writer_.parameter(norm + ".running_var", each);
    writer_.line(to, "torch.batch_norm(" + to + ", " + scale + ", " + shift + ", " + mean + ", " + variance +
                         ", False, 0.1, 1e-05, False)");
    return shape[0];
  }

  /// pool: behind the first convolution; without a word, where that is a large one.
  void stem(std::optional<bool> pool) {
    const bool large = writer_.shape("conv1.weight", 4)[2] >= 7;
    channels_ = convolution("x", "x", channels_, "conv1", "bn1", large ? 2 : 1);
    writer_.line("x", "torch.relu(x)");
    if (pool.value_or(large)) writer_.line("x", "torch.max_pool2d(x, [3, 3], [2, 2], [1, 1])");
  }

  void block(const std::string& name, std::int64_t stride, bool bottleneck) {
    std::int64_t width = convolution("y", "x", channels_, name + ".conv1", name + ".bn1", bottleneck ? 1 : stride);
    writer_.line("y", "torch.relu(y)");
    width = convolution("y", "y", width, name + ".conv2", name + ".bn2", bottleneck ? stride : 1);
    if (bottleneck) {
      writer_.line("y", "torch.relu(y)");
      width = convolution("y", "y", width, name + ".conv3", name + ".bn3", 1);
    }
    shortcut(name, stride, width);
    writer_.line("x", "torch.relu(y + x)");
    channels_ = width;
  }

  RebuiltNetwork head() && {
    writer_.line("x", "torch.flatten(torch.adaptive_avg_pool2d(x, [1, 1]), 1)");
    const std::string name = writer_.has("linear.weight") ? "linear" : "fc";
    const std::int64_t outputs = writer_.shape(name + ".weight", 2)[0];
    const std::string weight = writer_.parameter(name + ".weight", {outputs, channels_});
    const std::string bias = writer_.optional(name + ".bias", {outputs});
    writer_.line("x", "torch.linear(x, " + weight + ", " + bias + ")");
    return std::move(writer_).finished("x");
  }

 private:
  void shortcut(const std::string& name, std::int64_t stride, std::int64_t width) {
    for (const char* part : {".downsample", ".shortcut"}) {
      if (!writer_.has(name + part + ".0.weight")) continue;
      convolution("x", "x", channels_, name + part + ".0", name + part + ".1", stride);
      return;
    }
    if (stride != 1) writer_.line("x", "x[:, :, ::" + std::to_string(stride) + ", ::" + std::to_string(stride) + "]");
    if (width == channels_) return;
    const std::int64_t more = width - channels_;
    if (more < 0 || more % 2 != 0)
      throw UserError(file_ + ": the block \"" + name + "\" goes from " + std::to_string(channels_) + " to " +
                      std::to_string(width) +
                      " channels without weights on its shortcut; write the network as model.pt instead.");
    const std::string side = std::to_string(more / 2);
    writer_.line("x", "torch.constant_pad_nd(x, [0, 0, 0, 0, " + side + ", " + side + "])");
  }

  SourceWriter writer_;
  const std::string& file_;
  std::int64_t channels_;
};

}  // namespace

RebuiltNetwork residualNetwork(const std::vector<std::string>& words, const std::vector<TensorHeader>& tensors,
                               const std::vector<std::int64_t>& inputShape, const std::string& file) {
  const ResidualLayout layout = residualLayout(tensors);
  if (layout.blocks.empty())
    throw UserError(file +
                    " is not a residual network with the names of torchvision (conv1, layer1.0.conv1, ...), so \"" +
                    words[0] + "\" cannot be built from it; write the network as model.pt instead.");
  if (layout.family() != words[0])
    throw UserError(file + " has the weights of " + layout.family() + ", not of " + words[0] +
                    "; set \"architecture\": \"" + layout.family() + "\" in run.json.");
  if (inputShape.size() != 3)
    throw UserError("\"architecture\": " + words[0] + " needs images of channels, height and width, but the input is " +
                    shapeText(inputShape) + "; check the shape under \"input\".");
  std::optional<bool> pool;
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (words[i] != "maxpool" && words[i] != "no maxpool")
      throw UserError("\"architecture\" in run.json has \"" + words[i] + "\" after \"" + words[0] +
                      "\"; only \"maxpool\" or \"no maxpool\" (after the first convolution) may follow.");
    pool = words[i] == "maxpool";
  }
  ResidualWriter writer(tensors, file, inputShape[0]);
  writer.stem(pool);
  for (std::size_t stage = 0; stage < layout.blocks.size(); ++stage) {
    for (int block = 0; block < layout.blocks[stage]; ++block)
      writer.block("layer" + std::to_string(stage + 1) + "." + std::to_string(block), stage > 0 && block == 0 ? 2 : 1,
                   layout.bottleneck);
  }
  return std::move(writer).head();
}

}  // namespace spindle
