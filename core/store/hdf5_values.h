// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/hdf5_types.h"

#include <span>

namespace spindle {

// Groups and arrays of one HDF5 file, in the types of hdf5_types.h. All of it throws Hdf5Failure and stands under an
// Hdf5Scope.

Hdf5Handle createGroup(hid_t parent, const char* name);
Hdf5Handle openGroup(hid_t parent, const char* name);

/// A dataset of f64 or f32 (fill value NaN), i64 or u8 (fill value 0), little-endian; with a chunk it is shuffled and
/// deflated, else deflated row by row with a check sum more.
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

bool hasObject(hid_t parent, const char* name);

}  // namespace spindle
