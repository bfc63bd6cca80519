// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/arrays/input_arrays.h"

#include "core/base/limits.h"
#include "core/base/user_error.h"
#include "core/input/arrays/sample_memory.h"

#include <algorithm>
#include <numeric>

namespace spindle {
namespace {

using Shape = std::vector<std::int64_t>;

std::int64_t product(const Shape& shape) {
  return std::accumulate(shape.begin(), shape.end(), std::int64_t{1}, std::multiplies<>());
}

bool isChannels(std::int64_t size) {
  return size == 1 || size == 3;
}

Shape channelFirst(const Shape& hwc) {
  return {hwc[2], hwc[0], hwc[1]};
}

/// Where nothing is known but the array: rest is its shape without the number of samples.
void guess(InputLayout& layout, const Tensor& array, const Shape& rest, const std::string& name,
           std::optional<InputKind> hinted) {
  const bool bytes = array.type == ElementType::uint8;
  auto& shape = layout.format.shape;
  shape = rest;
  if (hinted) {
    layout.format.kind = *hinted;
  } else if (rest.size() == 2 && rest[1] >= 3 && rest[1] <= 6 && !bytes) {
    layout.format.kind = InputKind::points;
    layout.kindGuessed = true;
    layout.notes.push_back("read as point clouds: " + name + " has " + std::to_string(rest[1]) + " coordinates");
  } else if (rest.size() >= 2) {
    layout.format.kind = InputKind::image;
  } else {
    layout.format.kind = InputKind::tabular;
    layout.kindGuessed = !isFloating(array.type);
    if (bytes && (rest == Shape{784} || rest == Shape{3072})) {
      layout.format.kind = InputKind::image;
      shape = rest[0] == 784 ? Shape{1, 28, 28} : Shape{3, 32, 32};
      layout.notes.push_back("rows of " + std::to_string(rest[0]) + " bytes read as images " + shapeText(shape));
    }
  }
  if (layout.format.kind == InputKind::image && shape.size() == 2) shape.insert(shape.begin(), 1);
  if (layout.format.kind == InputKind::image && shape.size() == 3 && isChannels(shape[2]) && !isChannels(shape[0])) {
    layout.channelsLast = true;
    shape = channelFirst(rest);
  }
}

/// The array against the hinted shape; false when it does not fit.
bool follow(InputLayout& layout, const Shape& rest, const SampleHints& hints) {
  const auto& wanted = hints.shape;
  layout.format.shape = wanted;
  if (hints.kind) {
    layout.format.kind = *hints.kind;
  } else {
    layout.format.kind = wanted.size() == 3   ? InputKind::image
                         : wanted.size() == 2 ? InputKind::points
                                              : InputKind::tabular;
  }
  if (rest == wanted) return true;
  const bool image = layout.format.kind == InputKind::image && wanted.size() == 3;
  if (image && rest.size() == 3 && channelFirst(rest) == wanted) {
    layout.channelsLast = true;
    return true;
  }
  if (image && wanted[0] == 1 && rest == Shape{wanted[1], wanted[2]}) return true;
  if (rest.size() == 1 && rest[0] == product(wanted)) {
    layout.notes.push_back("rows of " + std::to_string(rest[0]) + " values read as " + shapeText(wanted));
    return true;
  }
  return false;
}

}  // namespace

InputLayout inputLayout(const Tensor& array, const std::string& name, const std::string& source,
                        const SampleHints& hints) {
  const auto& shape = array.shape;
  const auto refuse = [&](const std::string& what) {
    throw UserError(source + ": " + name + " has the shape " + shapeText(shape) + what);
  };
  requireFewValues(shape, name, source);
  InputLayout layout;
  const bool alone = (!hints.shape.empty() && shape == hints.shape) ||
                     (hints.shape.empty() && hints.kind == InputKind::points && shape.size() == 2);
  if (alone) {
    layout.notes.push_back(name + " is one sample");
  } else if (shape.size() < 2) {
    refuse(", which is not a list of inputs; the first size must be the number of samples.");
  }
  layout.samples = alone ? 1 : static_cast<std::size_t>(shape[0]);
  const Shape rest(shape.begin() + (alone ? 0 : 1), shape.end());
  if (product(rest) < 1 || layout.samples == 0) refuse(", which holds no values; give at least one sample.");

  if (hints.shape.empty()) {
    guess(layout, array, rest, name, hints.kind);
  } else if (!follow(layout, rest, hints)) {
    refuse(" (samples first), but the input's shape is " + shapeText(hints.shape) +
           "; correct \"input\" in run.json or the file.");
  }
  const bool text = layout.format.kind == InputKind::text;
  if (layout.samples > limits::samples || (text && layout.samples > limits::tokens / layout.format.elements())) {
    refuse(", more than the " + std::to_string(text ? limits::tokens : limits::samples) +
           (text ? " tokens" : " samples") + " that are read; give fewer samples (a few hundred suffice).");
  }
  try {
    layout.format.check();
  } catch (const UserError& error) {
    throw UserError(source + ": " + name + ": " + error.what());
  }
  if (layout.format.elements() > limits::inputValues) {
    refuse(", inputs of more than the " + std::to_string(limits::inputValues) +
           " numbers that are read; give inputs of the size that the network takes.");
  }
  if (layout.channelsLast) layout.notes.push_back("channels moved from last to first");
  if (layout.format.kind == InputKind::image && array.type == ElementType::uint8) {
    layout.scale = 255.0;
    layout.notes.push_back("uint8 values divided by 255");
  }
  return layout;
}

std::vector<float> inputValues(const Tensor& array, const InputLayout& layout, std::size_t sample) {
  const auto size = layout.format.elements();
  const auto bytes = size * bytesOf(array.type);
  const auto begin = array.bytes.begin() + static_cast<std::ptrdiff_t>(sample * bytes);
  Tensor row{array.type, {static_cast<std::int64_t>(size)}, {begin, begin + static_cast<std::ptrdiff_t>(bytes)}};
  auto values = row.toFloats();
  if (layout.scale != 1.0) {
    for (auto& value : values) value = static_cast<float>(static_cast<double>(value) / layout.scale);
  }
  if (!layout.channelsLast) return values;
  const auto channels = static_cast<std::size_t>(layout.format.shape[0]), area = size / channels;
  std::vector<float> moved(size);
  for (std::size_t p = 0; p < area; ++p) {
    for (std::size_t c = 0; c < channels; ++c) moved[c * area + p] = values[p * channels + c];
  }
  return moved;
}

}  // namespace spindle
