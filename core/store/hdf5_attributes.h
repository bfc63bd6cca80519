// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/hdf5_types.h"

#include <span>

namespace spindle {

// Attributes of an object of an HDF5 file. All of it throws Hdf5Failure and stands under an Hdf5Scope.

/// T is std::string, double or std::int64_t.
template <class T>
void writeAttribute(hid_t object, const char* name, const T& value);
template <class T>
T readAttribute(hid_t object, const char* name);
void writeAttribute(hid_t object, const char* name, std::span<const double> values);
std::vector<double> readAttribute(hid_t object, const char* name, hsize_t length);
bool hasAttribute(hid_t object, const char* name);

}  // namespace spindle
