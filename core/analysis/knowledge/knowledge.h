// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/salient_list.h"

#include <vector>

namespace spindle {

// What one state of a network (a checkpoint, a layer) knows of another's interactions (METHOD.md#knowledge; arXiv
// 2409.08712, Section 3).

/// Sums of |I| by order, order k at index k - 1. Shared of an interaction is the smaller |I| of the two states where
/// the signs agree, else nothing. all = overlap + forgotten, and all of the reference = overlap + emerging.
struct Knowledge {
  std::vector<double> all;        ///< here
  std::vector<double> overlap;    ///< shared with the reference
  std::vector<double> forgotten;  ///< here, and not (so much of it) in the reference
  std::vector<double> emerging;   ///< in the reference, and not (so much of it) here: new
  std::vector<double> reference;  ///< all of the reference

  explicit Knowledge(int variables = 0);
  /// overlap / reference over all orders: how much of the reference is there already; NaN for 0 / 0.
  [[nodiscard]] double completeness() const;
  /// forgotten / all over all orders: how much of what is there will be given up; NaN for 0 / 0.
  [[nodiscard]] double redundancy() const;
};

/// One sample here and in the reference: of the AND and of the OR interactions.
struct KnowledgeParts {
  Knowledge andPart, orPart;
};
KnowledgeParts compareKnowledge(const SalientList& here, const SalientList& reference, int variables);

/// a + weight * b, order by order. Equal numbers of variables.
Knowledge addedKnowledge(const Knowledge& a, const Knowledge& b, double weight = 1.0);

}  // namespace spindle
