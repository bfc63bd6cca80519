// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chart/chart.h"
#include "ui/figure/animation_data.h"
#include "ui/figure/animation_spec.h"
#include "ui/figure/film.h"
#include "ui/session/playhead.h"

#include <vector>

namespace spindle {

/// The heat map of the shares of each order over training, which grows checkpoint by checkpoint on axes and a color
/// scale that stay. The caption tells step and phase. Nothing is interpolated.
class GrowingHeatmap : public Film {
 public:
  GrowingHeatmap(const AnimationData& data, const AnimationSpec& spec);  ///< throws UserError (see AnimationSpec)

  [[nodiscard]] int frames() const override { return static_cast<int>(spots_.size()); }
  [[nodiscard]] QImage draw(int frame) const override;
  /// The cells of a frame; for tests.
  [[nodiscard]] Chart chart(int frame) const;

 private:
  AnimationData data_;
  AnimationSpec spec_;
  std::vector<PlayheadSpot> spots_;
  double most_ = 1.0;
};

}  // namespace spindle
