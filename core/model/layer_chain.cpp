// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/layer_chain.h"

#include "core/base/user_error.h"
#include "core/model/layer_word.h"
#include "core/model/weight_group.h"

#include <algorithm>
#include <array>

namespace spindle {
namespace {

std::vector<std::string> familyWords(const std::string& family, const std::vector<WeightGroup>& groups) {
  std::vector<std::string> words;
  const auto linears =
      std::count_if(groups.begin(), groups.end(), [](const WeightGroup& g) { return g.kind == "linear"; });
  constexpr std::array<int, 5> vggPools{1, 2, 4, 6, 8};  // behind these convolutions
  int convolutions = 0, linear = 0;
  bool flat = false;
  const auto flatten = [&] {
    if (!flat) words.emplace_back("flatten");
    flat = true;
  };
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const WeightGroup& group = groups[i];
    if (group.kind == "linear") {
      const bool wide = family == "vgg11" && !flat && group.part("weight")->shape[1] == 512 * 49;
      if (wide) words.emplace_back("adaptiveavgpool 7");
      flatten();
      words.emplace_back("linear");
      if (++linear < linears) words.emplace_back("relu");
    } else if (group.kind == "conv") {
      words.emplace_back(family == "vgg11" ? "conv padding 1" : "conv");
      ++convolutions;
      const bool normed = i + 1 < groups.size() && groups[i + 1].kind == "batchnorm";
      if (normed) words.emplace_back(groups[++i].kind);
      words.emplace_back("relu");
      if (family != "vgg11" || std::find(vggPools.begin(), vggPools.end(), convolutions) != vggPools.end())
        words.emplace_back("maxpool 2");
    } else {
      words.emplace_back(group.kind);
    }
  }
  return words;
}

/// Follows the shape of one row through the words, and writes the source on the way.
class ChainWriter {
 public:
  ChainWriter(const std::vector<WeightGroup>& groups, std::vector<std::int64_t> shape, const std::string& file,
              bool half)
      : groups_(groups), shape_(std::move(shape)), file_(file), half_(half) {}

  void add(const LayerWord& word) {
    const std::string& kind = word.kind;
    if (kind == "conv") return convolution(word);
    if (kind == "linear") return linear();
    if (kind == "batchnorm" || kind == "layernorm") return norm(kind);
    if (kind == "maxpool" || kind == "avgpool") return pool(word);
    if (kind == "flatten") {
      shape_ = {elements()};
      return line("torch.flatten(x, 1)");
    }
    if (kind == "globalavgpool" || kind == "adaptiveavgpool") {
      needsMap(kind);
      const std::int64_t side = word.size.value_or(1);
      shape_[1] = shape_[2] = side;
      return line("torch.adaptive_avg_pool2d(x, [" + pair(side) + "])");
    }
    if (kind == "dropout") return;
    if (kind == "softmax" || kind == "log_softmax") return line("torch." + kind + "(x, -1)");
    line("torch." + kind + "(x)");
  }

  [[nodiscard]] bool fits() const { return fits_; }

  RebuiltNetwork finished() {
    if (next_ < groups_.size())
      throw UserError(file_ + ": the weights \"" + groups_[next_].stem + "\" (" + groups_[next_].kind +
                      ") are not in \"architecture\"; name every layer that has weights, in order.");
    chain_.source = "def forward(self, x):\n" + body_ + "    return x\n";
    return std::move(chain_);
  }

 private:
  void line(const std::string& expression) { body_ += "    x = " + expression + "\n"; }
  static std::string pair(std::int64_t n) { return std::to_string(n) + ", " + std::to_string(n); }
  [[nodiscard]] std::int64_t elements() const {
    std::int64_t all = 1;
    for (const auto size : shape_) all *= size;
    return all;
  }
  void needsMap(const std::string& kind) const {
    if (shape_.size() != 3)
      throw UserError("\"architecture\": " + kind + " needs a map of channels, height and width, but gets " +
                      shapeText(shape_) + "; put it before flatten, and check the shape under \"input\".");
  }

  const WeightGroup& take(const std::string& kind) {
    if (next_ >= groups_.size())
      throw UserError(file_ + " holds no weights for the last " + kind + " of \"architecture\"; take it out.");
    const WeightGroup& group = groups_[next_++];
    if (group.kind != kind)
      throw UserError(file_ + ": \"architecture\" asks for " + kind + ", but the next weights are \"" + group.stem +
                      "\" (" + group.kind + " " + shapeText(group.part("weight")->shape) + ").");
    return group;
  }

  std::string parameter(const WeightGroup& group, const char* part) {
    const TensorHeader* tensor = group.part(part);
    if (tensor == nullptr) return "None";
    chain_.parameters.emplace_back("p" + std::to_string(chain_.parameters.size()), tensor->name);
    return "self." + chain_.parameters.back().first;
  }

  void convolution(const LayerWord& word) {
    needsMap("conv");
    const WeightGroup& group = take("conv");
    const auto& weight = group.part("weight")->shape;
    const std::int64_t groups = weight[1] > 0 ? shape_[0] / std::max<std::int64_t>(1, weight[1]) : 1;
    if (groups < 1 || groups * weight[1] != shape_[0]) return mismatch(group);
    const std::int64_t padding = word.padding.value_or(half_ ? static_cast<int>(weight[2] / 2) : 0);
    const std::int64_t stride = word.stride.value_or(1);
    for (const std::size_t side : {1U, 2U}) {
      const std::int64_t reach = shape_[side] + 2 * padding - weight[side + 1];
      if (reach < 0) return mismatch(group);
      shape_[side] = reach / stride + 1;
    }
    shape_[0] = weight[0];
    const std::string w = parameter(group, "weight");
    line("torch.conv2d(x, " + w + ", " + parameter(group, "bias") + ", [" + pair(stride) + "], [" + pair(padding) +
         "], [1, 1], " + std::to_string(groups) + ")");
  }

  void linear() {
    const WeightGroup& group = take("linear");
    const auto& weight = group.part("weight")->shape;
    if (shape_.empty() || shape_.back() != weight[1]) return mismatch(group);
    shape_.back() = weight[0];
    const std::string w = parameter(group, "weight");
    line("torch.linear(x, " + w + ", " + parameter(group, "bias") + ")");
  }

  void norm(const std::string& kind) {
    const WeightGroup& group = take(kind);
    const std::int64_t size = group.part("weight")->shape[0];
    const std::int64_t have = kind == "batchnorm" ? shape_.front() : shape_.back();
    if (have != size) return mismatch(group);
    const std::string w = parameter(group, "weight");
    const std::string b = parameter(group, "bias");
    if (kind == "layernorm")
      return line("torch.layer_norm(x, [" + std::to_string(size) + "], " + w + ", " + b + ", 1e-05)");
    const std::string mean = parameter(group, "running_mean");
    line("torch.batch_norm(x, " + w + ", " + b + ", " + mean + ", " + parameter(group, "running_var") +
         ", False, 0.1, 1e-05, False)");
  }

  void pool(const LayerWord& word) {
    needsMap(word.kind);
    const std::int64_t size = *word.size;
    const std::int64_t stride = word.stride.value_or(static_cast<int>(size));
    for (const std::size_t side : {1U, 2U}) {
      if (shape_[side] < size) {
        fits_ = false;
        return;
      }
      shape_[side] = (shape_[side] - size) / stride + 1;
    }
    const std::string name = word.kind == "maxpool" ? "max_pool2d" : "avg_pool2d";
    line("torch." + name + "(x, [" + pair(size) + "], [" + pair(stride) + "])");
  }

  void mismatch(const WeightGroup& group) {
    fits_ = false;
    if (problem_.empty())
      problem_ = "\"" + group.stem + "\" has the shape " + shapeText(group.part("weight")->shape) + ", but gets " +
                 shapeText(shape_);
  }

 public:
  [[nodiscard]] const std::string& problem() const { return problem_; }

 private:
  const std::vector<WeightGroup>& groups_;
  std::vector<std::int64_t> shape_;
  const std::string& file_;
  bool half_;
  bool fits_ = true;
  std::size_t next_ = 0;
  std::string body_, problem_;
  RebuiltNetwork chain_;
};

}  // namespace

RebuiltNetwork layerChain(const std::vector<std::string>& words, const std::vector<TensorHeader>& tensors,
                          const std::vector<std::int64_t>& inputShape, const std::string& file) {
  const auto groups = weightGroups(tensors, file);
  const bool family = words.size() == 1 && (words[0] == "mlp" || words[0] == "lenet" || words[0] == "vgg11");
  std::vector<LayerWord> list;
  for (const std::string& word : family ? familyWords(words[0], groups) : words) list.push_back(layerWord(word));
  std::string problem;
  for (const bool half : {false, true}) {
    ChainWriter writer(groups, inputShape, file, half);
    for (const LayerWord& word : list) {
      writer.add(word);
      if (!writer.fits()) break;
    }
    if (writer.fits()) return writer.finished();
    if (problem.empty()) problem = writer.problem();
  }
  throw UserError(file + ": the layers of \"architecture\" do not fit an input of shape " + shapeText(inputShape) +
                  " (" + (problem.empty() ? std::string("a pool is larger than its map") : problem) +
                  "); check pooling, \"padding N\" and \"stride N\" of conv, and the shape under \"input\".");
}

std::vector<std::string> suggestedLayers(const std::vector<TensorHeader>& tensors) {
  try {
    const auto groups = weightGroups(tensors, "");
    const bool plain = !groups.empty() && groups.size() <= 40 && groups.back().kind == "linear";
    return plain ? familyWords("lenet", groups) : std::vector<std::string>();
  } catch (const UserError&) {
    return {};
  }
}

}  // namespace spindle
