// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/descents/teacher_student.h"

#include "core/base/split_mix.h"

#include <Eigen/Eigenvalues>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <stdexcept>

namespace spindle {
namespace {

/// Directions of one scale; square: its square.
struct Group {
  double directions, square;
};

std::array<Group, 2> groupsOf(const TeacherStudent& model) {
  return {Group{static_cast<double>(model.fast), 1.0},
          Group{static_cast<double>(model.directions - model.fast), 1.0 / (model.condition * model.condition)}};
}

double normal(SplitMix64& random) {
  const double radius = std::sqrt(-2.0 * std::log(1.0 - random.uniform()));
  return radius * std::cos(2.0 * std::numbers::pi * random.uniform());
}

/// The ridge strength that every direction feels; grows with the strength in all.
double effectiveRidge(const TeacherStudent& model, double ridge) {
  double low = std::log(1e-20), high = std::log(1e10);
  for (int i = 0; i < 120; ++i) {
    const double middle = 0.5 * (low + high), tau = std::exp(middle);
    double free = model.samples;
    for (const Group& group : groupsOf(model)) free -= group.directions * group.square / (group.square + tau);
    (tau / model.directions * free < ridge ? low : high) = middle;
  }
  return std::exp(0.5 * (low + high));
}

}  // namespace

CoupledScales coupledScales(const TeacherStudent& model, double ridge) {
  const double tau = effectiveRidge(model, ridge);
  const double n = model.samples, d = model.directions;
  double bias = 0.0, freedom = 0.0;
  CoupledScales result;
  for (const Group& group : groupsOf(model)) {
    const double kept = group.square / (group.square + tau);
    bias += group.directions * (1.0 - kept) * (1.0 - kept) / d;
    freedom += group.directions * kept * kept;
    result.scales.r += group.directions * kept / d;
  }
  const double twice = (bias + model.noise * model.noise * freedom / n) / (1.0 - freedom / n);
  result.scales.q = twice - 1.0 + 2.0 * result.scales.r;
  const double felt = (twice + model.noise * model.noise) / n;  // the noise that each direction feels
  std::array<double, 2> errors{};
  for (std::size_t i = 0; i < errors.size(); ++i) {
    const Group group = groupsOf(model)[i];
    const double kept = group.square / (group.square + tau);
    errors[i] = 0.5 * group.directions * ((1.0 - kept) * (1.0 - kept) / d + kept * kept * felt);
  }
  result.fastError = errors[0];
  result.slowError = errors[1];
  return result;
}

StudentScales publishedScales(const TeacherStudent& model, double ridge) {
  const double share = static_cast<double>(model.samples) / model.directions;
  std::array<double, 2> a{}, b{}, r{}, c{};
  const auto groups = groupsOf(model);
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (groups[i].directions == 0.0) continue;
    const double alpha = model.samples / groups[i].directions;
    const double own = ridge / (groups[i].directions / model.directions * groups[i].square);
    const double free = 1.0 - alpha - own;
    a[i] = 1.0 + 2.0 * own / (free + std::sqrt(free * free + 4.0 * own));
    r[i] = share / a[i];
    b[i] = alpha / (a[i] * a[i] - alpha);
  }
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (groups[i].directions == 0.0) continue;
    // The size of what the group learns, before the other group's error reaches it as noise.
    c[i] = 1.0 + model.noise * model.noise - 2.0 * r[1 - i] - (2.0 - a[i]) / a[i] * share;
  }
  const double both = b[0] * b[1];
  return {r[0] + r[1], (both * (c[0] + c[1]) + b[0] * c[0] + b[1] * c[1]) / (1.0 - both)};
}

StudentTraining::StudentTraining(const TeacherStudent& model, std::uint64_t seed)
    : noise_(model.noise), decay_(model.decay) {
  if (model.samples < 1 || model.directions < 1 || model.fast < 0 || model.fast > model.directions ||
      !(model.condition >= 1.0) || !(model.noise >= 0.0) || !(model.decay >= 0.0))
    throw std::invalid_argument("StudentTraining: not a model");
  const Eigen::Index n = model.samples, d = model.directions;
  // The teacher and the samples look the same in all directions, so that both may be turned such that the scales
  // stand on the diagonal.
  Eigen::VectorXd scale = Eigen::VectorXd::Constant(d, 1.0 / model.condition);
  scale.head(model.fast).setOnes();
  SplitMix64 random(seed);
  Eigen::MatrixXd x(n, d);
  for (Eigen::Index i = 0; i < n; ++i) {
    for (Eigen::Index j = 0; j < d; ++j) x(i, j) = scale(j) * normal(random) / std::sqrt(static_cast<double>(d));
  }
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(x.transpose() * x);
  const Eigen::MatrixXd& v = solver.eigenvectors();
  const Eigen::VectorXd squares = scale.cwiseAbs2();
  const Eigen::MatrixXd metric = v.transpose() * squares.asDiagonal() * v;
  const Eigen::MatrixXd inverse = v.transpose() * squares.cwiseInverse().asDiagonal() * v;
  const double largest = solver.eigenvalues()(d - 1);
  for (Eigen::Index i = 0; i < d; ++i) {
    const double value = solver.eigenvalues()(i);
    eigenvalues_.push_back(i + n < d || value < 1e-14 * largest ? 0.0 : value);
    metric_.push_back(metric(i, i));
    for (Eigen::Index j = 0; j < d; ++j) products_.push_back(metric(i, j) * inverse(i, j));
  }
  stepSize_ = 1.0 / (largest + decay_);
}

StudentScales StudentTraining::at(double t) const {
  std::vector<double> filter;
  for (const double value : eigenvalues_) {
    const double moved = std::min(stepSize_ * (value + decay_), 1.0);
    const double learned = moved >= 1.0 ? (t > 0.0 ? 1.0 : 0.0) : -std::expm1(t * std::log1p(-moved));
    filter.push_back(value > 0.0 ? learned * value / (value + decay_) : 0.0);
  }
  return filtered(filter);
}

StudentScales StudentTraining::ridge(double strength) const {
  std::vector<double> filter;
  for (const double value : eigenvalues_) filter.push_back(value > 0.0 ? value / (value + strength) : 0.0);
  return filtered(filter);
}

StudentScales StudentTraining::filtered(const std::vector<double>& filter) const {
  StudentScales scales;
  const std::size_t d = filter.size();
  for (std::size_t i = 0; i < d; ++i) {
    double row = 0.0;
    for (std::size_t j = 0; j < d; ++j) row += products_[i * d + j] * filter[j];
    scales.r += filter[i];
    scales.q += filter[i] * row;
    if (eigenvalues_[i] > 0.0) scales.q += noise_ * noise_ * metric_[i] * filter[i] * filter[i] / eigenvalues_[i];
  }
  scales.r /= static_cast<double>(d);
  scales.q /= static_cast<double>(d);
  return scales;
}

}  // namespace spindle
