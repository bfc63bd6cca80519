// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/figure/animation_data.h"
#include "ui/figure/animation_spec.h"
#include "ui/figure/film.h"
#include "ui/figure/sample_charts.h"
#include "ui/session/playhead.h"

#include <memory>
#include <vector>

namespace spindle {

/// An input whose strongest interactions (by their largest effect over training) light up as they form: in color as
/// far as their effect has grown, marked from where they are salient. Below or beside it, their effects over training.
/// Nothing is interpolated.
class SampleFilm : public Film {
 public:
  /// row: of the sample in the results; top: interactions, 0: 6. Throws UserError (see AnimationSpec), and where the
  /// sample is computed nowhere.
  SampleFilm(const AnalyzedResults& results, std::shared_ptr<const ShownSample> shown, std::size_t row, std::size_t top,
             const AnimationSpec& spec);

  [[nodiscard]] int frames() const override { return static_cast<int>(spots_.size()); }
  [[nodiscard]] QImage draw(int frame) const override;
  /// The interactions at a checkpoint (of those that are computed); for tests.
  [[nodiscard]] std::vector<ShownInteraction> interactionsAt(std::size_t point) const;

 private:
  /// One interaction over training; NaN where the sample is not computed.
  struct Life {
    Coalition coalition = 0;
    InteractionKind kind = InteractionKind::andKind;
    std::vector<double> values;
    double largest = 0.0;
  };
  [[nodiscard]] std::vector<Chart> upperCharts(std::size_t point) const;
  [[nodiscard]] Chart effects(std::size_t point) const;
  [[nodiscard]] QImage paint(std::size_t point) const;

  std::shared_ptr<const ShownSample> shown_;
  AnimationData data_;
  AnimationSpec spec_;
  ChartAxis steps_;
  std::string score_;
  std::vector<double> thresholds_;
  std::vector<Life> lives_;
  std::vector<PlayheadSpot> spots_;
  mutable std::size_t painted_ = 0;
  mutable QImage image_;  ///< of that checkpoint: many frames show the same
};

}  // namespace spindle
