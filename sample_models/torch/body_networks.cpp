// SPDX-License-Identifier: GPL-3.0-or-later
#include "sample_models/torch/body_networks.h"

#include "core/base/text.h"
#include "core/dynamics/bodies/body_row.h"
#include "sample_models/torch/module_builder.h"

#include <ATen/core/grad_mode.h>

#include <cmath>
#include <string>

namespace spindle {
namespace {

using torch::jit::Module;

constexpr int segnoSteps = 8, egnnLayers = 4;
constexpr double mostMoved = 100.0;  // of the published code, for each part of a sum

std::string columns(std::size_t first, std::size_t count) {
  return "torch.narrow(x, 2, " + std::to_string(first) + ", " + std::to_string(count) + ")";
}

/// Writes the source of a network of n bodies, whose layers are silu networks of one width.
class BodySource {
 public:
  BodySource(ModuleBuilder& builder, std::int64_t bodies, std::int64_t width)
      : builder_(builder), bodies_(bodies), width_(width) {
    using At = BodyColumns;
    builder.linear("embed", 1, width);
    code_ = "  q0 = " + columns(At::position, 3) + "\n  v0 = " + columns(At::velocity, 3) +
            "\n  charge = " + columns(At::charge, 1) + "\n  there = " + columns(At::present, 1) +
            "\n  u = " + columns(At::direction, 3) + "\n  time = torch.amax(" + columns(At::time, 1) +
            ", [1], True)\n"
            "  both = torch.unsqueeze(there, 2) * " +
            others("there") + "\n  kinds = torch.unsqueeze(charge, 2) * " + others("charge") +
            "\n  d = torch.unsqueeze(q0, 2) - " + others("q0") +
            "\n  near = torch.sum(d * d, [3], True)\n"
            "  h = " +
            call("embed", "torch.sqrt(torch.sum(v0 * v0, [2], True))") + "\n  q = q0\n  v = v0\n";
  }

  /// Defines the layers of one name, which the lines below use; nodes: those of nodes(), too.
  void defineLayer(const std::string& name, bool nodes) {
    builder_.linear(name + "edge1", 2 * width_ + 3, width_);
    builder_.linear(name + "edge2", width_, width_);
    if (nodes) {
      builder_.linear(name + "node1", 2 * width_, width_);
      builder_.linear(name + "node2", width_, width_);
    }
    builder_.linear(name + "move1", width_, width_);
    builder_.linear(name + "move2", width_, 1);
  }

  /// m: messages [rows, n, n - 1, width]; pull: their sum of directions over n - 1.
  void messages(const std::string& name) {
    code_ +=
        "  d = torch.unsqueeze(q, 2) - " + others("q") + "\n  m = torch.cat([torch.unsqueeze(h, 2).expand([-1, -1, " +
        std::to_string(bodies_ - 1) + ", -1]), " + others("h") +
        ", torch.sum(d * d, [3], True), kinds, near], 3)\n"
        "  m = " +
        silu(call(name + "edge2", silu(call(name + "edge1", "m")))) + " * both\n  pull = torch.sum(torch.clamp(d * " +
        call(name + "move2", silu(call(name + "move1", "m"))) + ", " + shortest(-mostMoved) + ", " +
        shortest(mostMoved) + ") * both, [2]) / " + shortest(static_cast<double>(bodies_ - 1)) + "\n";
  }

  void nodes(const std::string& name) {
    code_ +=
        "  h = h + " + call(name + "node2", silu(call(name + "node1", "torch.cat([h, torch.sum(m, [2])], 2)"))) + "\n";
  }

  void add(const std::string& lines) { code_ += lines; }

  /// times: names of the positions to return, the last one q.
  Module finished(const std::vector<std::string>& times) {
    code_ += "  moved = torch.unsqueeze(torch.sum((q - q0 - time * v0) * u, [1, 2]), 1)\n  return torch.cat([moved";
    for (const auto& one : times) code_ += ", torch.flatten(" + one + ", 1)";
    auto module = builder_.finished(code_ + ", torch.flatten(v, 1)], 1)\n");
    startAtRest(module);
    return module;
  }

  static std::string silu(const std::string& value) { return "torch.silu(" + value + ")"; }

 private:
  /// [rows, n, c] as the others of each: [rows, n, n - 1, c].
  [[nodiscard]] std::string others(const std::string& name) const {
    std::string list;
    for (std::int64_t k = 1; k < bodies_; ++k)
      list += (k == 1 ? "" : ", ") + std::string("torch.roll(") + name + ", [" + std::to_string(k) + "], [1])";
    return "torch.stack([" + list + "], 2)";
  }

  /// The last weights of what moves a body are Xavier's times 0.001, as published.
  void startAtRest(Module& module) const {
    const at::NoGradGuard noGradients;
    const double bound = 0.001 * std::sqrt(6.0 / static_cast<double>(width_ + 1));
    for (const auto& parameter : module.named_parameters()) {
      if (parameter.name.ends_with("move2.weight")) parameter.value.uniform_(-bound, bound);
    }
  }

  ModuleBuilder& builder_;
  std::int64_t bodies_, width_;
  std::string code_;
};

}  // namespace

Module makeSegno(const Recipe& recipe, const LabeledData& data) {
  ModuleBuilder builder("Segno");
  BodySource source(builder, data.shape[0], recipe.hidden[0]);
  source.defineLayer("", true);
  const std::string steps = std::to_string(segnoSteps) + ".0";
  source.add("  step = " + (recipe.timeStep > 0.0 ? "time * 0.0 + " + shortest(recipe.timeStep) : "time / " + steps) +
             "\n");
  std::vector<std::string> times;
  for (int k = 1; k <= segnoSteps; ++k) {
    source.messages("");
    source.add("  v = v + step * pull\n  q = q + step * v\n");
    if (k < segnoSteps) source.nodes("");
    times.push_back("q" + std::to_string(k));
    source.add("  " + times.back() + " = q\n");
  }
  return source.finished(times);
}

Module makeEgnn(const Recipe& recipe, const LabeledData& data) {
  ModuleBuilder builder("Egnn");
  const std::int64_t width = recipe.hidden[0];
  BodySource source(builder, data.shape[0], width);
  for (int layer = 1; layer <= egnnLayers; ++layer) {
    const auto name = "layer" + std::to_string(layer) + "_";
    source.defineLayer(name, layer < egnnLayers);  // nobody reads what the last makes of the nodes
    builder.linear(name + "speed1", width, width);
    builder.linear(name + "speed2", width, 1);
    source.messages(name);
    source.add("  q = q + pull + v0 * " + call(name + "speed2", BodySource::silu(call(name + "speed1", "h"))) + "\n");
    if (layer < egnnLayers) source.nodes(name);
  }
  source.add("  v = (q - q0) / time\n");
  return source.finished({"q"});
}

at::Tensor bodiesLoss(const at::Tensor& output, const at::Tensor& positions, const at::Tensor& inputs) {
  const auto width = positions.size(1);
  const auto last = output.narrow(1, output.size(1) - 2 * width, width);
  const auto there = inputs.select(2, BodyColumns::present).sum(1).mul(3.0);
  return last.sub(positions).square().sum(1).div(there).mean();
}

}  // namespace spindle
