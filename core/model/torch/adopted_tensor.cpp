// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/torch/adopted_tensor.h"

#include <ATen/ops/from_blob.h>

#include <memory>
#include <utility>
#include <vector>

namespace spindle {
namespace {

template <class Number>
at::Tensor owning(std::vector<Number> numbers, const std::vector<std::int64_t>& shape, at::ScalarType type) {
  auto held = std::make_shared<std::vector<Number>>(std::move(numbers));
  void* data = held->data();
  return at::from_blob(
      data, shape, [held](void*) mutable { held.reset(); }, type);
}

}  // namespace

at::Tensor adoptedTensor(Tensor tensor) {
  const auto shape = tensor.shape;
  if (!isFloating(tensor.type)) return owning(tensor.toIntegers(), shape, at::kLong);
  if (tensor.type == ElementType::float32) return owning(std::move(tensor.bytes), shape, at::kFloat);
  return owning(tensor.toFloats(), shape, at::kFloat);
}

}  // namespace spindle
