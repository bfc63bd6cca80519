// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chart/chart.h"
#include "core/game/coalition.h"
#include "core/results/stored_variables.h"
#include "ui/session/selection.h"

#include <span>
#include <string>
#include <vector>

namespace spindle {

/// One input with its variables, as the results name them.
struct ShownSample {
  InputFormat format;
  Sample sample;
  std::vector<std::string> columns = {};  ///< tables
  std::vector<StoredVariable> variables = {};
};

/// One interaction on it.
struct ShownInteraction {
  Coalition coalition = 0;
  InteractionKind kind = InteractionKind::andKind;
  double value = 0.0;
  std::string heading = {};  ///< "+0.84"
  bool marked = true;        ///< its variables are joined; else they are shown alone
  double lit = 1.0;          ///< pictures: 1 in full color, 0 as faded as all else
};

/// Images and clouds of points are pictures, each interaction on one of its own; words and columns are listed, with
/// all interactions side by side.
bool isPicture(const InputFormat& format);

/// The input with its variables: an image outlined, everything else faded; points by cluster, which bears its number.
Chart inputPicture(const ShownSample& shown);

/// One interaction on it: its variables in full color under one outline (images) or joined by a line (points); solid
/// for AND, dashed for OR, in the color of the sign.
Chart interactionPicture(const ShownSample& shown, const ShownInteraction& one);

/// Words or columns from top to bottom, the interactions from left to right, each a line that joins its variables.
Chart interactionList(const ShownSample& shown, std::span<const ShownInteraction> interactions);

}  // namespace spindle
