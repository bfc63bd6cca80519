// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/hdf5_handle.h"
#include "core/store/hdf5_values.h"
#include "core/store/joint_results.h"

#include <memory>
#include <vector>

namespace spindle {

/// The groups /joint and /models/0, /models/1, ... of an open results file. Every function throws Hdf5Failure and
/// stands under an Hdf5Scope; ResultsLayout does that.
class JointLayout {
 public:
  /// tables: checkpoints, samples, 2^n.
  static std::unique_ptr<JointLayout> create(hid_t root, const Extent& tables, const JointHeader& header);
  /// null where the file has no joint decomposition.
  static std::unique_ptr<JointLayout> open(hid_t root, const Extent& tables);

  [[nodiscard]] const JointHeader& header() const { return header_; }
  void write(std::size_t row, std::size_t sample, const JointSample& result);
  [[nodiscard]] JointSample read(std::size_t row, std::size_t sample) const;

 private:
  struct Model {
    Hdf5Handle andPart, orPart, separateAndPart, separateOrPart, range;
  };

  std::size_t size_ = 0;
  JointHeader header_;
  Hdf5Handle objective_, lowerBound_;
  std::vector<Model> models_;
};

}  // namespace spindle
