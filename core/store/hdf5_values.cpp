// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/hdf5_values.h"

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>
#include <type_traits>

namespace spindle {
namespace {

constexpr unsigned deflateLevel = 1;

// Without time stamps equal contents are equal bytes.
Hdf5Handle creationList(hid_t propertyClass) {
  Hdf5Handle list(checked(H5Pcreate(propertyClass)), H5Pclose);
  checkedStatus(H5Pset_obj_track_times(list.get(), false));
  return list;
}

Hdf5Handle blockOf(hid_t dataset, const Extent& offset, const Extent& count) {
  Hdf5Handle space(checked(H5Dget_space(dataset)), H5Sclose);
  checkedStatus(H5Sselect_hyperslab(space.get(), H5S_SELECT_SET, offset.data(), nullptr, count.data(), nullptr));
  return space;
}

void requireSize(const Extent& count, std::size_t size) {
  if (std::accumulate(count.begin(), count.end(), hsize_t{1}, std::multiplies<>()) != size)
    throw std::logic_error("a block of another size than its values");
}

// Results lie in one file: a link, or storage elsewhere, would show what stands in other files, or wait for a pipe.
void requireNoLinks(hid_t parent, const char* path) {
  const std::string whole(path);
  for (std::size_t end = whole.find('/');; end = whole.find('/', end + 1)) {
    const std::string part = whole.substr(0, end);
    H5L_info_t link{};
    checkedStatus(H5Lget_info(parent, part.c_str(), &link, H5P_DEFAULT));
    if (link.type != H5L_TYPE_HARD) throw Hdf5Failure(part + " is a link, which is not followed");
    if (end == std::string::npos) return;
  }
}

// Nor are filters loaded from libraries, or blocks unpacked that no computation writes.
void requireOwnStorage(hid_t dataset, const char* name) {
  const Hdf5Handle list(checked(H5Dget_create_plist(dataset)), H5Pclose);
  const H5D_layout_t layout = H5Pget_layout(list.get());
  if (H5Pget_external_count(list.get()) != 0 || layout == H5D_VIRTUAL)
    throw Hdf5Failure(std::string(name) + " lies in another file, which is not read");
  for (int f = 0; f < H5Pget_nfilters(list.get()); ++f) {
    unsigned flags = 0, config = 0;
    std::size_t values = 0;
    const H5Z_filter_t filter =
        H5Pget_filter2(list.get(), static_cast<unsigned>(f), &flags, &values, nullptr, 0, nullptr, &config);
    if (filter != H5Z_FILTER_DEFLATE && filter != H5Z_FILTER_SHUFFLE && filter != H5Z_FILTER_FLETCHER32)
      throw Hdf5Failure(std::string(name) + " uses an unsupported filter");
  }
  if (layout != H5D_CHUNKED) return;
  std::array<hsize_t, H5S_MAX_RANK> chunk{};
  const int rank = H5Pget_chunk(list.get(), static_cast<int>(chunk.size()), chunk.data());
  const Hdf5Handle type(checked(H5Dget_type(dataset)), H5Tclose);
  hsize_t bytes = H5Tget_size(type.get());
  for (int i = 0; i < rank; ++i) {
    bytes = chunk[static_cast<std::size_t>(i)] > mostBlockBytes ? mostBlockBytes + 1
                                                                : bytes * chunk[static_cast<std::size_t>(i)];
    if (bytes > mostBlockBytes) throw Hdf5Failure(std::string(name) + " is stored in blocks that are too large");
  }
}

}  // namespace

Hdf5Handle createGroup(hid_t parent, const char* name) {
  const Hdf5Handle list = creationList(H5P_GROUP_CREATE);
  return {checked(H5Gcreate2(parent, name, H5P_DEFAULT, list.get(), H5P_DEFAULT)), H5Gclose};
}

Hdf5Handle openGroup(hid_t parent, const char* name) {
  requireNoLinks(parent, name);
  return {checked(H5Gopen2(parent, name, H5P_DEFAULT)), H5Gclose};
}

template <class T>
Hdf5Handle createDataset(hid_t parent, const char* name, const Extent& extent, const Extent& chunk) {
  const Hdf5Handle list = creationList(H5P_DATASET_CREATE);
  T fill{};
  if constexpr (std::is_floating_point_v<T>) fill = std::numeric_limits<T>::quiet_NaN();
  checkedStatus(H5Pset_fill_value(list.get(), memoryType<T>(), &fill));
  if (!chunk.empty()) {
    checkedStatus(H5Pset_chunk(list.get(), static_cast<int>(chunk.size()), chunk.data()));
    checkedStatus(H5Pset_shuffle(list.get()));
    checkedStatus(H5Pset_deflate(list.get(), deflateLevel));
  } else {
    // Row by row, so that each has a check sum. HDF5's takes 16 zero bits and 16 ones for the same; that of what is
    // deflated does not.
    Extent rows(extent.size(), 1);
    rows.back() = extent.back();
    checkedStatus(H5Pset_chunk(list.get(), static_cast<int>(rows.size()), rows.data()));
    checkedStatus(H5Pset_deflate(list.get(), deflateLevel));
    checkedStatus(H5Pset_fletcher32(list.get()));
  }
  const Hdf5Handle space = simpleSpace(extent);
  return {checked(H5Dcreate2(parent, name, fileType<T>(), space.get(), H5P_DEFAULT, list.get(), H5P_DEFAULT)),
          H5Dclose};
}

Extent extentOf(hid_t dataset) {
  const Hdf5Handle space(checked(H5Dget_space(dataset)), H5Sclose);
  const int rank = H5Sget_simple_extent_ndims(space.get());
  checkedStatus(rank);
  Extent extent(static_cast<std::size_t>(rank));
  checkedStatus(H5Sget_simple_extent_dims(space.get(), extent.data(), nullptr));
  return extent;
}

Hdf5Handle openDataset(hid_t parent, const char* name, const Extent& extent) {
  requireNoLinks(parent, name);
  Hdf5Handle dataset(checked(H5Dopen2(parent, name, H5P_DEFAULT)), H5Dclose);
  requireOwnStorage(dataset.get(), name);
  const Extent actual = extentOf(dataset.get());
  bool fits = actual.size() == extent.size();
  for (std::size_t i = 0; fits && i < extent.size(); ++i) fits = extent[i] == anyLength || extent[i] == actual[i];
  if (!fits) throw Hdf5Failure(std::string(name) + " has a different shape than the rest");
  return dataset;
}

template <class T>
void writeBlock(hid_t dataset, const Extent& offset, const Extent& count, std::span<const T> values) {
  requireSize(count, values.size());
  const Hdf5Handle target = blockOf(dataset, offset, count);
  const Hdf5Handle source = simpleSpace(count);
  checkedStatus(H5Dwrite(dataset, memoryType<T>(), source.get(), target.get(), H5P_DEFAULT, values.data()));
}

template <class T>
void readBlock(hid_t dataset, const Extent& offset, const Extent& count, std::span<T> values) {
  requireSize(count, values.size());
  const Hdf5Handle source = blockOf(dataset, offset, count);
  const Hdf5Handle target = simpleSpace(count);
  const Hdf5Handle type(checked(H5Dget_type(dataset)), H5Tclose);
  requireNumber(type.get(), numberClass<T>, "a table");
  checkedStatus(H5Dread(dataset, memoryType<T>(), target.get(), source.get(), H5P_DEFAULT, values.data()));
}

template <class T>
void writeList(hid_t parent, const char* name, const std::vector<T>& values) {
  if constexpr (std::is_same_v<T, std::string>) {
    std::size_t length = 1;
    for (const auto& value : values) length = std::max(length, value.size());
    const Hdf5Handle type = textType(length), list = creationList(H5P_DATASET_CREATE),
                     space = simpleSpace({values.size()});
    const hsize_t chunk = std::clamp<hsize_t>((1 << 20) / length, 1, values.size());
    checkedStatus(H5Pset_chunk(list.get(), 1, &chunk));
    checkedStatus(H5Pset_deflate(list.get(), deflateLevel));
    std::string texts;
    for (const auto& value : values) {
      texts += value;
      texts.append(length - value.size(), '\0');
    }
    const Hdf5Handle dataset(
        checked(H5Dcreate2(parent, name, type.get(), space.get(), H5P_DEFAULT, list.get(), H5P_DEFAULT)), H5Dclose);
    checkedStatus(H5Dwrite(dataset.get(), type.get(), H5S_ALL, H5S_ALL, H5P_DEFAULT, texts.data()));
  } else {
    const Hdf5Handle dataset = createDataset<T>(parent, name, {values.size()});
    writeBlock<T>(dataset.get(), {0}, {values.size()}, values);
  }
}

template <class T>
std::vector<T> readList(hid_t parent, const char* name, hsize_t length) {
  const Hdf5Handle dataset = openDataset(parent, name, {length});
  std::vector<T> values(length);
  if constexpr (std::is_same_v<T, std::string>) {
    const Hdf5Handle stored(checked(H5Dget_type(dataset.get())), H5Tclose);
    const std::size_t size = textLength(stored.get(), length, name);
    const Hdf5Handle type = textType(size);
    std::vector<char> texts(size * length);
    checkedStatus(H5Dread(dataset.get(), type.get(), H5S_ALL, H5S_ALL, H5P_DEFAULT, texts.data()));
    for (std::size_t i = 0; i < length; ++i) values[i] = textAt(&texts[i * size], size);
  } else {
    readBlock<T>(dataset.get(), {0}, {length}, values);
  }
  return values;
}

bool hasObject(hid_t parent, const char* name) {
  return H5Lexists(parent, name, H5P_DEFAULT) > 0;
}

template Hdf5Handle createDataset<double>(hid_t, const char*, const Extent&, const Extent&);
template Hdf5Handle createDataset<float>(hid_t, const char*, const Extent&, const Extent&);
template Hdf5Handle createDataset<std::uint8_t>(hid_t, const char*, const Extent&, const Extent&);
template void writeBlock<double>(hid_t, const Extent&, const Extent&, std::span<const double>);
template void writeBlock<float>(hid_t, const Extent&, const Extent&, std::span<const float>);
template void writeBlock<std::uint8_t>(hid_t, const Extent&, const Extent&, std::span<const std::uint8_t>);
template void readBlock<double>(hid_t, const Extent&, const Extent&, std::span<double>);
template void readBlock<std::uint8_t>(hid_t, const Extent&, const Extent&, std::span<std::uint8_t>);
template void writeList<double>(hid_t, const char*, const std::vector<double>&);
template void writeList<std::int64_t>(hid_t, const char*, const std::vector<std::int64_t>&);
template void writeList<std::string>(hid_t, const char*, const std::vector<std::string>&);
template std::vector<double> readList<double>(hid_t, const char*, hsize_t);
template std::vector<std::int64_t> readList<std::int64_t>(hid_t, const char*, hsize_t);
template std::vector<std::string> readList<std::string>(hid_t, const char*, hsize_t);

}  // namespace spindle
