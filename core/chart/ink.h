// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace spindle {

/// What a mark stands for. Painters know its color, on screen (light or dark), on paper and in TeX; charts never do.
enum class InkKind {
  andPositive,
  orPositive,
  andNegative,
  orNegative,
  train,
  test,
  measured,   ///< what was computed from the network
  theory,     ///< what a theory predicts beside it
  reference,  ///< a second thing to compare with
  text,       ///< plain: the color of the words
  faint,      ///< of secondary importance
  series,     ///< one of several alike, told apart by number: orders, checkpoints, runs
};

struct Ink {
  InkKind kind = InkKind::measured;
  int number = 0;  ///< of a series, from 0; painters repeat their colors after some six

  static constexpr Ink series(int number) { return {InkKind::series, number}; }
  bool operator==(const Ink&) const = default;
};

}  // namespace spindle
