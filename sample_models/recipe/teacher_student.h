// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sample_models/recipe/recipe.h"

#include <Eigen/Core>

#include <cstdint>
#include <vector>

namespace spindle {

/// The linear teacher and student of Pezeshki et al., "Multi-scale feature learning dynamics: insights for double
/// descent", ICML 2022 (arXiv 2112.03215), section 3. Latent z ~ N(0, I/d), teacher w ~ N(0, I), target w.z + noise;
/// the student sees F'z, F with singular values 1 (`fast` times) and 1 / condition, and descends by the gradient of
/// half the squared error of all samples, from zero, with the step 1 / (largest eigenvalue of X'X).
struct TeacherStudentOptions {
  int samples = 130, dimensions = 100, fast = 70;
  double condition = 100.0;
  double noise = 0.0;  ///< standard deviation, of training targets only
};

/// One teacher with its data. Any step of the descent is reached at once: one eigendecomposition of X'X when made,
/// O(d^2) a step. Immutable.
class TeacherAndStudent {
 public:
  TeacherAndStudent(const TeacherStudentOptions& options, std::uint64_t seed);

  [[nodiscard]] Eigen::VectorXd student(double step) const;                 ///< weights after so many steps
  [[nodiscard]] double trainingLoss(const Eigen::VectorXd& student) const;  ///< half the mean squared error
  [[nodiscard]] double testLoss(const Eigen::VectorXd& student) const;      ///< the same expected over new samples

  /// The order parameters of the paper (equations 9 and 10), averaged over teachers and noise for these inputs:
  /// alignment R = w'F student / d, size Q = |F student|^2 / d; half the expected squared error is (1 + Q - 2 R) / 2.
  struct Alignment {
    double r = 0.0, q = 0.0;
    [[nodiscard]] double loss() const { return 0.5 * (1.0 + q - 2.0 * r); }
  };
  [[nodiscard]] Alignment expected(double step) const;

  [[nodiscard]] const Eigen::MatrixXd& inputs() const { return inputs_; }    ///< X, samples x dimensions
  [[nodiscard]] const Eigen::VectorXd& targets() const { return targets_; }  ///< y
  [[nodiscard]] double rate() const { return rate_; }                        ///< step of the descent
  [[nodiscard]] Eigen::MatrixXd newInputs(int rows, std::uint64_t seed) const;
  [[nodiscard]] Eigen::VectorXd answers(const Eigen::MatrixXd& inputs) const;  ///< of the teacher, without noise

 private:
  /// Share of each eigendirection that is learned after so many steps.
  [[nodiscard]] Eigen::VectorXd learned(double step) const;

  TeacherStudentOptions options_;
  Eigen::MatrixXd features_, inverse_;  ///< F and its inverse
  Eigen::VectorXd teacher_;
  Eigen::MatrixXd inputs_;
  Eigen::VectorXd targets_;
  Eigen::VectorXd eigenvalues_;
  Eigen::MatrixXd eigenvectors_;
  double rate_ = 0.0;
};

std::vector<Recipe> teacherStudentRecipes();

}  // namespace spindle
