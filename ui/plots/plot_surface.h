// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QResizeEvent>
#include <qcustomplot.h>

namespace spindle {

/// A QCustomPlot that keeps its last picture where it has no pixels left: Qt warns where a buffer without any is
/// painted on.
class PlotSurface : public QCustomPlot {
 public:
  using QCustomPlot::QCustomPlot;

 protected:
  void resizeEvent(QResizeEvent* event) override {
    if (!event->size().isEmpty()) QCustomPlot::resizeEvent(event);
  }
};

}  // namespace spindle
