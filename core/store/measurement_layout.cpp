// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/measurement_layout.h"

#include "core/store/hdf5_attributes.h"
#include "core/store/hdf5_values.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace spindle {
namespace {

constexpr hsize_t mostNames = 1000, mostNumbers = hsize_t{1} << 28;

std::vector<std::string> namesIn(hid_t group, const char* list) {
  const Hdf5Handle names = openDataset(group, list, {anyLength});
  const hsize_t count = extentOf(names.get())[0];
  if (count > mostNames) throw Hdf5Failure("it claims more measurements than there are");
  return readList<std::string>(group, list, count);
}

/// Whether single precision keeps all bits.
bool isSingle(double value) {
  if (std::isfinite(value) && std::abs(value) > static_cast<double>(std::numeric_limits<float>::max())) return false;
  return std::bit_cast<std::uint64_t>(static_cast<double>(static_cast<float>(value))) ==
         std::bit_cast<std::uint64_t>(value);
}

/// In single precision where that loses nothing, such as gates.
void writeArray(hid_t group, const MeasuredArray& array) {
  const Extent extent{array.extent[0], array.extent[1], array.extent[2]};
  if (std::all_of(array.values.begin(), array.values.end(), isSingle)) {
    const std::vector<float> values(array.values.begin(), array.values.end());
    writeBlock<float>(createDataset<float>(group, array.name.c_str(), extent).get(), {0, 0, 0}, extent, values);
  } else {
    writeBlock<double>(createDataset<double>(group, array.name.c_str(), extent).get(), {0, 0, 0}, extent, array.values);
  }
}

MeasuredArray readArray(hid_t group, const std::string& name, hsize_t checkpoints) {
  if (!hasObject(group, name.c_str())) throw Hdf5Failure("the numbers \"" + name + "\" of a measurement are missing");
  const Hdf5Handle dataset = openDataset(group, name.c_str(), {checkpoints, anyLength, anyLength});
  const Extent extent = extentOf(dataset.get());
  hsize_t count = 1;
  for (const hsize_t size : extent) {
    if (size == 0 || size > mostNumbers / count) throw Hdf5Failure("a measurement claims more numbers than any has");
    count *= size;
  }
  MeasuredArray array{name, {extent[0], extent[1], extent[2]}, std::vector<double>(count)};
  readBlock<double>(dataset.get(), {0, 0, 0}, extent, array.values);
  return array;
}

}  // namespace

void writeMeasurements(hid_t root, const std::vector<StoredMeasurement>& measurements) {
  if (measurements.empty()) return;
  const Hdf5Handle all = createGroup(root, "measurements");
  std::vector<std::string> names;
  for (const StoredMeasurement& one : measurements) {
    names.push_back(one.name);
    const Hdf5Handle group = createGroup(all.get(), one.name.c_str());
    writeAttribute(group.get(), "schema", one.schema);
    writeAttribute(group.get(), "options", one.options);
    std::vector<std::string> arrays;
    for (const MeasuredArray& array : one.arrays) {
      arrays.push_back(array.name);
      writeArray(group.get(), array);
    }
    writeList(group.get(), "arrays", arrays);
  }
  writeList(all.get(), "names", names);
}

std::vector<StoredMeasurement> readMeasurements(hid_t root, hsize_t checkpoints) {
  std::vector<StoredMeasurement> measurements;
  if (!hasObject(root, "measurements")) return measurements;
  const Hdf5Handle all = openGroup(root, "measurements");
  for (const std::string& name : namesIn(all.get(), "names")) {
    if (!hasObject(all.get(), name.c_str())) throw Hdf5Failure("the measurement \"" + name + "\" is missing");
    const Hdf5Handle group = openGroup(all.get(), name.c_str());
    StoredMeasurement one{name,
                          readAttribute<std::int64_t>(group.get(), "schema"),
                          readAttribute<std::string>(group.get(), "options"),
                          {}};
    for (const std::string& array : namesIn(group.get(), "arrays"))
      one.arrays.push_back(readArray(group.get(), array, checkpoints));
    measurements.push_back(std::move(one));
  }
  return measurements;
}

}  // namespace spindle
