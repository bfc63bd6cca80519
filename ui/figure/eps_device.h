// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QPaintDevice>
#include <QSizeF>

#include <memory>

class QPaintEngine;

namespace spindle {

/// What QPainter draws as Encapsulated PostScript, level 2, of which Qt has no writer: vectors only, letters as
/// outlines, colors as RGB. PostScript knows no translucency; what is translucent is mixed with white. One unit is a
/// point. Images and clipping are not supported (figures have neither).
class EpsDevice : public QPaintDevice {
 public:
  explicit EpsDevice(const QSizeF& points);
  ~EpsDevice() override;
  EpsDevice(const EpsDevice&) = delete;
  EpsDevice& operator=(const EpsDevice&) = delete;

  [[nodiscard]] QPaintEngine* paintEngine() const override;

  /// The document, after the painter has ended. comments: lines for its head, each behind a percent sign.
  [[nodiscard]] QByteArray document(const QByteArray& title, const QByteArray& comments) const;

 protected:
  [[nodiscard]] int metric(PaintDeviceMetric metric) const override;

 private:
  class Engine;
  QSizeF size_;
  std::unique_ptr<Engine> engine_;
};

}  // namespace spindle
