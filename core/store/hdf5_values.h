// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/hdf5_error.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace spindle {

/// Arrays and attributes of one HDF5 file, in the few types that a results file has. All of it throws Hdf5Failure and
/// stands under an Hdf5Scope. Texts are UTF-8 of a fixed
/// length, padded with zeros: those of variable length lie in heaps without check sums, and HDF5 1.10 crashes on
/// damaged ones.
using Extent = std::vector<hsize_t>;

template <class T>
hid_t memoryType();
template <>
inline hid_t memoryType<double>() {
  return H5T_NATIVE_DOUBLE;
}
template <>
inline hid_t memoryType<std::int64_t>() {
  return H5T_NATIVE_INT64;
}
template <>
inline hid_t memoryType<std::uint8_t>() {
  return H5T_NATIVE_UINT8;
}

Hdf5Handle createGroup(hid_t parent, const char* name);
Hdf5Handle openGroup(hid_t parent, const char* name);

/// A dataset of f64 (fill value NaN), i64 or u8 (fill value 0), little-endian; with a chunk it is shuffled and
/// deflated, else it has a check sum for each row.
template <class T>
Hdf5Handle createDataset(hid_t parent, const char* name, const Extent& extent, const Extent& chunk = {});

/// Throws when the extent is another one (an extent entry of anyLength fits all), and where a link or the dataset's
/// storage leads out of the file.
constexpr hsize_t anyLength = H5S_UNLIMITED;
Hdf5Handle openDataset(hid_t parent, const char* name, const Extent& extent);
Extent extentOf(hid_t dataset);

/// The block of `count` at `offset`; values has as many entries.
template <class T>
void writeBlock(hid_t dataset, const Extent& offset, const Extent& count, std::span<const T> values);
template <class T>
void readBlock(hid_t dataset, const Extent& offset, const Extent& count, std::span<T> values);

/// Whole one-dimensional datasets.
template <class T>
void writeList(hid_t parent, const char* name, const std::vector<T>& values);
template <class T>
std::vector<T> readList(hid_t parent, const char* name, hsize_t length);

/// Attributes; T is std::string, double or std::int64_t.
template <class T>
void writeAttribute(hid_t object, const char* name, const T& value);
template <class T>
T readAttribute(hid_t object, const char* name);
void writeAttribute(hid_t object, const char* name, std::span<const double> values);
std::vector<double> readAttribute(hid_t object, const char* name, hsize_t length);
bool hasAttribute(hid_t object, const char* name);
bool hasObject(hid_t parent, const char* name);

}  // namespace spindle
