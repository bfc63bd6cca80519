// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/points/point_samples.h"

#include "core/base/split_mix.h"
#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/input/arrays/file_bytes.h"
#include "core/input/points/point_file.h"
#include "core/input/sample/finish_samples.h"
#include "core/weights/npy_file.h"

#include <algorithm>
#include <numeric>

namespace spindle {
namespace {

PointFile readNpyPoints(std::span<const std::byte> bytes, const std::string& source, std::size_t coordinates) {
  const auto array = readNpyArray(ByteSource(bytes, source));
  const auto& shape = array.tensor.shape;
  if (array.isText || shape.size() != 2 || shape[1] < static_cast<std::int64_t>(coordinates)) {
    throw UserError(source + ": has the shape " + shapeText(shape) + " but a cloud of points needs [points, " +
                    std::to_string(coordinates) + "]; save it so.");
  }
  const auto values = array.tensor.toFloats();
  const auto stored = static_cast<std::size_t>(shape[1]);
  PointFile points{static_cast<std::size_t>(shape[0]), coordinates, {}};
  for (std::size_t p = 0; p < points.count; ++p) {
    const auto row = values.begin() + static_cast<std::ptrdiff_t>(p * stored);
    points.values.insert(points.values.end(), row, row + static_cast<std::ptrdiff_t>(coordinates));
  }
  return points;
}

PointFile readPoints(const ClassFile& file, const std::string& source, std::size_t coordinates) {
  const auto bytes = readFileBytes(file.file);
  const auto extension = lowerCase(file.file.extension().string());
  if (extension == ".npy") return readNpyPoints(bytes, source, coordinates);
  if (extension == ".ply") return readPly(bytes, source, coordinates);
  if (extension == ".off" && coordinates == 3) return readOff(bytes, source);
  return readPointRows(bytes, source, coordinates);
}

/// `count` of the points, in file order.
std::vector<float> drawn(const PointFile& points, std::size_t count) {
  std::vector<std::size_t> order(points.count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  SplitMix64 random(0);
  drawToFront<std::size_t>(order, count, random);
  order.resize(count);
  std::sort(order.begin(), order.end());
  std::vector<float> values;
  for (const auto p : order) {
    const auto row = points.values.begin() + static_cast<std::ptrdiff_t>(p * points.coordinates);
    values.insert(values.end(), row, row + static_cast<std::ptrdiff_t>(points.coordinates));
  }
  return values;
}

}  // namespace

SampleSet samplesFromPointFiles(const ClassFolder& listing, const std::string& source, const SampleHints& hints) {
  const bool hinted = !hints.shape.empty();
  if (hints.kind.value_or(InputKind::points) != InputKind::points || (hinted && hints.shape.size() != 2)) {
    throw UserError(source + ": holds points, but \"input\" in run.json describes another kind of input; give kind " +
                    "points and the shape [points, coordinates].");
  }
  SampleSet set;
  set.source = source;
  set.storedType = "float32";
  set.classes = listing.classes;
  set.classesGuessed = hints.classes.empty() && !listing.classes.empty();
  set.format.kind = InputKind::points;
  set.format.shape = hinted ? hints.shape : std::vector<std::int64_t>{0, 3};
  if (hinted) set.format.check();
  std::size_t thinned = 0;
  for (const auto& file : listing.files) {
    const auto name = source == file.name ? source : source + "/" + file.name;
    auto points = readPoints(file, name, static_cast<std::size_t>(set.format.shape[1]));
    if (set.format.shape[0] == 0) set.format.shape[0] = static_cast<std::int64_t>(points.count);
    const auto count = static_cast<std::size_t>(set.format.shape[0]);
    if (points.count < count || (points.count > count && !hinted)) {
      throw UserError(name + ": has the shape " +
                      shapeText({static_cast<std::int64_t>(points.count), set.format.shape[1]}) + " but " +
                      (hinted ? "the input's shape is " : "the first file's is ") + shapeText(set.format.shape) +
                      "; give \"input\" in run.json a shape with at most as many points.");
    }
    thinned += points.count > count ? 1 : 0;
    auto values = points.count > count ? drawn(points, count) : std::move(points.values);
    set.samples.push_back({std::move(values), file.target, file.name, file.split, {}, {}});
  }
  if (thinned > 0) {
    set.notes.push_back(std::to_string(thinned) + " point clouds subsampled to " + std::to_string(set.format.shape[0]) +
                        " points (seed 0)");
  }
  return finishSamples(std::move(set), hints);
}

}  // namespace spindle
