// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/hdf5_process/hdf5_reader.h"

#include "core/base/user_error.h"
#include "core/input/arrays/sample_array_names.h"
#include "core/input/arrays/sample_memory.h"
#include "core/input/sample/in_quotes.h"

#include <hdf5.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace spindle {
namespace {

constexpr std::uint64_t largestArray = std::uint64_t{1} << 32;

/// One open HDF5 object, closed by its own function.
class Handle {
 public:
  Handle(hid_t id, herr_t (*close)(hid_t)) : id_(id), close_(close) {}
  ~Handle() {
    if (id_ >= 0) close_(id_);
  }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  operator hid_t() const { return id_; }

 private:
  hid_t id_;
  herr_t (*close_)(hid_t);
};

/// HDF5 prints its errors unless told not to; ours are told by UserError.
class QuietErrors {
 public:
  QuietErrors() {
    H5Eget_auto2(H5E_DEFAULT, &function_, &data_);
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
  }
  ~QuietErrors() { H5Eset_auto2(H5E_DEFAULT, function_, data_); }
  QuietErrors(const QuietErrors&) = delete;
  QuietErrors& operator=(const QuietErrors&) = delete;

 private:
  H5E_auto2_t function_ = nullptr;
  void* data_ = nullptr;
};

/// What leads to other files: read, it would put their bytes among the samples.
[[noreturn]] void refuseOtherFiles(const std::string& source, const std::string& name) {
  throw UserError(source + ": " + inQuotes(name) +
                  " is not in the file itself (an external or broken link, external storage or a virtual array); write "
                  "the arrays into one file.");
}

void listDatasets(hid_t group, const std::string& prefix, int depth, const std::string& source,
                  std::vector<std::string>& names) {
  H5G_info_t info{};
  if (H5Gget_info(group, &info) < 0) return;
  for (hsize_t i = 0; i < std::min<hsize_t>(info.nlinks, 10000); ++i) {
    const auto get = [&](char* buffer, std::size_t size) {
      return H5Lget_name_by_idx(group, ".", H5_INDEX_NAME, H5_ITER_INC, i, buffer, size, H5P_DEFAULT);
    };
    const auto length = get(nullptr, 0);
    if (length <= 0) continue;
    std::string name(static_cast<std::size_t>(length) + 1, '\0');
    get(name.data(), name.size());
    name.pop_back();
    H5L_info_t link{};
    if (H5Lget_info(group, name.c_str(), &link, H5P_DEFAULT) < 0) continue;
    if (link.type != H5L_TYPE_HARD && link.type != H5L_TYPE_SOFT) refuseOtherFiles(source, prefix + name);
    const Handle object(H5Oopen(group, name.c_str(), H5P_DEFAULT), H5Oclose);
    if (object < 0 && link.type == H5L_TYPE_SOFT && isSampleArray(name)) refuseOtherFiles(source, prefix + name);
    if (object < 0) continue;
    const auto type = H5Iget_type(object);
    if (type == H5I_DATASET) names.push_back(prefix + name);
    if (type == H5I_GROUP && depth > 0) listDatasets(object, prefix + name + "/", depth - 1, source, names);
  }
}

std::optional<std::pair<ElementType, hid_t>> memoryType(hid_t stored) {
  const auto size = H5Tget_size(stored);
  switch (H5Tget_class(stored)) {
    case H5T_FLOAT:
      if (size > 4) return std::pair(ElementType::float64, H5T_NATIVE_DOUBLE);
      return std::pair(ElementType::float32, H5T_NATIVE_FLOAT);
    case H5T_ENUM:  // h5py's booleans: one byte
      return std::pair(ElementType::int8, H5T_NATIVE_INT8);
    case H5T_INTEGER:
      if (H5Tget_sign(stored) == H5T_SGN_NONE) {
        if (size == 1) return std::pair(ElementType::uint8, H5T_NATIVE_UINT8);
        if (size == 2) return std::pair(ElementType::uint16, H5T_NATIVE_UINT16);
        if (size == 4) return std::pair(ElementType::uint32, H5T_NATIVE_UINT32);
        return std::pair(ElementType::uint64, H5T_NATIVE_UINT64);
      }
      if (size == 1) return std::pair(ElementType::int8, H5T_NATIVE_INT8);
      if (size == 2) return std::pair(ElementType::int16, H5T_NATIVE_INT16);
      if (size == 4) return std::pair(ElementType::int32, H5T_NATIVE_INT32);
      return std::pair(ElementType::int64, H5T_NATIVE_INT64);
    default:
      return {};
  }
}

/// False when the strings cannot be read.
bool readTexts(hid_t dataset, hid_t stored, hid_t space, std::size_t count, std::vector<std::string>& texts) {
  if (H5Tis_variable_str(stored) > 0) {
    const Handle type(H5Tcopy(H5T_C_S1), H5Tclose);
    H5Tset_size(type, H5T_VARIABLE);
    H5Tset_cset(type, H5Tget_cset(stored));
    std::vector<char*> pointers(count, nullptr);
    if (H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, pointers.data()) < 0) return false;
    for (const char* text : pointers) texts.emplace_back(text == nullptr ? "" : text);
    H5Dvlen_reclaim(type, space, H5P_DEFAULT, pointers.data());
    return true;
  }
  const auto size = H5Tget_size(stored);
  std::string all(size * count, '\0');
  if (H5Dread(dataset, stored, H5S_ALL, H5S_ALL, H5P_DEFAULT, all.data()) < 0) return false;
  for (std::size_t i = 0; i < count; ++i) {
    auto text = all.substr(i * size, size);
    text.resize(std::min(text.find('\0'), text.size()));
    while (text.ends_with(' ') && H5Tget_strpad(stored) == H5T_STR_SPACEPAD) text.pop_back();
    texts.push_back(std::move(text));
  }
  return true;
}

NpyArray readArray(hid_t file, const std::string& name, const std::string& source, std::uint64_t fileBytes,
                   SampleMemory& memory) {
  const auto refuse = [&](const std::string& what) {
    throw UserError(source + ": the array " + inQuotes(name) + " " + what + ".");
  };
  const Handle dataset(H5Dopen2(file, name.c_str(), H5P_DEFAULT), H5Dclose);
  const Handle space(dataset < 0 ? -1 : H5Dget_space(dataset), H5Sclose);
  const Handle stored(dataset < 0 ? -1 : H5Dget_type(dataset), H5Tclose);
  if (dataset < 0 || space < 0 || stored < 0) refuse("cannot be opened; write the file again");
  const Handle created(H5Dget_create_plist(dataset), H5Pclose);
  if (created < 0) refuse("cannot be opened; write the file again");
  if (H5Pget_external_count(created) != 0 || H5Pget_layout(created) == H5D_VIRTUAL) refuseOtherFiles(source, name);
  const int rank = H5Sget_simple_extent_ndims(space);
  if (rank < 0 || rank > 8) refuse("is not a plain array; write it as numbers");
  std::vector<hsize_t> sizes(static_cast<std::size_t>(rank));
  H5Sget_simple_extent_dims(space, sizes.data(), nullptr);

  NpyArray array;
  array.name = name;
  std::uint64_t count = 1;
  for (const auto size : sizes) {
    if (size > largestArray || (size > 0 && count > largestArray / size)) refuse("is larger than 4 GiB; give a part");
    count *= size;
    array.tensor.shape.push_back(static_cast<std::int64_t>(size));
  }
  const auto itemBytes = std::max<std::uint64_t>(H5Tget_size(stored), 1);
  const auto heldBytes = std::min<std::uint64_t>(H5Dget_storage_size(dataset), fileBytes);
  constexpr std::uint64_t mostInflation = 1100, small = 1 << 20;
  if (count * itemBytes > small && count * itemBytes / mostInflation > heldBytes) {
    refuse("claims " + std::to_string(count) + " values but the file holds only " + std::to_string(heldBytes) +
           " bytes of it; write the file again");
  }
  if (H5Tget_class(stored) == H5T_STRING) {
    array.isText = true;
    memory.add({name, array.tensor.shape, itemBytes, true});
    if (!readTexts(dataset, stored, space, count, array.texts)) refuse("cannot be read; write the file again");
    return array;
  }
  const auto type = memoryType(stored);
  if (!type) refuse("is not numeric; write it as numbers");
  array.tensor.type = type->first;
  memory.add({name, array.tensor.shape, bytesOf(type->first)});
  array.tensor.bytes.resize(count * bytesOf(type->first));
  const bool isEnum = H5Tget_class(stored) == H5T_ENUM;
  const hid_t inMemory = isEnum ? static_cast<hid_t>(stored) : type->second;
  const bool readable = !isEnum || H5Tget_size(stored) == 1;
  if (!readable || H5Dread(dataset, inMemory, H5S_ALL, H5S_ALL, H5P_DEFAULT, array.tensor.bytes.data()) < 0) {
    refuse("cannot be read; write the file again (compressed by gzip or not at all)");
  }
  return array;
}

}  // namespace

std::vector<NpyArray> readHdf5Here(const std::filesystem::path& path) {
  const QuietErrors quiet;
  // A soft link's path may pass through an external one, too: without their class none is followed.
  H5Lunregister(H5L_TYPE_EXTERNAL);
  const auto source = path.filename().string();
  const Handle file(H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose);
  if (file < 0)
    throw UserError(source + ": cannot be opened as an HDF5 file; write it again or check its permissions.");
  std::error_code ignored;
  const auto fileBytes = std::filesystem::file_size(path, ignored);
  std::vector<std::string> names;
  listDatasets(file, {}, 2, source, names);
  const bool only = names.size() == 1;
  std::vector<NpyArray> arrays;
  SampleMemory memory(source, 2);  // from here and in Spindle, until all of it is there
  for (const auto& name : names) {
    if (only || isSampleArray(name)) arrays.push_back(readArray(file, name, source, fileBytes, memory));
  }
  if (arrays.empty()) {
    throw UserError(source + ": no array of inputs was found among its " + std::to_string(names.size()) +
                    " arrays; name the inputs \"x\" and the labels \"y\".");
  }
  return arrays;
}

}  // namespace spindle
