// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/game/published_joint_descent.h"

#include "core/game/moebius.h"

#include <algorithm>
#include <cmath>

namespace spindle {
namespace {

constexpr int stopCheckInterval = 64;

double sign(double x) {
  return static_cast<double>((x > 0.0) - (x < 0.0));
}

/// A table that descends: its entries and their momentum.
struct Descending {
  std::vector<double> at, momentum;

  explicit Descending(std::size_t size) : at(size, 0.0), momentum(size, 0.0) {}

  void step(std::size_t t, double slope, const PublishedOptions& options) {
    momentum[t] = options.momentum * momentum[t] + slope;
    at[t] -= options.learningRate * momentum[t];
  }
};

/// One network: scores, what is added to the common split, and its interactions, or the slopes by them.
struct Network {
  std::span<const double> v;
  double noise, reach;
  Descending difference, q;
  std::vector<double> andPart, orPart;

  Network(std::span<const double> values, double noiseBound, double differenceBound)
      : v(values),
        noise(noiseBound),
        reach(differenceBound),
        difference(v.size()),
        q(v.size()),
        andPart(v.size()),
        orPart(v.size()) {}

  void interactions(const std::vector<double>& common) {
    for (std::size_t t = 0; t < v.size(); ++t) {
      q.at[t] = std::clamp(q.at[t], -noise, noise);
      difference.at[t] = std::clamp(difference.at[t], -reach, reach);
      const double half = 0.5 * ((v[t] - v[0]) + q.at[t]);
      const double split = common[t] + difference.at[t];
      andPart[t] = half + split;
      orPart[t] = half - split;
    }
    moebius(andPart);
    orTransform(orPart);
  }
};

class JointDescent {
 public:
  JointDescent(std::span<const CoalitionTable> tables, std::span<const double> differenceBounds,
               const JointOptions& options)
      : options_(options), common_(tables.front().size()) {
    for (std::size_t i = 0; i < tables.size(); ++i) {
      const auto v = tables[i].values();
      networks_.emplace_back(v, options.noiseBound * std::abs(v.back() - v.front()), differenceBounds[i]);
    }
  }

  std::vector<Decomposition> solve(const RunControl& control) {
    for (int i = 0; i < options_.published.iterations; ++i) {
      if (i % stopCheckInterval == 0 && control.stopRequested()) throw Stopped{};
      step();
    }
    std::vector<Decomposition> result;
    for (Network& network : networks_) {
      network.interactions(common_.at);
      Decomposition& one = result.emplace_back();
      one.andPart = CoalitionTable(std::move(network.andPart));
      one.orPart = CoalitionTable(std::move(network.orPart));
      one.andPart[0] = network.v[0];
      one.l1 = interactionL1(one.andPart) + interactionL1(one.orPart);
      one.iterations = options_.published.iterations;
    }
    return result;
  }

 private:
  void step() {
    for (Network& network : networks_) network.interactions(common_.at);
    for (const auto part : {&Network::andPart, &Network::orPart}) {
      for (Network& network : networks_) (network.*part)[0] = 0.0;
      for (std::size_t s = 1; s < common_.at.size(); ++s) slopesOfRow(part, s);
    }
    for (Network& network : networks_) {
      moebiusTransposed(network.andPart);
      moebiusTransposed(network.orPart);
      flip(network.orPart);
    }
    for (std::size_t t = 1; t < common_.at.size(); ++t) {
      double slope = 0.0;
      for (Network& network : networks_) {
        const double a = network.andPart[t], o = -network.orPart[t];
        network.difference.step(t, a - o, options_.published);
        network.q.step(t, 0.5 * (a + o), options_.published);
        slope += a - o;
      }
      common_.step(t, slope, options_.published);
    }
  }

  /// Interactions of one set and kind <- the slopes of the loss by them.
  void slopesOfRow(std::vector<double> Network::*part, std::size_t s) {
    double largest = 0.0;
    for (const Network& network : networks_) largest = std::max(largest, std::abs((network.*part)[s]));
    const auto sharesLargest = [&](const Network& network) { return std::abs((network.*part)[s]) == largest; };
    const auto ties = static_cast<double>(std::ranges::count_if(networks_, sharesLargest));
    for (Network& network : networks_) {
      const double weight = options_.alpha + (sharesLargest(network) ? (1.0 - options_.alpha) / ties : 0.0);
      (network.*part)[s] = weight * sign((network.*part)[s]);
    }
  }

  const JointOptions& options_;
  Descending common_;
  std::vector<Network> networks_;
};

}  // namespace

JointDecomposition publishedJointDecomposition(std::span<const CoalitionTable> tables,
                                               std::span<const double> differenceBounds, const JointOptions& options,
                                               const RunControl& control) {
  JointDecomposition result;
  const std::size_t together = options.alpha == 1.0 ? 1 : tables.size();
  for (std::size_t i = 0; i < tables.size(); i += together) {
    JointDescent descent(tables.subspan(i, together), differenceBounds.subspan(i, together), options);
    for (Decomposition& network : descent.solve(control)) result.networks.push_back(std::move(network));
  }
  result.objective = jointLoss(result.networks, options.alpha);
  result.iterations = options.published.iterations;
  return result;
}

}  // namespace spindle
