// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/series_kind.h"
#include "core/run/checkpoints/checkpoint_series.h"

#include <QString>

#include <string>
#include <utility>
#include <vector>

namespace spindle {

/// How the places of a series are told: by step, by epoch, by another number, or by the names of layers and models.
struct SeriesWords {
  SeriesKind kind = SeriesKind::training;
  bool stepsAreEpochs = false;
  std::string axis = {};

  SeriesWords() = default;
  SeriesWords(SeriesKind of, bool epochs, std::string name) : kind(of), stepsAreEpochs(epochs), axis(std::move(name)) {}
  explicit SeriesWords(const CheckpointSeries& series)
      : kind(series.kind), stepsAreEpochs(series.stepsAreEpochs), axis(series.axis) {}

  /// Frames have names only; their steps are places.
  [[nodiscard]] bool named() const { return kind != SeriesKind::training && axis.empty(); }
};

/// "step 1,200 (epoch 4)", "pruning ratio 0.3", "layer conv1", "the output"; only what is known.
QString placeText(const SeriesWords& words, const Checkpoint& at);
/// The same without the epoch.
QString shortPlaceText(const SeriesWords& words, const Checkpoint& at);
/// "between steps 10 and 20", "between layers conv1 and relu1".
QString betweenText(const SeriesWords& words, const Checkpoint& lower, const Checkpoint& upper);
/// A place without the word for it: "1,200", "conv1".
QString bareText(const SeriesWords& words, const Checkpoint& at);

/// "training step", "epoch", "layer", "model", "pruning ratio".
QString axisText(const SeriesWords& words);

/// What stands at the ticks of an axis of other things than training, one for each; empty for training, whose axis has
/// numbers.
std::vector<QString> frameTexts(const CheckpointSeries& series);

}  // namespace spindle
