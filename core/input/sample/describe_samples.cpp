// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/sample/describe_samples.h"

#include "core/base/text.h"
#include "core/weights/tensor.h"

#include <algorithm>
#include <cmath>

namespace spindle {
namespace {

std::string rounded(double value) {
  return shortest(std::round(value * 1e4) / 1e4);
}

/// Whether mean and std change anything.
bool hasConstants(const InputFormat& format) {
  return std::any_of(format.mean.begin(), format.mean.end(), [](double m) { return m != 0.0; }) ||
         std::any_of(format.std.begin(), format.std.end(), [](double d) { return d != 1.0; });
}

/// How image values look, in words; sets doubtful when the network probably wants something else.
std::string imageGuess(const SampleSummary& s, const InputFormat& format, bool& doubtful) {
  const bool constants = hasConstants(format);
  const std::string range = "values " + rounded(s.least) + " to " + rounded(s.most);
  if (s.least < 0.0) {
    doubtful = constants;
    return range + ", already normalized" +
           (constants ? "; input.mean and input.std would normalize them twice: remove them" : "");
  }
  if (s.most > 1.0) {
    doubtful = true;
    return range + ", not divided by 255; divide them, or give input.mean and input.std in the same units";
  }
  if (s.storedType == "uint8" && s.most < 0.5) {
    doubtful = true;
    return "uint8 values reach only " + rounded(s.most * 255.0) +
           " of 255; if their scale ends below 255, save them as fractions";
  }
  const std::string divided =
      s.storedType == "uint8" || s.storedType == "text" ? ", divided by 255" : ", already divided by 255";
  return "values 0 to 1" + divided + (constants ? "" : "; no input.mean and input.std: used unchanged");
}

std::string tableGuess(const SampleSummary& s, const InputFormat& format, bool& doubtful) {
  const bool constants = hasConstants(format);
  const std::string range = "values " + rounded(s.least) + " to " + rounded(s.most);
  if (constants) return range + ", normalized by input.mean and input.std";
  doubtful = std::max(std::abs(s.least), std::abs(s.most)) > 20.0;
  return range +
         (doubtful
              ? ", not normalized; give input.mean and input.std unless the network was trained without normalization"
              : "");
}

std::uint8_t toByte(double unit) {
  return static_cast<std::uint8_t>(std::lround(std::clamp(unit, 0.0, 1.0) * 255.0));
}

Thumbnail imageThumbnail(const Sample& sample, const InputFormat& format) {
  const auto channels = static_cast<std::size_t>(format.shape[0]);
  const auto area = static_cast<std::size_t>(format.shape[1] * format.shape[2]);
  const auto [low, high] = std::minmax_element(sample.values.begin(), sample.values.end());
  const bool unit = *low >= 0.0F && *high <= 1.0F;
  const double least = unit ? 0.0 : static_cast<double>(*low);
  const double range = unit ? 1.0 : std::max(static_cast<double>(*high) - least, 1e-30);
  Thumbnail picture{static_cast<int>(format.shape[2]), static_cast<int>(format.shape[1]), {}};
  for (std::size_t p = 0; p < area; ++p) {
    for (std::size_t c = 0; c < 3; ++c) {
      const auto channel = channels < 3 ? 0 : c;
      picture.rgb.push_back(toByte((static_cast<double>(sample.values[channel * area + p]) - least) / range));
    }
  }
  return picture;
}

Thumbnail pointThumbnail(const Sample& sample, const InputFormat& format) {
  constexpr int size = 64;
  constexpr std::uint8_t step = 85;
  const auto stride = static_cast<std::size_t>(format.shape[1]);
  double center[2] = {0.0, 0.0}, reach = 1e-30;
  const auto at = [&](std::size_t p, std::size_t c) { return static_cast<double>(sample.values[p * stride + c]); };
  for (std::size_t c = 0; c < 2; ++c) {
    double least = at(0, c), most = least;
    for (std::size_t p = 0; p * stride < sample.values.size(); ++p) {
      least = std::min(least, at(p, c));
      most = std::max(most, at(p, c));
    }
    center[c] = (least + most) / 2;
    reach = std::max(reach, (most - least) / 2);
  }
  Thumbnail picture{size, size, std::vector<std::uint8_t>(size * size * 3, 255)};
  for (std::size_t p = 0; p * stride < sample.values.size(); ++p) {
    const auto place = [&](double value) {
      return static_cast<std::size_t>(std::lround((value + 1) / 2 * (size - 1)));
    };
    const auto x = place((at(p, 0) - center[0]) / reach), y = place(-(at(p, 1) - center[1]) / reach);
    for (std::size_t c = 0; c < 3; ++c) {
      auto& value = picture.rgb[(y * size + x) * 3 + c];
      value = static_cast<std::uint8_t>(value - std::min(value, step));
    }
  }
  return picture;
}

}  // namespace

std::string SampleSummary::line() const {
  return std::to_string(samples) + (samples == 1 ? " sample, " : " samples, ") + kind + " " + shape +
         (storedType.empty() || storedType == "text" ? "" : ", " + storedType) + ", raw values " + rounded(least) +
         " to " + rounded(most);
}

SampleSummary describeSamples(const SampleSet& set) {
  SampleSummary s;
  s.samples = set.samples.size();
  s.kind = toText(set.format.kind);
  s.shape = shapeText(set.format.shape);
  s.storedType = set.storedType;
  double sum = 0.0, squares = 0.0;
  std::size_t count = 0;
  for (const auto& sample : set.samples) {
    for (const float value : sample.values) {
      const auto v = static_cast<double>(value);
      s.least = count == 0 ? v : std::min(s.least, v);
      s.most = count == 0 ? v : std::max(s.most, v);
      sum += v;
      squares += v * v;
      ++count;
    }
    const auto label = static_cast<std::size_t>(std::max<std::int64_t>(sample.target, 0));
    if (label < 100000 && s.classCounts.size() <= label) s.classCounts.resize(label + 1);
    if (label < s.classCounts.size()) ++s.classCounts[label];
    s.train += sample.split == Split::train ? 1 : 0;
    s.test += sample.split == Split::test ? 1 : 0;
  }
  if (count > 0) {
    s.average = sum / static_cast<double>(count);
    s.deviation = std::sqrt(std::max(squares / static_cast<double>(count) - s.average * s.average, 0.0));
  }
  switch (set.format.kind) {
    case InputKind::image:
      s.guess = imageGuess(s, set.format, s.doubtful);
      break;
    case InputKind::tabular:
      s.guess = tableGuess(s, set.format, s.doubtful);
      break;
    case InputKind::text:
      s.guess = "token ids up to " + rounded(s.most);
      break;
    case InputKind::points:
      s.guess = "coordinates " + rounded(s.least) + " to " + rounded(s.most);
      s.doubtful = std::max(std::abs(s.least), std::abs(s.most)) > 10.0;
      if (s.doubtful) s.guess += "; clouds are usually centered and scaled to the unit ball before training";
      break;
    case InputKind::bodies:
      s.guess = "positions, velocities and charges up to " + rounded(std::max(std::abs(s.least), std::abs(s.most)));
      break;
  }
  return s;
}

Thumbnail thumbnail(const Sample& sample, const InputFormat& format) {
  if (sample.values.size() != format.elements() || sample.values.empty()) return {};
  if (format.kind == InputKind::image) return imageThumbnail(sample, format);
  if (isInSpace(format.kind)) return pointThumbnail(sample, format);
  return {};
}

}  // namespace spindle
