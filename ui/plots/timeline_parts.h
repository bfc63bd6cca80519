// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plots/plot_colors.h"
#include "ui/plots/plot_marker.h"
#include "ui/plots/timeline_plot.h"

#include <qcustomplot.h>

#include <array>
#include <memory>

namespace spindle {

/// What the timeline is drawn with.
struct TimelinePlot::Parts {
  QCustomPlot* plot = nullptr;
  QCPAxisRect* strip = nullptr;
  QCPAxis* stripX = nullptr;
  QCPGraph *train = nullptr, *test = nullptr, *meanOrder = nullptr, *column = nullptr, *besideOrder = nullptr;
  QCPAxis* columnAxis = nullptr;
  std::array<QCPGraph*, 3> ticks{};  // waiting, done, failed: as TickState
  QCPItemRect* interval = nullptr;
  std::unique_ptr<PlotMarker> phase, own, pinned, beside;
  QCPLayer* headLayer = nullptr;
  QCPItemLine *head = nullptr, *stripHead = nullptr;
  QCPItemText *empty = nullptr, *none = nullptr;
  PlotColors colors;
  bool dragging = false, draggingOwn = false;
};

}  // namespace spindle
