// SPDX-License-Identifier: GPL-3.0-or-later
#include "sample_models/recipe/teacher_student.h"

#include "core/base/split_mix.h"

#include <Eigen/Eigenvalues>
#include <Eigen/QR>

#include <cmath>
#include <numbers>

namespace spindle {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

/// Box and Muller 1958, one of the two values.
double normal(SplitMix64& random) {
  const double radius = std::sqrt(-2.0 * std::log1p(-random.uniform()));
  return radius * std::cos(2.0 * std::numbers::pi * random.uniform());
}

MatrixXd normals(Eigen::Index rows, Eigen::Index columns, SplitMix64& random) {
  MatrixXd values(rows, columns);
  for (Eigen::Index i = 0; i < rows; ++i) {
    for (Eigen::Index j = 0; j < columns; ++j) values(i, j) = normal(random);
  }
  return values;
}

/// Uniform over the orthogonal matrices: QR with the signs of R's diagonal taken out.
MatrixXd rotation(Eigen::Index size, SplitMix64& random) {
  const Eigen::HouseholderQR<MatrixXd> qr(normals(size, size, random));
  const VectorXd signs = qr.matrixQR().diagonal().array().sign().matrix();
  return MatrixXd(qr.householderQ()) * signs.asDiagonal();
}

}  // namespace

TeacherAndStudent::TeacherAndStudent(const TeacherStudentOptions& options, std::uint64_t seed) : options_(options) {
  SplitMix64 random(seed);
  const Eigen::Index d = options.dimensions;
  VectorXd scales = VectorXd::Constant(d, 1.0 / options.condition);
  scales.head(options.fast).setOnes();
  const MatrixXd u = rotation(d, random), v = rotation(d, random);
  features_ = u * scales.asDiagonal() * v.transpose();
  inverse_ = v * scales.cwiseInverse().asDiagonal() * u.transpose();
  teacher_ = normals(d, 1, random);
  const MatrixXd latent = normals(options.samples, d, random) / std::sqrt(static_cast<double>(d));
  inputs_ = latent * features_;
  targets_ = latent * teacher_ + options.noise * normals(options.samples, 1, random).col(0);
  const Eigen::SelfAdjointEigenSolver<MatrixXd> solver(inputs_.transpose() * inputs_);
  eigenvalues_ = solver.eigenvalues().cwiseMax(0.0);
  eigenvectors_ = solver.eigenvectors();
  rate_ = 1.0 / eigenvalues_.maxCoeff();
}

VectorXd TeacherAndStudent::learned(double step) const {
  if (step <= 0.0) return VectorXd::Zero(eigenvalues_.size());
  return eigenvalues_.unaryExpr([&](double value) {
    const double part = std::min(rate_ * value, 1.0);
    return part >= 1.0 ? 1.0 : -std::expm1(step * std::log1p(-part));
  });
}

VectorXd TeacherAndStudent::student(double step) const {
  const VectorXd projected = eigenvectors_.transpose() * (inputs_.transpose() * targets_);
  const VectorXd share = learned(step);
  VectorXd weights = VectorXd::Zero(projected.size());
  for (Eigen::Index i = 0; i < weights.size(); ++i) {
    if (eigenvalues_[i] > 0.0) weights[i] = share[i] * projected[i] / eigenvalues_[i];
  }
  return eigenvectors_ * weights;
}

double TeacherAndStudent::trainingLoss(const VectorXd& student) const {
  return 0.5 * (targets_ - inputs_ * student).squaredNorm() / options_.samples;
}

double TeacherAndStudent::testLoss(const VectorXd& student) const {
  return 0.5 * (teacher_ - features_ * student).squaredNorm() / options_.dimensions;
}

TeacherAndStudent::Alignment TeacherAndStudent::expected(double step) const {
  const VectorXd k = learned(step);
  const MatrixXd rotated = features_ * eigenvectors_, back = eigenvectors_.transpose() * inverse_;
  const MatrixXd g = rotated.transpose() * rotated, h = back * back.transpose();
  double q = (g.array() * h.array() * (k * k.transpose()).array()).sum();
  if (options_.noise > 0.0) {
    q += options_.noise * options_.noise * (g.diagonal().array() * k.array().square() / eigenvalues_.array()).sum();
  }
  return {k.sum() / options_.dimensions, q / options_.dimensions};
}

MatrixXd TeacherAndStudent::newInputs(int rows, std::uint64_t seed) const {
  SplitMix64 random(seed);
  return normals(rows, options_.dimensions, random) / std::sqrt(static_cast<double>(options_.dimensions)) * features_;
}

VectorXd TeacherAndStudent::answers(const MatrixXd& inputs) const {
  return inputs * inverse_ * teacher_;
}

std::vector<Recipe> teacherStudentRecipes() {
  Recipe recipe;
  recipe.name = "teacher-student";
  recipe.title = "Linear teacher and student";
  recipe.description = "a linear student with 70 fast and 30 slow features whose test loss descends twice; in a second";
  recipe.architecture = Architecture::linear;
  recipe.measured = true;
  recipe.trainingSamples = 130;
  recipe.testSamples = 16;
  recipe.batch = 1;
  recipe.steps = 1000000;
  recipe.checkpoints = "40";
  recipe.samples = 16;
  return {recipe};
}

}  // namespace spindle
