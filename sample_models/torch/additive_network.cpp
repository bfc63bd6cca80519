// SPDX-License-Identifier: GPL-3.0-or-later
#include "sample_models/torch/additive_network.h"

#include "sample_models/torch/networks.h"

#include <ATen/ops/binary_cross_entropy_with_logits.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/erfinv.h>
#include <ATen/ops/mse_loss.h>
#include <ATen/ops/zeros.h>

#include <cmath>

namespace spindle {
namespace {

using torch::jit::Module;

/// N(mean, deviation^2) within two deviations.
at::Tensor truncatedNormal(const std::vector<std::int64_t>& shape, double mean, double deviation) {
  const double within = std::erf(std::sqrt(2.0));
  return at::empty(shape).uniform_(-within, within).erfinv_().mul_(deviation * std::sqrt(2.0)).add_(mean);
}

at::Tensor glorot(const std::vector<std::int64_t>& shape, std::int64_t inputs, std::int64_t outputs) {
  const double bound = std::sqrt(6.0 / static_cast<double>(inputs + outputs));
  return at::empty(shape).uniform_(-bound, bound);
}

std::string dropout(const std::string& value, double share) {
  if (share <= 0.0) return {};
  return "  " + value + " = torch.dropout(" + value + ", " + std::to_string(share) + ", self.training)\n";
}

}  // namespace

Module makeAdditive(const Recipe& recipe, const LabeledData& data) {
  ModuleBuilder builder("Additive");
  const auto features = static_cast<std::int64_t>(data.elements());
  const std::int64_t networks = recipe.members * features;
  std::int64_t width = recipe.hidden[0];
  const bool exu = recipe.units == FeatureUnits::exu;
  builder.parameter("unit_weight",
                    exu ? truncatedNormal({networks, width}, 4.0, 0.5) : glorot({networks, width}, 1, width));
  builder.parameter("unit_center", truncatedNormal({networks, width}, 0.0, 0.5));
  // One network in each slice: [networks, rows, units].
  std::string terms = "  h = x.t().repeat([" + std::to_string(recipe.members) +
                      ", 1]).unsqueeze(2) - self.unit_center.unsqueeze(1)\n" +
                      (exu ? "  h = torch.clamp(h * torch.exp(self.unit_weight).unsqueeze(1), 0, 1)\n"
                           : "  h = torch.relu(h * self.unit_weight.unsqueeze(1))\n") +
                      dropout("h", recipe.dropout);
  for (std::size_t i = 1; i < recipe.hidden.size(); ++i) {
    const std::int64_t next = recipe.hidden[i];
    const auto name = "dense" + std::to_string(i);
    builder.parameter(name + "_weight", glorot({networks, width, next}, width, next));
    builder.parameter(name + "_bias", at::zeros({networks, 1, next}));
    terms += "  h = torch.relu(torch.bmm(h, self." + name + "_weight) + self." + name + "_bias)\n" +
             dropout("h", recipe.dropout);
    width = next;
  }
  builder.parameter("out_weight", glorot({networks, width, 1}, width, 1));
  builder.parameter("constant", at::zeros({recipe.members}));
  terms += "  h = torch.bmm(h, self.out_weight).squeeze(2).t()\n" + dropout("h", recipe.featureDropout);
  builder.method("terms", terms + "  return h\n");
  std::string forward = "  h = torch.hardtanh(self.terms(x), -1e30, 1e30)\n" +
                        std::string("  h = torch.sum(h, [1]) / ") + std::to_string(recipe.members) +
                        " + torch.mean(self.constant)\n";
  forward += data.classes.empty() ? "  return h.unsqueeze(1)\n" : "  return torch.stack([torch.zeros_like(h), h], 1)\n";
  return builder.finished(forward);
}

at::Tensor additiveLoss(Module& module, const at::Tensor& inputs, const at::Tensor& targets, const Recipe& recipe) {
  const auto terms = module.get_method("terms")({inputs}).toTensor();
  const auto constant = module.attr("constant").toTensor();
  const auto members = terms.view({terms.size(0), constant.size(0), -1}).sum(2).add(constant);
  const auto wanted = targets.to(at::kFloat).unsqueeze(1).expand_as(members);
  const auto count = static_cast<double>(recipe.members);
  const auto task = targets.scalar_type() == at::kLong ? at::binary_cross_entropy_with_logits(members, wanted)
                                                       : at::mse_loss(members, wanted);
  return task.mul(count).add(terms.square().mean(), recipe.outputPenalty * count);
}

}  // namespace spindle
