// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/sample/sample_set.h"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace spindle {

/// [top, left, height, width] in pixels.
struct PixelRect {
  std::int64_t top = 0, left = 0, height = 0, width = 0;
  bool operator==(const PixelRect&) const = default;
};

/// One thing that can be present or masked: a set of flat element indices of the sample (all channels of its pixels,
/// one column, the tokens of a word, the coordinates of its points), sorted, not empty.
struct InputVariable {
  std::string name;
  std::vector<std::uint32_t> elements;
  std::vector<PixelRect> rects;          ///< images: what to draw; empty for other kinds
  std::vector<std::uint32_t> positions;  ///< tabular: columns; text: words; points: point numbers
  bool operator==(const InputVariable&) const = default;
};

/// The n variables of one sample; the constructor checks 1 <= n <= 20, no empty variable, indices below `elements`,
/// and that no element belongs to two variables. Throws UserError.
class InputVariables {
 public:
  InputVariables() = default;
  InputVariables(std::vector<InputVariable> variables, std::size_t elements);
  [[nodiscard]] int count() const { return static_cast<int>(variables_.size()); }
  [[nodiscard]] const InputVariable& operator[](std::size_t i) const { return variables_[i]; }
  [[nodiscard]] const std::vector<InputVariable>& all() const { return variables_; }
  bool operator==(const InputVariables&) const = default;

 private:
  std::vector<InputVariable> variables_;
};

/// Cells of a rows x columns grid over an image.
struct GridOptions {
  int rows = 7, columns = 7;
  int count = 10;
  std::uint64_t seed = 0;
  std::array<int, 4> within = {0, 0, 0,
                               0};  ///< top, left, bottom, right in cells (bottom/right exclusive); all 0 = everywhere
};

/// Pixel rectangle of a cell: boundaries at floor(k * size / cells), so every pixel belongs to exactly one cell.
PixelRect cellRect(const InputFormat& format, int rows, int columns, int row, int column);

/// One cell as a variable named "(row,column)".
InputVariable cellVariable(const InputFormat& format, int rows, int columns, int row, int column);

/// `count` cells drawn without replacement by a generator of our own (the same on every machine), in reading order.
InputVariables drawGridCells(const InputFormat& format, const GridOptions& options);

/// One variable for each given group of pixel rectangles, columns, words or points; used by run.json and by the picker.
InputVariable rectVariable(const InputFormat& format, std::vector<PixelRect> rects, std::string name);
InputVariable columnVariable(const InputFormat& format, std::vector<std::uint32_t> columns, std::string name);
InputVariable wordVariable(const Sample& sample, std::vector<std::uint32_t> words, std::string name);
InputVariable pointVariable(const InputFormat& format, std::vector<std::uint32_t> points, std::string name);

}  // namespace spindle
