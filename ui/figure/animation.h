// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chart/chart.h"
#include "ui/figure/animation_data.h"
#include "ui/figure/animation_spec.h"
#include "ui/figure/film.h"
#include "ui/session/playhead.h"

#include <QImage>

#include <vector>

namespace spindle {

class FigureCanvas;

/// What animations beside each other have in common.
struct AnimationSharing {
  AxisRange limits{0.0, 0.0};  ///< of the axis of the bars
  std::vector<double> steps;   ///< of each frame
};

/// The frames of an animation: the bars of strength by order on an axis that stays fixed, above the losses with the
/// marker of phase two and a playhead. It moves evenly along the axis of training and stands for a moment at every
/// checkpoint; frames between two checkpoints are interpolated linearly, and say so in gray. Holds a reference to the
/// data. Needs a QGuiApplication (fonts); any thread, one at a time.
class Animation : public Film {
 public:
  Animation(const AnimationData& data, const AnimationSpec& spec);  ///< throws UserError (see AnimationSpec)

  /// One of several, which bears its run's name. The spec may be narrower than check() has it.
  Animation(const AnimationData& data, const AnimationSpec& spec, const AnimationSharing& shared);

  [[nodiscard]] int frames() const override { return static_cast<int>(spots_.size()); }
  [[nodiscard]] const PlayheadSpot& spot(int frame) const { return spots_[static_cast<std::size_t>(frame)]; }
  [[nodiscard]] QString label(int frame) const;
  [[nodiscard]] QImage draw(int frame) const override;

  /// Where the bars and the losses lie in a frame, in pixels; for tests.
  [[nodiscard]] QRectF barsRect() const;
  [[nodiscard]] QRectF lossesRect() const;
  [[nodiscard]] double low() const { return limits_.low; }  ///< ends of the axis of the bars
  [[nodiscard]] double high() const { return limits_.high; }

 private:
  [[nodiscard]] double place(const PlayheadSpot& spot) const;
  [[nodiscard]] Chart bars(int frame) const;
  [[nodiscard]] QRectF valuesIn(bool losses) const;
  [[nodiscard]] QRectF panelFrame(bool losses, double indent) const;
  void prepare();
  void drawHead(FigureCanvas& canvas, int frame) const;
  void drawCaption(FigureCanvas& canvas, int frame, const Chart& bars, double indent) const;

  const AnimationData& data_;
  AnimationSpec spec_;
  CheckpointSeries series_;
  StepAxis axis_;
  std::vector<OrderStrength> shown_;
  std::vector<PlayheadSpot> spots_;
  AxisRange limits_;
  Chart losses_;
  bool named_ = false;  ///< the run's name stands above
};

}  // namespace spindle
