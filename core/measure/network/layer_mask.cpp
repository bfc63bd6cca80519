// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/network/layer_mask.h"

#include "core/base/user_error.h"

#include <algorithm>

namespace spindle {

LayerMask layerMask(const InputVariables& variables, const InputFormat& format, int rows, int columns) {
  if (format.kind != InputKind::image)
    throw UserError("\"mask_at\" a layer is for images; this run's input is " + toText(format.kind) +
                    ": mask at the input.");
  LayerMask mask{rows, columns, {}};
  const auto grid = std::to_string(rows) + "x" + std::to_string(columns);
  for (const InputVariable& variable : variables.all()) {
    auto& cells = mask.cells.emplace_back();
    for (int row = 0; row < rows; ++row) {
      for (int column = 0; column < columns; ++column) {
        const PixelRect cell = cellRect(format, rows, columns, row, column);
        if (std::find(variable.rects.begin(), variable.rects.end(), cell) != variable.rects.end())
          cells.emplace_back(row, column);
      }
    }
    if (cells.size() != variable.rects.size() || cells.empty())
      throw UserError("The variable " + variable.name + " is not made of whole cells of the " + grid +
                      " grid, which masking at a layer needs; take cells of that grid.");
  }
  return mask;
}

AdditiveInput layerInput(std::span<const float> map, const std::vector<std::int64_t>& shape, const LayerMask& mask,
                         Background background) {
  if (shape.size() != 3 || shape[1] < mask.rows || shape[2] < mask.columns)
    throw UserError("The output of the masked layer is not a map of at least " + std::to_string(mask.rows) + "x" +
                    std::to_string(mask.columns) + " places; choose an earlier layer for \"mask_at\".");
  InputFormat format;
  format.shape = shape;
  AdditiveInput input;
  input.base.assign(map.begin(), map.end());
  if (background == Background::mask) std::fill(input.base.begin(), input.base.end(), 0.0F);
  for (const auto& cells : mask.cells) {
    AdditiveInput::Part part;
    for (const auto& [row, column] : cells) {
      const InputVariable cell = cellVariable(format, mask.rows, mask.columns, row, column);
      part.indices.insert(part.indices.end(), cell.elements.begin(), cell.elements.end());
    }
    std::sort(part.indices.begin(), part.indices.end());
    for (const auto index : part.indices) {
      part.present.push_back(map[index]);
      input.base[index] = 0.0F;
    }
    input.parts.push_back(std::move(part));
  }
  return input;
}

}  // namespace spindle
