// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/torch/shared_prefix.h"

#include "core/model/coalition_rows.h"
#include "core/model/subset_sums.h"

#include <ATen/ops/conv2d.h>
#include <ATen/ops/from_blob.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/zeros.h>

#include <algorithm>
#include <bit>
#include <utility>

namespace spindle {
namespace {

/// Moving one float is taken to cost as much as this many multiplications.
constexpr double workOfMoving = 8.0;

std::vector<std::int64_t> withRows(std::size_t rows, const std::vector<std::int64_t>& shape) {
  std::vector<std::int64_t> all{static_cast<std::int64_t>(rows)};
  all.insert(all.end(), shape.begin(), shape.end());
  return all;
}

double product(const std::vector<std::int64_t>& shape) {
  double all = 1.0;
  for (const auto size : shape) all *= static_cast<double>(size);
  return all;
}

std::span<const float> floats(const at::Tensor& tensor) {
  return {tensor.data_ptr<float>(), static_cast<std::size_t>(tensor.numel())};
}

/// reach [n, 1, h, w] of a window's outputs from that of its inputs: 1 where the variable is in the field of view.
at::Tensor throughWindow(const at::Tensor& reach, const Window& window) {
  const auto ones = at::ones({1, 1, window.size[0], window.size[1]});
  return at::conv2d(reach, ones, {}, window.stride, window.padding, window.dilation).gt(0.5).to(at::kFloat);
}

at::Tensor reachOfInput(const AdditiveInput& input, const std::vector<std::int64_t>& shape) {
  auto reach = at::zeros({static_cast<std::int64_t>(input.parts.size()), 1, shape[1], shape[2]});
  float* const values = reach.data_ptr<float>();
  const auto plane = static_cast<std::size_t>(shape[1] * shape[2]);
  for (std::size_t i = 0; i < input.parts.size(); ++i) {
    for (const auto index : input.parts[i].indices) values[i * plane + index % plane] = 1.0F;
  }
  return reach;
}

std::vector<std::uint32_t> asSets(const at::Tensor& reach) {
  const auto flat = reach.contiguous();
  const auto plane = static_cast<std::size_t>(flat.size(2) * flat.size(3));
  std::vector<std::uint32_t> sets(plane, 0);
  for (std::size_t i = 0; i < static_cast<std::size_t>(flat.size(0)); ++i) {
    for (std::size_t p = 0; p < plane; ++p) {
      if (floats(flat)[i * plane + p] > 0.5F) sets[p] |= 1U << i;
    }
  }
  return sets;
}

bool isLinear(StepKind kind) {
  return kind != StepKind::pointwise && kind != StepKind::pool;
}

bool hasWeights(StepKind kind) {
  return kind == StepKind::mixing || kind == StepKind::convolution || kind == StepKind::embedding;
}

}  // namespace

SharedPrefix::SharedPrefix(const Runnable& network, std::vector<std::int64_t> inputShape, bool tokens)
    : network_(network), inputShape_(std::move(inputShape)), tokens_(tokens) {
  if (!network.graph() || network.changesInput()) return;
  chain_ = inputChain(*network.graph());
  cuts_.resize(chain_.size());
  measureChain(inputShape_, tokens);
}

/// Shapes behind each step, from running the head on two rows of zeros: the batch must stay in front.
void SharedPrefix::measureChain(const std::vector<std::int64_t>& inputShape, bool tokens) {
  const auto zeros = at::zeros(withRows(2, inputShape), tokens ? at::kLong : at::kFloat);
  double work = 0.0;
  for (std::size_t k = 0; k < chain_.size(); ++k) {
    const auto* const cut = cutAt(k);
    if (cut == nullptr) {
      // The rest may ask for more just here and for less further on.
      places_.push_back({{}, work});
      continue;
    }
    const auto output = cut->head.run({zeros});
    if (output.dim() < 2 || output.size(0) != 2 || output.scalar_type() != at::kFloat) return;
    Place place{{output.sizes().begin() + 1, output.sizes().end()}, work};
    const bool mixing = chain_[k].kind == StepKind::mixing;
    work += chain_[k].perOutput *
            (mixing ? product(place.shape) / static_cast<double>(place.shape.back()) : product(place.shape));
    place.work = work;
    places_.push_back(std::move(place));
  }
}

GraphCut* SharedPrefix::cutAt(std::size_t step) {
  auto& cut = cuts_[step];
  if (!cut) cut = cutBehind(network_, *chain_[step].node);
  return *cut ? &**cut : nullptr;
}

std::optional<SharedPrefix::Plan> SharedPrefix::sumsPlan(int variables) const {
  std::optional<Plan> best;
  bool weights = false;
  const double all = static_cast<double>(std::size_t{1} << variables);
  for (std::size_t k = 0; k < places_.size() && isLinear(chain_[k].kind); ++k) {
    weights = weights || hasWeights(chain_[k].kind);
    if (!weights || places_[k].shape.empty()) continue;
    const double saving = places_[k].work * (all - variables - 1) - all * product(places_[k].shape) * workOfMoving / 2;
    if (saving > 0 && (!best || saving > best->saving)) best = Plan{k, std::nullopt, saving};
  }
  return best;
}

std::optional<SharedPrefix::Plan> SharedPrefix::placesPlan(const AdditiveInput& input) {
  if (inputShape_.size() != 3 || tokens_) return std::nullopt;
  const auto variables = static_cast<int>(input.parts.size());
  const double all = static_cast<double>(std::size_t{1} << variables);
  std::optional<Plan> best;
  auto reach = reachOfInput(input, inputShape_);
  for (std::size_t k = 0; k < places_.size(); ++k) {
    const auto& step = chain_[k];
    const auto& place = places_[k];
    if (step.kind == StepKind::reshape || step.kind == StepKind::mixing || !step.planar) break;
    if (step.kind == StepKind::convolution || step.kind == StepKind::pool) reach = throughWindow(reach, step.window);
    if (place.shape.empty()) continue;
    if (place.shape.size() != 3 || place.shape[1] != reach.size(2) || place.shape[2] != reach.size(3)) break;
    Locality locality(asSets(reach), variables);
    const auto heads = static_cast<double>(locality.coalitions().size());
    const double moved = locality.meanReach() * static_cast<double>(place.shape[0]);
    const double saving = place.work * (all - heads) - workOfMoving * (all * moved + heads * product(place.shape));
    if (saving > 0 && heads <= all / 2 && (!best || saving > best->saving)) best = Plan{k, std::move(locality), saving};
  }
  return best;
}

std::optional<SharedPrefix::Plan> SharedPrefix::bestPlan(const AdditiveInput& input) {
  auto sums = sumsPlan(static_cast<int>(input.parts.size()));
  auto places = placesPlan(input);
  if (!places || (sums && sums->saving > places->saving)) places = std::move(sums);
  // A tail that writes into its input in place would spoil the rows that are kept from block to block.
  if (places && cutAt(places->step)->tail.changesInput()) return std::nullopt;
  return places;
}

bool SharedPrefix::usable(const AdditiveInput& input) {
  std::vector<std::vector<std::uint32_t>> indices;
  for (const auto& part : input.parts) indices.push_back(part.indices);
  if (indices != plannedFor_) {
    plan_ = bestPlan(input);
    plannedFor_ = std::move(indices);
  }
  return plan_.has_value();
}

at::Tensor SharedPrefix::headOutputs(const GraphCut& cut, const AdditiveInput& input,
                                     const std::vector<std::uint32_t>& coalitions) const {
  CoalitionRows rows(input, coalitions.size());
  for (std::size_t row = 0; row < coalitions.size(); ++row) rows.set(row, coalitions[row]);
  const auto batch =
      at::from_blob(const_cast<float*>(rows.values().data()), withRows(coalitions.size(), inputShape_), at::kFloat);
  return cut.head.run({tokens_ ? batch.to(at::kLong) : batch.clone()}).contiguous();
}

at::Tensor SharedPrefix::tailOutputs(const GraphCut& cut, std::span<const float> rows, std::size_t count) const {
  const auto joint =
      at::from_blob(const_cast<float*>(rows.data()), withRows(count, places_[plan_->step].shape), at::kFloat);
  if (!cut.tailNeedsInputShape) return cut.tail.run({joint});
  return cut.tail.run({at::zeros({1}).expand(withRows(count, inputShape_)), joint});
}

void SharedPrefix::run(const AdditiveInput& input, std::size_t block, const Evaluate& take) {
  const auto& cut = *cutAt(plan_->step);
  const auto variables = input.parts.size();
  const auto blocks = static_cast<std::uint32_t>((std::size_t{1} << variables) / block);
  const auto first = [&](std::uint32_t k) { return grayCode(k) * static_cast<std::uint32_t>(block); };
  if (plan_->locality) {
    const auto maps = headOutputs(cut, input, plan_->locality->coalitions());
    LocalRows rows(*plan_->locality, floats(maps), static_cast<std::size_t>(maps.size(1)), block);
    for (std::uint32_t k = 0; k < blocks; ++k) {
      for (std::uint32_t row = 0; row < block; ++row) rows.set(row, first(k) + row);
      take(tailOutputs(cut, rows.values(), block), first(k), block);
    }
    return;
  }
  std::vector<std::uint32_t> alone{0};
  for (std::size_t i = 0; i < variables; ++i) alone.push_back(1U << i);
  const SubsetSums sums(floats(headOutputs(cut, input, alone)), variables);
  std::vector<float> rows(block * sums.rowLength());
  for (std::uint32_t k = 0; k < blocks; ++k) {
    sums.write(first(k), static_cast<std::size_t>(std::countr_zero(block)), rows);
    take(tailOutputs(cut, rows, block), first(k), block);
  }
}

std::string SharedPrefix::description() const {
  if (!plan_) return "plain";
  std::string last;
  for (std::size_t k = 0; k <= plan_->step; ++k) {
    if (!chain_[k].layer.empty()) last = chain_[k].layer;
  }
  if (!plan_->locality) return "first layer shared (" + last + ")";
  return "layers up to " + last + " shared (" + std::to_string(plan_->locality->coalitions().size()) +
         " coalitions by field of view)";
}

}  // namespace spindle
