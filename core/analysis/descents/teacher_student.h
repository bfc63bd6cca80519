// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

namespace spindle {

// A linear teacher and student whose features are learned on two time scales (METHOD.md#two-time-scales; Pezeshki et
// al., ICML 2022, arXiv 2112.03215): d directions, of which `fast` have the scale 1 and the rest 1 / condition; the
// student sees n samples with label noise and learns by gradient descent from 0 under weight decay. Test labels have no
// noise. Errors are halved means of squares over the teacher's variance: 1/2 before training.

struct TeacherStudent {
  int samples = 130, directions = 100, fast = 70;
  double condition = 100.0;  ///< of the scales, >= 1
  double noise = 0.0;        ///< standard deviation of the label noise
  double decay = 0.0;        ///< weight decay, the ridge strength lambda
};

/// Alignment R and size Q of the student beside the teacher, and the error (1 + Q - 2 R) / 2.
struct StudentScales {
  double r = 0.0, q = 0.0;
  [[nodiscard]] double error() const { return 0.5 * (1.0 + q - 2.0 * r); }
};

/// The limit of many directions, for ridge regression of strength `ridge` (weight decay, and 1 / (step size * t) for
/// training that stops at t). The errors of both groups add up to that of scales. O(1).
struct CoupledScales {
  StudentScales scales;
  double fastError = 0.0, slowError = 0.0;
};
/// Both groups feel the error of the other as noise: a standard deterministic equivalent. Within some 1 % of exact
/// ridge regression at 100 directions.
CoupledScales coupledScales(const TeacherStudent& model, double ridge);
/// As published (Eqs. 14-16): the groups apart. Its second descent comes too early. 0 < fast < directions takes both
/// groups, fast = directions one.
StudentScales publishedScales(const TeacherStudent& model, double ridge);

/// Exact for one random set of samples, averaged over teachers and label noise (Eqs. 9 and 10). O(d^3) to make.
/// Immutable.
class StudentTraining {
 public:
  /// Throws std::invalid_argument for a model that makes no sense.
  StudentTraining(const TeacherStudent& model, std::uint64_t seed);

  /// 1 / (largest eigenvalue + decay): the step size of gradient descent.
  [[nodiscard]] double stepSize() const { return stepSize_; }
  /// After t steps of gradient descent, t >= 0, also between whole steps. O(d^2).
  [[nodiscard]] StudentScales at(double t) const;
  /// Of ridge regression, of this strength in all. O(d^2).
  [[nodiscard]] StudentScales ridge(double strength) const;

 private:
  [[nodiscard]] StudentScales filtered(const std::vector<double>& filter) const;

  double noise_, decay_, stepSize_ = 0.0;
  std::vector<double> eigenvalues_;  // ascending
  std::vector<double> products_;     // [i * d + j]: of the metrics of the teacher and of its inverse
  std::vector<double> metric_;       // diagonal
};

}  // namespace spindle
