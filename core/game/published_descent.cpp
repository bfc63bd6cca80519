// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/game/published_descent.h"

#include "core/game/moebius.h"

#include <algorithm>
#include <cmath>

namespace spindle {
namespace {

constexpr int stopCheckInterval = 64;

double sign(double x) {
  return static_cast<double>((x > 0.0) - (x < 0.0));
}

struct Descent {
  std::span<const double> v;
  double zeta;
  std::vector<double> p, q, pMomentum, qMomentum, andPart, orPart;

  Descent(std::span<const double> values, double bound) : v(values), zeta(bound) {
    for (auto* table : {&p, &q, &pMomentum, &qMomentum, &andPart, &orPart}) table->assign(v.size(), 0.0);
  }

  void interactions() {
    for (std::size_t t = 0; t < v.size(); ++t) {
      q[t] = std::clamp(q[t], -zeta, zeta);
      const double half = 0.5 * ((v[t] - v[0]) + q[t]);
      andPart[t] = half + p[t];
      orPart[t] = half - p[t];
    }
    moebius(andPart);
    orTransform(orPart);
  }

  void step(double rate, double momentum) {
    interactions();
    for (double& a : andPart) a = sign(a);
    for (double& o : orPart) o = -sign(o);
    andPart[0] = orPart[0] = 0.0;
    moebiusTransposed(andPart);
    moebiusTransposed(orPart);
    for (std::size_t t = 1; t < v.size(); ++t) {
      const double a = andPart[t];
      const double o = orPart[v.size() - 1 - t];
      pMomentum[t] = momentum * pMomentum[t] + (a - o);
      qMomentum[t] = momentum * qMomentum[t] + 0.5 * (a + o);
      p[t] -= rate * pMomentum[t];
      q[t] -= rate * qMomentum[t];
    }
  }
};

}  // namespace

Decomposition publishedDecomposition(const CoalitionTable& table, const DecompositionOptions& options,
                                     const RunControl& control) {
  const auto& settings = options.published;
  Descent descent(table.values(), noiseLimit(table, options));
  for (int i = 0; i < settings.iterations; ++i) {
    if (i % stopCheckInterval == 0 && control.stopRequested()) throw Stopped{};
    const double rate = settings.learningRate * std::pow(0.1, static_cast<double>(i) / settings.iterations);
    descent.step(rate, settings.momentum);
  }
  descent.interactions();
  Decomposition result;
  result.andPart = CoalitionTable(std::move(descent.andPart));
  result.orPart = CoalitionTable(std::move(descent.orPart));
  result.andPart[0] = table[0];
  result.l1 = interactionL1(result.andPart) + interactionL1(result.orPart);
  result.iterations = settings.iterations;
  return result;
}

}  // namespace spindle
