// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/sample/sample_set.h"

#include <QPalette>
#include <QPixmap>
#include <QSize>

namespace spindle {

/// A small picture of one input, as one would recognize it: the image; columns as bars of their distance from the mean;
/// the first words of a text; a cloud of points from the side. Null for a set without samples.
QPixmap sampleThumbnail(const SampleSet& set, const QSize& size, const QPalette& palette, qreal pixelRatio);

}  // namespace spindle
