// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/hdf5_error.h"

#include <cstdint>
#include <string>
#include <type_traits>
#include <vector>

namespace spindle {

// The few types of values in a results file, and how they are checked when read. All of it throws Hdf5Failure and
// stands under an Hdf5Scope. Texts are UTF-8 of a fixed length, padded with zeros: those of variable length lie in
// heaps without check sums, and HDF5 1.10 crashes on damaged ones.

using Extent = std::vector<hsize_t>;

/// Of one text, a list of texts, or a block of a table.
constexpr hsize_t mostBlockBytes = hsize_t{1} << 26;

template <class T>
hid_t memoryType();
template <>
inline hid_t memoryType<double>() {
  return H5T_NATIVE_DOUBLE;
}
template <>
inline hid_t memoryType<float>() {
  return H5T_NATIVE_FLOAT;
}
template <>
inline hid_t memoryType<std::int64_t>() {
  return H5T_NATIVE_INT64;
}
template <>
inline hid_t memoryType<std::uint8_t>() {
  return H5T_NATIVE_UINT8;
}

template <class T>
hid_t fileType() {
  if constexpr (std::is_same_v<T, double>) return H5T_IEEE_F64LE;
  if constexpr (std::is_same_v<T, float>) return H5T_IEEE_F32LE;
  if constexpr (std::is_same_v<T, std::int64_t>) return H5T_STD_I64LE;
  if constexpr (std::is_same_v<T, std::uint8_t>) return H5T_STD_U8LE;
}

template <class T>
constexpr H5T_class_t numberClass = std::is_floating_point_v<T> ? H5T_FLOAT : H5T_INTEGER;

/// HDF5 would convert integers to doubles; what is written by the schema needs none of that.
void requireNumber(hid_t type, H5T_class_t wanted, const char* name);

Hdf5Handle textType(std::size_t length);
/// The length of the texts of a stored type of which `count` are read.
std::size_t textLength(hid_t type, hsize_t count, const char* name);
std::string textAt(const char* bytes, std::size_t length);

Hdf5Handle simpleSpace(const Extent& extent);

}  // namespace spindle
