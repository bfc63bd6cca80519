// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dynamics/wiring.h"

#include <Eigen/Core>

namespace spindle {

/// Correlation behind a linear layer with ReLU, of that before it: h(c) = (2 c arcsin c + 2 sqrt(1 - c^2) + pi c) / (2
/// pi), increasing, h(1) = 1, h(0) = 1 / pi, h(-1) = 0. Source: arXiv 2205.05662, section 3.
double reluCorrelation(double c);

/// The kernel of the outputs of a linear layer with ReLU of infinite width, from that of its inputs: same diagonal,
/// correlations by h.
Eigen::MatrixXd reluKernel(const Eigen::MatrixXd& kernel);

/// How kernels of several edges into one node become one. published: they are added, as the paper has it (its equation
/// 12). exact: with what the positive means of ReLU outputs and skips of the same node have in common
/// (METHOD.md#wiring).
enum class KernelMode { published, exact };

/// The kernel of the last node, m samples by m, of networks of infinite width at random weights. inputs: kernel of the
/// samples as they enter; a linear stem with ReLU, as sample models have it, comes first. Zero where the wiring joins
/// nothing.
Eigen::MatrixXd wiredKernel(const Wiring& wiring, const Eigen::MatrixXd& inputs, KernelMode mode);

/// Equation 12: the least over pairs of samples of P - sum over paths of f^d(K), with f^d on the correlation behind the
/// stem; no least eigenvalue of the published kernel is above it. NaN where there is no path.
double wiringBound(const Wiring& wiring, const Eigen::MatrixXd& inputs);

double leastEigenvalue(const Eigen::MatrixXd& kernel);

/// Inputs of unit length, one a row, without repeated or opposite ones (for which every kernel is singular): the kernel
/// of those that are left.
Eigen::MatrixXd unitKernel(const Eigen::MatrixXd& inputs);

}  // namespace spindle
