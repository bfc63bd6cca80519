// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/descents/loss_descents.h"
#include "core/analysis/descents/teacher_student.h"
#include "core/base/run_control.h"
#include "core/chart/chart.h"
#include "core/chart/finding.h"
#include "core/chart/table.h"

namespace spindle {

/// The error of a linear student over its training, exact and in closed form (METHOD.md#two-time-scales). Lists go by
/// t, which runs from 1 to 10^6 on a logarithmic grid. Immutable.
class TwoScaleCurves {
 public:
  /// Over a few random data sets, the more the fewer directions (8 up to d = 100). Some 30 ms. Throws Stopped.
  TwoScaleCurves(const TeacherStudent& model, RunControl& control);

  [[nodiscard]] Chart chart() const;  ///< named "two-scales"
  [[nodiscard]] Table table() const;  ///< named "two_scales"
  [[nodiscard]] AnalysisFinding finding() const;

  [[nodiscard]] const std::vector<double>& times() const { return t_; }
  [[nodiscard]] const std::vector<double>& error() const { return error_; }  ///< exact, mean over data sets

 private:
  [[nodiscard]] bool sound() const { return !t_.empty(); }
  [[nodiscard]] std::string settings() const;

  TeacherStudent model_;
  std::size_t sets_ = 0;
  std::vector<double> t_, error_, low_, high_, r_, q_;  // exact, gradient descent
  std::vector<double> ridge_;                           // exact, of the strength that stands for t
  std::vector<double> strength_, published_;
  std::vector<CoupledScales> coupled_;
  LossDescents descents_;
};

}  // namespace spindle
