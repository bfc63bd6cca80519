// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>

namespace spindle {

/// Frames to be written one after the other. Any thread, one at a time; needs a QGuiApplication (fonts).
class Film {
 public:
  virtual ~Film() = default;
  [[nodiscard]] virtual int frames() const = 0;
  [[nodiscard]] virtual QImage draw(int frame) const = 0;
};

}  // namespace spindle
