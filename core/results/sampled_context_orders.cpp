// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/sampled_context_orders.h"

#include "core/base/user_error.h"
#include "core/results/known_measurement.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <functional>

namespace spindle {
namespace {

constexpr std::int64_t schema = 1;

[[noreturn]] void damaged(const ResultsHeader& header) {
  throw UserError("The results file of " + header.run +
                  " is damaged (its sampled context orders do not fit together); measure them again with spindle "
                  "measure context-orders.");
}

ContextSampling samplingFrom(const nlohmann::json& json) {
  ContextSampling sampling;
  json.at("variables").get_to(sampling.variables);
  json.at("what").get_to(sampling.what);
  json.at("window").get_to(sampling.window);
  json.at("pairs").get_to(sampling.pairs);
  json.at("contexts").get_to(sampling.contexts);
  json.at("seed").get_to(sampling.seed);
  json.at("orders").get_to(sampling.orders);
  return sampling;
}

}  // namespace

std::vector<int> publishedContextOrders(int variables) {
  std::vector<int> orders;
  for (const int percent : {0, 5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 100})
    orders.push_back((variables - 2) * percent / 100);
  orders.erase(std::unique(orders.begin(), orders.end()), orders.end());
  return orders;
}

StoredMeasurement asStored(const SampledContextOrders& orders) {
  const ContextSampling& s = orders.sampling;
  const nlohmann::json json{{"variables", s.variables}, {"what", s.what}, {"window", s.window}, {"pairs", s.pairs},
                            {"contexts", s.contexts},   {"seed", s.seed}, {"orders", s.orders}};
  return {SampledContextOrders::name, schema, json.dump(), {orders.strength, orders.square}};
}

std::optional<SampledContextOrders> storedContextOrders(const ResultsHeader& header) {
  const StoredMeasurement* found =
      knownMeasurement(header, SampledContextOrders::name, schema,
                       "The sampled context orders in the results file of " + header.run + " have");
  if (found == nullptr) return std::nullopt;
  SampledContextOrders orders;
  try {
    orders.sampling = samplingFrom(nlohmann::json::parse(found->options));
  } catch (const nlohmann::json::exception&) {
    damaged(header);
  }
  for (const MeasuredArray& array : found->arrays) {
    if (array.name == "strength") orders.strength = array;
    if (array.name == "square") orders.square = array;
  }
  const std::array<std::size_t, 3> wanted{header.checkpoints(), header.samples(), orders.sampling.orders.size()};
  const std::vector<int>& m = orders.sampling.orders;
  const bool ascending = std::adjacent_find(m.begin(), m.end(), std::greater_equal<>()) == m.end();
  if (orders.strength.extent != wanted || orders.square.extent != wanted || m.empty() || m.front() < 0 ||
      m.back() > orders.sampling.variables - 2 || !ascending)
    damaged(header);
  return orders;
}

}  // namespace spindle
