// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/variables/label_map.h"

#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/game/coalition.h"
#include "core/input/arrays/file_bytes.h"
#include "core/input/image/image_file.h"
#include "core/input/variables/regions.h"
#include "core/weights/npy_file.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <span>

namespace spindle {
namespace {

/// The numbers of a gray image as they are stored, with 8 bits or 16.
std::vector<std::int64_t> grayNumbers(const ImageFile& image) {
  const auto whole = [&](double most) {
    return std::all_of(image.values.begin(), image.values.end(),
                       [most](float value) { return std::abs(value * most - std::round(value * most)) < 1e-3; });
  };
  const double most = whole(255.0) ? 255.0 : 65535.0;
  std::vector<std::int64_t> numbers;
  for (const float value : image.values) numbers.push_back(std::llround(value * most));
  return numbers;
}

std::vector<std::int64_t> colorNumbers(const ImageFile& image) {
  const std::size_t area = image.width * image.height;
  std::map<std::array<float, 3>, std::int64_t> known{{{0.0F, 0.0F, 0.0F}, 0}};
  std::vector<std::int64_t> numbers;
  for (std::size_t p = 0; p < area; ++p) {
    const std::array<float, 3> color{image.values[p], image.values[area + p], image.values[2 * area + p]};
    numbers.push_back(known.try_emplace(color, static_cast<std::int64_t>(known.size())).first->second);
  }
  return numbers;
}

std::vector<std::int64_t> wholeNumbers(const Tensor& tensor, const std::string& file) {
  const std::vector<double> values = tensor.toDoubles();
  std::vector<std::int64_t> numbers;
  for (const double value : values) {
    if (!(value >= 0.0 && value <= 1e9) || value != std::floor(value))
      throw UserError(file + " is no map of regions: it holds " + shortest(value) +
                      "; the numbers of regions are 1, 2, ..., and 0 for what belongs to none.");
    numbers.push_back(static_cast<std::int64_t>(value));
  }
  return numbers;
}

/// What a map must measure.
std::vector<std::int64_t> mapShape(const InputFormat& format) {
  if (format.kind == InputKind::image) return {format.shape.at(1), format.shape.at(2)};
  if (isInSpace(format.kind)) return {format.shape.at(0)};
  return {static_cast<std::int64_t>(format.elements())};
}

}  // namespace

LabelMap LabelMap::read(const std::filesystem::path& file) {
  const std::string name = file.string();
  if (lowerCase(file.extension().string()) == ".npy") {
    const Tensor tensor = readNpy(file);
    return {name, tensor.shape, wholeNumbers(tensor, name)};
  }
  const std::vector<std::byte> bytes = readFileBytes(file);
  if (!asText(bytes).starts_with("\x89PNG"))
    throw UserError(name + " is no map of regions: give a PNG (photographs in JPEG blur the numbers) or an .npy.");
  const ImageFile image = decodePng(bytes, name);
  return {name,
          {static_cast<std::int64_t>(image.height), static_cast<std::int64_t>(image.width)},
          image.channels == 1 ? grayNumbers(image) : colorNumbers(image)};
}

InputVariables LabelMap::variables(const SampleSet& set, std::size_t sample) const {
  if (set.format.kind == InputKind::text)
    throw UserError(file_ +
                    ": a map of regions is for images, tables and points, but the samples are texts; name "
                    "their words under \"variables\" in run.json.");
  const std::vector<std::int64_t> wanted = mapShape(set.format);
  const bool each = shape_.size() == wanted.size() + 1;
  if ((!each && shape_ != wanted) || (each && !std::equal(wanted.begin(), wanted.end(), shape_.begin() + 1)))
    throw UserError(file_ + " is a map of " + shapeText(shape_) + ", but the input measures " + shapeText(wanted) +
                    "; make the map of that size, or of [samples, ...] for one map a sample.");
  if (each && shape_.front() != static_cast<std::int64_t>(set.samples.size()))
    throw UserError(file_ + " has " + std::to_string(shape_.front()) + " maps for " +
                    std::to_string(set.samples.size()) + " samples; give one for each sample, or one for all.");
  const std::size_t size = labels_.size() / (each ? set.samples.size() : 1);
  const std::span<const std::int64_t> labels(labels_.data() + (each ? sample * size : 0), size);
  std::vector<std::int64_t> regions(labels.begin(), labels.end());
  std::sort(regions.begin(), regions.end());
  regions.erase(std::unique(regions.begin(), regions.end()), regions.end());
  std::erase(regions, std::int64_t{0});
  const std::string of = each ? " (map of sample " + std::to_string(sample) + ")" : "";
  if (regions.empty()) throw UserError(file_ + of + " has no region: every number is 0, which belongs to no variable.");
  if (regions.size() > static_cast<std::size_t>(maxVariables))
    throw UserError(file_ + of + " has " + std::to_string(regions.size()) + " regions, and there can be at most " +
                    std::to_string(maxVariables) + " input variables; merge some, or set those that stay to 0.");
  std::vector<InputVariable> variables;
  for (const std::int64_t region : regions)
    variables.push_back(regionVariable(labels, region, set.format, "region " + std::to_string(region)));
  return {std::move(variables), set.format.elements()};
}

}  // namespace spindle
