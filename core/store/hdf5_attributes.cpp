// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/hdf5_attributes.h"

namespace spindle {
namespace {

Hdf5Handle openAttribute(hid_t object, const char* name) {
  return {checked(H5Aopen(object, name, H5P_DEFAULT)), H5Aclose};
}

}  // namespace

template <class T>
void writeAttribute(hid_t object, const char* name, const T& value) {
  const Hdf5Handle space(checked(H5Screate(H5S_SCALAR)), H5Sclose);
  const auto write = [&](hid_t stored, hid_t memory, const void* data) {
    const Hdf5Handle attribute(checked(H5Acreate2(object, name, stored, space.get(), H5P_DEFAULT, H5P_DEFAULT)),
                               H5Aclose);
    checkedStatus(H5Awrite(attribute.get(), memory, data));
  };
  if constexpr (std::is_same_v<T, std::string>) {
    const Hdf5Handle type = textType(value.size());
    write(type.get(), type.get(), value.c_str());
  } else {
    write(fileType<T>(), memoryType<T>(), &value);
  }
}

template <class T>
T readAttribute(hid_t object, const char* name) {
  const Hdf5Handle attribute = openAttribute(object, name);
  const Hdf5Handle stored(checked(H5Aget_type(attribute.get())), H5Tclose);
  const Hdf5Handle space(checked(H5Aget_space(attribute.get())), H5Sclose);
  if (H5Sget_simple_extent_npoints(space.get()) != 1) throw Hdf5Failure(std::string(name) + " is not one value");
  T value{};
  if constexpr (std::is_same_v<T, std::string>) {
    const std::size_t size = textLength(stored.get(), 1, name);
    const Hdf5Handle type = textType(size);
    std::vector<char> text(size);
    checkedStatus(H5Aread(attribute.get(), type.get(), text.data()));
    value = textAt(text.data(), size);
  } else {
    requireNumber(stored.get(), numberClass<T>, name);
    checkedStatus(H5Aread(attribute.get(), memoryType<T>(), &value));
  }
  return value;
}

void writeAttribute(hid_t object, const char* name, std::span<const double> values) {
  const Hdf5Handle space = simpleSpace({values.size()});
  const Hdf5Handle attribute(checked(H5Acreate2(object, name, H5T_IEEE_F64LE, space.get(), H5P_DEFAULT, H5P_DEFAULT)),
                             H5Aclose);
  checkedStatus(H5Awrite(attribute.get(), H5T_NATIVE_DOUBLE, values.data()));
}

std::vector<double> readAttribute(hid_t object, const char* name, hsize_t length) {
  const Hdf5Handle attribute = openAttribute(object, name);
  const Hdf5Handle stored(checked(H5Aget_type(attribute.get())), H5Tclose);
  requireNumber(stored.get(), H5T_FLOAT, name);
  const Hdf5Handle space(checked(H5Aget_space(attribute.get())), H5Sclose);
  if (H5Sget_simple_extent_npoints(space.get()) != static_cast<hssize_t>(length))
    throw Hdf5Failure(std::string(name) + " has a different length than the rest");
  std::vector<double> values(length);
  checkedStatus(H5Aread(attribute.get(), H5T_NATIVE_DOUBLE, values.data()));
  return values;
}

bool hasAttribute(hid_t object, const char* name) {
  return H5Aexists(object, name) > 0;
}

template void writeAttribute<std::string>(hid_t, const char*, const std::string&);
template void writeAttribute<std::int64_t>(hid_t, const char*, const std::int64_t&);
template void writeAttribute<double>(hid_t, const char*, const double&);
template std::string readAttribute<std::string>(hid_t, const char*);
template std::int64_t readAttribute<std::int64_t>(hid_t, const char*);
template double readAttribute<double>(hid_t, const char*);

}  // namespace spindle
