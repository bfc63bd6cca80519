// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <string>
#include <vector>

namespace spindle {

enum class FigureKind {
  orders,    ///< bars of strength by order at chosen checkpoints, side by side, each with its own scale
  dynamics,  ///< mean order over training above the losses
  heatmap,   ///< share of strength by order and checkpoint
  theory,    ///< measured shares by order beside those of the theory in phase two, and the fitted noise over training
  generalization,  ///< similarity of train and test samples by order
  groups,          ///< strength by order of clean and of mislabeled training samples at the last checkpoint
  untrained,       ///< shares by order of the first checkpoint beside those of an untrained network in theory
  sparsity,        ///< |I| of all interactions in falling order, at the first, phase-two and last checkpoint
};

/// What to draw and how large. Sizes are those of the printed page: included unscaled, the text has its size.
struct FigureSpec {
  FigureKind kind = FigureKind::orders;
  std::vector<std::size_t> points;  ///< orders only: indices into FigureData::points
  double widthInches = 5.5;         ///< page width, 1 to 20
  double labelPoints = 9.0;         ///< size of axis labels, 4 to 30
  double tickPoints = 7.0;
  bool hatchNegative = false;  ///< for gray prints
  bool choices = true;         ///< small print below: what counts as salient, what was masked, the protocol
  double pngDpi = 300.0;
};

std::string toText(FigureKind kind);                 ///< "orders", "dynamics", ...
FigureKind figureKindFrom(const std::string& text);  ///< throws UserError with the list of names

}  // namespace spindle
