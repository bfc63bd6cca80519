// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/sample/sample_set.h"

#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/dynamics/bodies/body_row.h"
#include "core/input/sample/in_quotes.h"
#include "core/weights/tensor.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace spindle {
namespace {

constexpr std::array<std::string_view, 5> kindNames = {"image", "tabular", "text", "points", "bodies"};

std::string_view shapeOf(InputKind kind) {
  switch (kind) {
    case InputKind::image:
      return "[channels, height, width]";
    case InputKind::tabular:
      return "[columns]";
    case InputKind::text:
      return "[tokens]";
    case InputKind::points:
      return "[points, 3 or more coordinates]";
    case InputKind::bodies:
      return "[bodies, 12] (position, velocity, charge, present, direction, time)";
  }
  return {};
}

void checkConstants(const std::vector<double>& values, std::string_view name, std::size_t channels, bool positive) {
  if (values.size() > 1 && values.size() != channels) {
    throw UserError("The input's " + std::string(name) + " has " + std::to_string(values.size()) +
                    " values; give one, or one for each of the " + std::to_string(channels) +
                    " channels, columns or coordinates.");
  }
  for (const double value : values) {
    if (!std::isfinite(value) || (positive && value <= 0.0)) {
      throw UserError("The input's " + std::string(name) + " holds " + shortest(value) + "; every value must be " +
                      (positive ? "above 0." : "finite."));
    }
  }
}

}  // namespace

std::size_t InputFormat::elements() const {
  std::size_t product = 1;
  for (const auto size : shape) product *= static_cast<std::size_t>(size);
  return product;
}

std::size_t InputFormat::channels() const {
  switch (kind) {
    case InputKind::image:
    case InputKind::tabular:
      return static_cast<std::size_t>(shape.at(0));
    case InputKind::points:
    case InputKind::bodies:
      return static_cast<std::size_t>(shape.at(1));
    case InputKind::text:
      break;
  }
  return 1;
}

std::size_t InputFormat::channelOf(std::size_t element) const {
  switch (kind) {
    case InputKind::image:
      return element / static_cast<std::size_t>(shape.at(1) * shape.at(2));
    case InputKind::tabular:
      return element;
    case InputKind::points:
    case InputKind::bodies:
      return element % static_cast<std::size_t>(shape.at(1));
    case InputKind::text:
      break;
  }
  return 0;
}

float InputFormat::normalized(double raw, std::size_t element) const {
  if (mean.empty() && std.empty()) return static_cast<float>(raw);
  const auto channel = channelOf(element);
  const double center = mean.empty() ? 0.0 : mean.size() == 1 ? mean[0] : mean.at(channel);
  const double scale = std.empty() ? 1.0 : std.size() == 1 ? std[0] : std.at(channel);
  return static_cast<float>((raw - center) / scale);
}

std::string InputFormat::place(std::size_t element) const {
  const auto number = [](std::size_t n) { return std::to_string(n); };
  switch (kind) {
    case InputKind::image: {
      const auto width = static_cast<std::size_t>(shape.at(2));
      const auto area = static_cast<std::size_t>(shape.at(1)) * width;
      return "channel " + number(element / area) + ", row " + number(element % area / width) + ", column " +
             number(element % width);
    }
    case InputKind::tabular:
      return "column " + number(element);
    case InputKind::text:
      return "token " + number(element);
    case InputKind::points:
    case InputKind::bodies: {
      const auto coordinates = static_cast<std::size_t>(shape.at(1));
      return (kind == InputKind::bodies ? "body " : "point ") + number(element / coordinates) +
             (kind == InputKind::bodies ? ", column " : ", coordinate ") + number(element % coordinates);
    }
  }
  return {};
}

void InputFormat::check() const {
  const std::size_t rank = kind == InputKind::image ? 3 : isInSpace(kind) ? 2 : 1;
  bool fits = shape.size() == rank;
  std::int64_t product = 1;
  for (const auto size : shape) {
    fits = fits && size >= 1 && size <= maxElements / product;
    if (fits) product *= size;
  }
  constexpr std::int64_t bodyColumns = BodyColumns::count;
  if (!fits || (kind == InputKind::points && shape[1] < 3) || (kind == InputKind::bodies && shape[1] != bodyColumns)) {
    throw UserError("The input's shape " + shapeText(shape) + " does not fit its kind; " + toText(kind) + " needs " +
                    std::string(shapeOf(kind)) + " with at most 2^31 values in all.");
  }
  checkConstants(mean, "mean", channels(), false);
  checkConstants(std, "std", channels(), true);
  const auto is = [](const std::vector<double>& values, double wanted) {
    return std::all_of(values.begin(), values.end(), [&](double one) { return one == wanted; });
  };
  if (kind == InputKind::bodies && !(is(mean, 0.0) && is(std, 1.0)))
    throw UserError("Bodies are not normalized, or one that is taken away would be somewhere; leave mean and std out.");
}

void checkSample(const Sample& sample, const InputFormat& format, const std::vector<std::string>& columns,
                 const std::vector<std::int64_t>& found) {
  const std::string name = sample.name.empty() ? "The sample" : "Sample " + inQuotes(sample.name);
  if (sample.values.size() != format.elements() || (!found.empty() && found != format.shape)) {
    throw UserError(name + " has " +
                    (found.empty() ? std::to_string(sample.values.size()) + " values" : "shape " + shapeText(found)) +
                    " but the input's shape is " + shapeText(format.shape) +
                    "; correct the sample or \"input\" in run.json.");
  }
  for (std::size_t i = 0; i < sample.values.size(); ++i) {
    if (std::isfinite(sample.values[i])) continue;
    const bool named = format.kind == InputKind::tabular && i < columns.size();
    throw UserError(name + " has the value " + shortest(static_cast<double>(sample.values[i])) + " at " +
                    (named ? "column " + inQuotes(columns[i]) : format.place(i)) +
                    "; remove the sample or replace the value.");
  }
}

std::string toText(InputKind kind) {
  return std::string(kindNames.at(static_cast<std::size_t>(kind)));
}

InputKind inputKindFrom(std::string_view text) {
  for (std::size_t i = 0; i < kindNames.size(); ++i) {
    if (text == kindNames[i]) return static_cast<InputKind>(i);
  }
  throw UserError("\"" + std::string(text) + "\" is not a kind of input; use image, tabular, text, points or bodies.");
}

}  // namespace spindle
