// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dynamics/bodies/body.h"

#include <cstddef>
#include <span>
#include <vector>

namespace spindle {

/// What stands where in the row of one body of an input of kind "bodies". A body that is not there has zeros
/// everywhere; one that is has a 1 at `present`.
struct BodyColumns {
  static constexpr std::size_t position = 0, velocity = 3, charge = 6, present = 7;
  static constexpr std::size_t direction = 8;  ///< of the observed body a unit vector, of the others zeros
  static constexpr std::size_t time = 11;      ///< how far ahead, the same for all bodies
  static constexpr std::size_t count = 12;
};

/// Bodies at one time, one of which is observed: the score is how far it is carried along a direction beyond where its
/// velocity alone would carry it, after a time (METHOD.md#bodies).
struct BodyScene {
  std::vector<Body> bodies;  ///< those that are there
  std::size_t observed = 0;
  Vector3 direction{};
  double time = 1.0;

  /// (moved - position - t velocity) . direction for the observed body.
  [[nodiscard]] double carried(const Vector3& moved, double after) const;
};

/// Rows of `width` bodies, those behind the scene's not there. Throws std::invalid_argument where there are more.
std::vector<float> rowOf(const BodyScene& scene, std::size_t width);

/// The row back, without bodies that are not there; places: row of each body that is, where given. Throws UserError:
/// no body is there, none or several are observed, the direction is no unit vector, the time is not above 0.
BodyScene sceneFrom(std::span<const float> row, std::vector<std::size_t>* places = nullptr);

}  // namespace spindle
