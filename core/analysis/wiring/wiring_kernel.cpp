// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/wiring/wiring_kernel.h"

#include <Eigen/Eigenvalues>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

namespace spindle {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

/// Mean of the outputs of a linear layer with ReLU, over random weights.
VectorXd reluMeans(const MatrixXd& kernel) {
  return (kernel.diagonal() / std::numbers::pi).cwiseSqrt();
}

/// What a node is a sum of: outputs of linear layers, independent of each other, and how often each comes in.
struct Field {
  MatrixXd kernel;
  VectorXd means;
};
using Node = std::vector<double>;  ///< by field

MatrixXd kernelOf(const Node& node, const std::vector<Field>& fields, KernelMode mode) {
  const Index m = fields.front().kernel.rows();
  MatrixXd kernel = MatrixXd::Zero(m, m);
  VectorXd mean = VectorXd::Zero(m);
  for (std::size_t i = 0; i < node.size(); ++i) {
    if (node[i] == 0.0) continue;
    if (mode == KernelMode::published) {
      kernel += node[i] * fields[i].kernel;
      continue;
    }
    // The mean of the whole squared, and of each field what it varies by.
    kernel += node[i] * node[i] * (fields[i].kernel - fields[i].means * fields[i].means.transpose());
    mean += node[i] * fields[i].means;
  }
  return mode == KernelMode::published ? kernel : MatrixXd(kernel + mean * mean.transpose());
}

}  // namespace

double reluCorrelation(double c) {
  c = std::clamp(c, -1.0, 1.0);
  return (2.0 * c * std::asin(c) + 2.0 * std::sqrt(1.0 - c * c) + std::numbers::pi * c) / (2.0 * std::numbers::pi);
}

MatrixXd reluKernel(const MatrixXd& kernel) {
  const VectorXd root = kernel.diagonal().cwiseMax(0.0).cwiseSqrt();
  MatrixXd behind = kernel;
  for (Index i = 0; i < kernel.rows(); ++i) {
    for (Index j = 0; j < i; ++j) {
      const double scale = root[i] * root[j];
      behind(i, j) = behind(j, i) = scale > 0.0 ? scale * reluCorrelation(kernel(i, j) / scale) : 0.0;
    }
  }
  return behind;
}

MatrixXd wiredKernel(const Wiring& wiring, const MatrixXd& inputs, KernelMode mode) {
  std::vector<Field> fields;
  const auto addField = [&fields](const MatrixXd& before) {
    fields.push_back({reluKernel(before), reluMeans(before)});
    return fields.size() - 1;
  };
  addField(inputs);
  std::vector<Node> nodes{{1.0}};
  for (int to = 1; to < Wiring::nodes; ++to) {
    Node node(fields.size(), 0.0);
    for (int from = 0; from < to; ++from) {
      const Node source = nodes[static_cast<std::size_t>(from)];
      if (wiring.edge(from, to) == Wiring::Edge::skip) {
        for (std::size_t i = 0; i < source.size(); ++i) node[i] += source[i];
      } else if (wiring.edge(from, to) == Wiring::Edge::linear) {
        // A layer of nothing puts out nothing.
        if (std::all_of(source.begin(), source.end(), [](double times) { return times == 0.0; })) continue;
        node.resize(addField(kernelOf(source, fields, mode)), 0.0);
        node.push_back(1.0);
      }
    }
    nodes.push_back(std::move(node));
  }
  return kernelOf(nodes.back(), fields, mode);
}

double wiringBound(const Wiring& wiring, const MatrixXd& inputs) {
  if (wiring.pathCount() == 0) return std::numeric_limits<double>::quiet_NaN();
  double least = std::numeric_limits<double>::infinity();
  for (Index i = 0; i < inputs.rows(); ++i) {
    for (Index j = 0; j < i; ++j) {
      double correlation = reluCorrelation(inputs(i, j) / std::sqrt(inputs(i, i) * inputs(j, j)));
      double bound = 0.0;
      for (const int paths : wiring.pathsByLength()) {
        bound += paths * (1.0 - correlation);
        correlation = reluCorrelation(correlation);
      }
      least = std::min(least, bound);
    }
  }
  return least;
}

double leastEigenvalue(const MatrixXd& kernel) {
  return Eigen::SelfAdjointEigenSolver<MatrixXd>(kernel, Eigen::EigenvaluesOnly).eigenvalues()[0];
}

MatrixXd unitKernel(const MatrixXd& inputs) {
  constexpr double same = 1.0 - 1e-9;
  MatrixXd kept(inputs.rows(), inputs.cols());
  Index count = 0;
  for (Index i = 0; i < inputs.rows(); ++i) {
    const double length = inputs.row(i).norm();
    if (!(length > 0.0)) continue;
    kept.row(count) = inputs.row(i) / length;
    const VectorXd beside = kept.topRows(count) * kept.row(count).transpose();
    if (count == 0 || beside.cwiseAbs().maxCoeff() < same) ++count;
  }
  return kept.topRows(count) * kept.topRows(count).transpose();
}

}  // namespace spindle
