// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/variables/input_variables.h"

#include "core/base/split_mix.h"
#include "core/base/user_error.h"
#include "core/game/coalition.h"

#include <algorithm>

namespace spindle {
namespace {

[[noreturn]] void fail(const InputVariable& variable, const std::string& what) {
  throw UserError("Variable \"" + variable.name + "\" " + what);
}

void sortUnique(std::vector<std::uint32_t>& values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

void requireKind(const InputFormat& format, InputKind kind, std::string_view what) {
  if (format.kind != kind) {
    throw UserError("Variables given as " + std::string(what) + " need input of kind " + toText(kind) +
                    ", but this input is of kind " + toText(format.kind) + "; choose other variables.");
  }
}

std::int64_t boundary(std::int64_t size, int cells, int k) {
  return size * k / cells;
}

}  // namespace

InputVariables::InputVariables(std::vector<InputVariable> variables, std::size_t elements)
    : variables_(std::move(variables)) {
  if (variables_.empty() || variables_.size() > static_cast<std::size_t>(maxVariables)) {
    throw UserError(std::to_string(variables_.size()) + " input variables were chosen; choose between 1 and " +
                    std::to_string(maxVariables) + ".");
  }
  std::vector<std::pair<std::uint32_t, std::size_t>> owners;
  for (std::size_t i = 0; i < variables_.size(); ++i) {
    auto& variable = variables_[i];
    sortUnique(variable.elements);
    if (variable.elements.empty()) fail(variable, "is empty; give it at least one pixel, column, word or point.");
    if (variable.elements.back() >= elements) {
      fail(variable, "lies outside the input of " + std::to_string(elements) + " elements; correct its positions.");
    }
    for (const auto e : variable.elements) owners.emplace_back(e, i);
  }
  std::sort(owners.begin(), owners.end());
  for (std::size_t k = 1; k < owners.size(); ++k) {
    if (owners[k].first != owners[k - 1].first) continue;
    fail(variables_[owners[k - 1].second],
         "overlaps variable \"" + variables_[owners[k].second].name + "\"; no element may belong to two variables.");
  }
}

PixelRect cellRect(const InputFormat& format, int rows, int columns, int row, int column) {
  requireKind(format, InputKind::image, "grid cells");
  const auto height = format.shape.at(1), width = format.shape.at(2);
  if (rows < 1 || columns < 1 || rows > height || columns > width) {
    throw UserError("A grid of " + std::to_string(rows) + " x " + std::to_string(columns) +
                    " cells does not fit an image of " + std::to_string(height) + " x " + std::to_string(width) +
                    " pixels; every cell needs at least one pixel.");
  }
  if (row < 0 || column < 0 || row >= rows || column >= columns) {
    throw UserError("Cell (" + std::to_string(row) + "," + std::to_string(column) + ") is outside the grid of " +
                    std::to_string(rows) + " x " + std::to_string(columns) + " cells; counting starts at 0.");
  }
  const auto top = boundary(height, rows, row), left = boundary(width, columns, column);
  return {top, left, boundary(height, rows, row + 1) - top, boundary(width, columns, column + 1) - left};
}

InputVariable cellVariable(const InputFormat& format, int rows, int columns, int row, int column) {
  return rectVariable(format, {cellRect(format, rows, columns, row, column)},
                      "(" + std::to_string(row) + "," + std::to_string(column) + ")");
}

InputVariables drawGridCells(const InputFormat& format, const GridOptions& options) {
  requireKind(format, InputKind::image, "grid cells");
  auto [top, left, bottom, right] = options.within;
  if (options.within == std::array<int, 4>{}) {
    bottom = options.rows;
    right = options.columns;
  }
  if (top < 0 || left < 0 || bottom > options.rows || right > options.columns || top >= bottom || left >= right) {
    throw UserError("The region [" + std::to_string(top) + ", " + std::to_string(left) + ", " + std::to_string(bottom) +
                    ", " + std::to_string(right) + "] of the grid is empty or outside " + std::to_string(options.rows) +
                    " x " + std::to_string(options.columns) +
                    " cells; give [top, left, bottom, right], the last two exclusive.");
  }
  std::vector<std::array<int, 2>> cells;
  for (int row = top; row < bottom; ++row) {
    for (int column = left; column < right; ++column) cells.push_back({row, column});
  }
  if (options.count < 1 || static_cast<std::size_t>(options.count) > cells.size()) {
    throw UserError(std::to_string(options.count) + " cells cannot be drawn from " + std::to_string(cells.size()) +
                    "; ask for at least 1 and at most that many.");
  }
  SplitMix64 random(options.seed);
  drawToFront<std::array<int, 2>>(cells, static_cast<std::size_t>(options.count), random);
  cells.resize(static_cast<std::size_t>(options.count));
  std::sort(cells.begin(), cells.end());

  std::vector<InputVariable> variables;
  for (const auto& [row, column] : cells) {
    variables.push_back(cellVariable(format, options.rows, options.columns, row, column));
  }
  return {std::move(variables), format.elements()};
}

InputVariable rectVariable(const InputFormat& format, std::vector<PixelRect> rects, std::string name) {
  requireKind(format, InputKind::image, "pixels");
  InputVariable variable{std::move(name), {}, std::move(rects), {}};
  const auto channels = format.shape.at(0), height = format.shape.at(1), width = format.shape.at(2);
  for (const auto& r : variable.rects) {
    if (r.top < 0 || r.left < 0 || r.height < 1 || r.width < 1 || r.top >= height || r.left >= width ||
        r.height > height - r.top || r.width > width - r.left) {
      fail(variable, "has the rectangle [" + std::to_string(r.top) + ", " + std::to_string(r.left) + ", " +
                         std::to_string(r.height) + ", " + std::to_string(r.width) + "], outside the image of " +
                         std::to_string(height) + " x " + std::to_string(width) +
                         " pixels; give [top, left, height, width].");
    }
    for (std::int64_t c = 0; c < channels; ++c) {
      for (auto y = r.top; y < r.top + r.height; ++y) {
        for (auto x = r.left; x < r.left + r.width; ++x) {
          variable.elements.push_back(static_cast<std::uint32_t>((c * height + y) * width + x));
        }
      }
    }
  }
  sortUnique(variable.elements);
  return variable;
}

InputVariable columnVariable(const InputFormat& format, std::vector<std::uint32_t> columns, std::string name) {
  requireKind(format, InputKind::tabular, "columns");
  sortUnique(columns);
  InputVariable variable{std::move(name), columns, {}, std::move(columns)};
  if (!variable.elements.empty() && variable.elements.back() >= format.elements()) {
    fail(variable, "names column " + std::to_string(variable.elements.back()) + " but there are " +
                       std::to_string(format.elements()) + " columns; counting starts at 0.");
  }
  return variable;
}

InputVariable wordVariable(const Sample& sample, std::vector<std::uint32_t> words, std::string name) {
  sortUnique(words);
  InputVariable variable{std::move(name), {}, {}, std::move(words)};
  for (const auto word : variable.positions) {
    if (word >= sample.wordTokens.size()) {
      fail(variable, "names word " + std::to_string(word) + " but the sample has " +
                         std::to_string(sample.wordTokens.size()) + " words; counting starts at 0.");
    }
    const auto& tokens = sample.wordTokens[word];
    if (tokens.empty()) fail(variable, "names a word that was cut off; choose a word within the network's length.");
    variable.elements.insert(variable.elements.end(), tokens.begin(), tokens.end());
  }
  sortUnique(variable.elements);
  return variable;
}

InputVariable pointVariable(const InputFormat& format, std::vector<std::uint32_t> points, std::string name) {
  if (format.kind != InputKind::bodies) requireKind(format, InputKind::points, "points");
  sortUnique(points);
  InputVariable variable{std::move(name), {}, {}, std::move(points)};
  const auto coordinates = static_cast<std::uint32_t>(format.shape.at(1));
  for (const auto point : variable.positions) {
    if (point >= format.shape.at(0)) {
      fail(variable, "names point " + std::to_string(point) + " but there are " + std::to_string(format.shape.at(0)) +
                         " points; counting starts at 0.");
    }
    for (std::uint32_t c = 0; c < coordinates; ++c) variable.elements.push_back(point * coordinates + c);
  }
  return variable;
}

}  // namespace spindle
