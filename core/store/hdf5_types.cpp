// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/hdf5_types.h"

#include <algorithm>
#include <cstring>

namespace spindle {

Hdf5Handle textType(std::size_t length) {
  Hdf5Handle type(checked(H5Tcopy(H5T_C_S1)), H5Tclose);
  checkedStatus(H5Tset_size(type.get(), std::max<std::size_t>(length, 1)));
  checkedStatus(H5Tset_strpad(type.get(), H5T_STR_NULLPAD));
  checkedStatus(H5Tset_cset(type.get(), H5T_CSET_UTF8));
  return type;
}

Hdf5Handle simpleSpace(const Extent& extent) {
  return {checked(H5Screate_simple(static_cast<int>(extent.size()), extent.data(), nullptr)), H5Sclose};
}

std::size_t textLength(hid_t type, hsize_t count, const char* name) {
  if (H5Tget_class(type) != H5T_STRING || H5Tis_variable_str(type) != 0)
    throw Hdf5Failure(std::string(name) + " is not text of fixed length");
  const std::size_t length = H5Tget_size(type);
  if (length > mostBlockBytes || length * count > mostBlockBytes)
    throw Hdf5Failure(std::string(name) + " holds too much text");
  return length;
}

std::string textAt(const char* bytes, std::size_t length) {
  return {bytes, ::strnlen(bytes, length)};
}

void requireNumber(hid_t type, H5T_class_t wanted, const char* name) {
  if (H5Tget_class(type) != wanted) throw Hdf5Failure(std::string(name) + " has the wrong number type");
}

}  // namespace spindle
