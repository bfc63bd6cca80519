// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/figure/animation.h"

#include <deque>

namespace spindle {

/// Two animations beside each other: at the same step at the same time, on the same axis of strength. Holds copies of
/// the data.
class SideBySide : public Film {
 public:
  /// Throws UserError where one has steps and the other epochs, steps fall, or the frame is narrower than 640 pixels.
  SideBySide(AnimationData left, AnimationData right, const AnimationSpec& spec);

  [[nodiscard]] int frames() const override { return halves_.front().frames(); }
  [[nodiscard]] QImage draw(int frame) const override;
  [[nodiscard]] const Animation& half(std::size_t i) const { return halves_[i]; }

 private:
  QSize size_;
  std::deque<AnimationData> data_;
  std::deque<Animation> halves_;
};

}  // namespace spindle
