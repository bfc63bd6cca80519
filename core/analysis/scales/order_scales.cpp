// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/scales/order_scales.h"

#include "core/game/coalition.h"

#include <bit>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace spindle {
namespace {

constexpr double half = 0.5;

double crossing(double stepBefore, double before, double stepAfter, double after) {
  const double a = std::log1p(stepBefore), b = std::log1p(stepAfter);
  return std::expm1(a + (b - a) * (before - half) / (before - after));
}

}  // namespace

OrderProducts::OrderProducts(int variables) {
  for (auto* list : {&product, &square, &reference}) list->assign(static_cast<std::size_t>(variables), 0.0);
}

void OrderProducts::add(const SampleInteractions& here, const SampleInteractions& there) {
  const std::size_t size = here.andPart.size();
  if (there.andPart.size() != size || size != (std::size_t{1} << product.size()))
    throw std::invalid_argument("OrderProducts: tables differ in size");
  const auto take = [this](std::size_t k, double a, double b) {
    product[k] += a * b;
    square[k] += a * a;
    reference[k] += b * b;
  };
  for (Coalition s = 1; s < size; ++s) {
    const auto k = static_cast<std::size_t>(order(s) - 1);
    take(k, here.andOf(s), there.andOf(s));
    take(k, here.orOf(s), there.orOf(s));
  }
}

OrderScales orderScales(const OrderProducts& products) {
  OrderScales scales;
  for (std::size_t k = 0; k < products.product.size(); ++k) {
    const double by = products.reference[k] > 0.0 ? products.reference[k] : std::numeric_limits<double>::quiet_NaN();
    scales.r.push_back(products.product[k] / by);
    scales.q.push_back(products.square[k] / by);
    scales.error.push_back(1.0 + scales.q.back() - 2.0 * scales.r.back());
  }
  return scales;
}

HalfTime halfTime(std::span<const double> steps, std::span<const double> errors) {
  HalfTime time;
  std::optional<std::size_t> before;
  for (std::size_t i = 0; i < errors.size(); ++i) {
    if (!std::isfinite(errors[i])) continue;
    if (errors[i] > half) {
      time.settled.reset();
    } else if (!before || errors[*before] > half) {
      const double at = before ? crossing(steps[*before], errors[*before], steps[i], errors[i]) : steps[i];
      time.settled = at;
      if (!time.first) time.first = at;
    }
    before = i;
  }
  return time;
}

}  // namespace spindle
