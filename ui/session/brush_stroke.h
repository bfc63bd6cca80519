// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPoint>
#include <QSize>

#include <cstdint>
#include <vector>

namespace spindle {

/// The pixels of an image that a round brush has passed over; radius 1 is one pixel.
class BrushStroke {
 public:
  BrushStroke(const QSize& image, int radius, const QPoint& from, bool add);

  void moveTo(const QPoint& pixel);  ///< in a straight line, without gaps

  /// In the order in which they were reached, the first where the stroke began; numbers in reading order.
  [[nodiscard]] const std::vector<std::uint32_t>& pixels() const { return pixels_; }
  [[nodiscard]] bool add() const { return add_; }  ///< else it rubs out

 private:
  void press(const QPoint& pixel);
  void take(int x, int y);

  QSize image_;
  int radius_;
  QPoint last_;
  bool add_;
  std::vector<std::uint32_t> pixels_;
  std::vector<char> taken_;  ///< by pixel
};

}  // namespace spindle
