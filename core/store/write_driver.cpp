// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/write_driver.h"

#include "core/store/hdf5_error.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace spindle {
namespace {

struct WrittenFile : H5FD_t {
  int descriptor = -1;
  int* error = nullptr;
  haddr_t allocated = 0, end = 0;
  std::vector<std::pair<haddr_t, std::vector<char>>> kept;  ///< what the disk did not take, oldest first
};

WrittenFile& own(H5FD_t* file) {
  return static_cast<WrittenFile&>(*file);
}
const WrittenFile& own(const H5FD_t* file) {
  return static_cast<const WrittenFile&>(*file);
}

bool writeToDisk(int descriptor, haddr_t address, std::size_t size, const char* bytes) {
  while (size > 0) {
    const ssize_t written = ::pwrite(descriptor, bytes, size, static_cast<off_t>(address));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes += written;
    address += static_cast<haddr_t>(written);
    size -= static_cast<std::size_t>(written);
  }
  return true;
}

bool readFromDisk(int descriptor, haddr_t address, std::size_t size, char* bytes) {
  while (size > 0) {
    const ssize_t got = ::pread(descriptor, bytes, size, static_cast<off_t>(address));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return false;
    if (got == 0) {  // beyond the end
      std::memset(bytes, 0, size);
      return true;
    }
    bytes += got;
    address += static_cast<haddr_t>(got);
    size -= static_cast<std::size_t>(got);
  }
  return true;
}

H5FD_t* open(const char* name, unsigned /*flags*/, hid_t access, haddr_t /*most*/) noexcept {
  int* const error = *static_cast<int* const*>(H5Pget_driver_info(access));
  const int descriptor = ::open(name, O_RDWR | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0666);
  if (descriptor < 0) {
    *error = errno;
    return nullptr;
  }
  auto* file = new WrittenFile{};
  file->descriptor = descriptor;
  file->error = error;
  return file;
}

herr_t close(H5FD_t* file) noexcept {
  if (::close(own(file).descriptor) != 0 && *own(file).error == 0) *own(file).error = errno;
  delete &own(file);
  return 0;
}

herr_t query(const H5FD_t* /*file*/, unsigned long* flags) noexcept {
  *flags = H5FD_FEAT_AGGREGATE_METADATA | H5FD_FEAT_ACCUMULATE_METADATA | H5FD_FEAT_DATA_SIEVE |
           H5FD_FEAT_AGGREGATE_SMALLDATA;
  return 0;
}

haddr_t allocated(const H5FD_t* file, H5FD_mem_t /*type*/) noexcept {
  return own(file).allocated;
}

herr_t allocate(H5FD_t* file, H5FD_mem_t /*type*/, haddr_t address) noexcept {
  own(file).allocated = address;
  return 0;
}

haddr_t end(const H5FD_t* file, H5FD_mem_t /*type*/) noexcept {
  return own(file).end;
}

herr_t write(H5FD_t* raw, H5FD_mem_t /*type*/, hid_t /*list*/, haddr_t address, std::size_t size,
             const void* bytes) noexcept {
  WrittenFile& file = own(raw);
  const auto* first = static_cast<const char*>(bytes);
  if (*file.error == 0 && !writeToDisk(file.descriptor, address, size, first)) *file.error = errno;
  if (*file.error != 0) file.kept.emplace_back(address, std::vector<char>(first, first + size));
  file.end = std::max(file.end, address + size);
  return 0;
}

herr_t read(H5FD_t* raw, H5FD_mem_t /*type*/, hid_t /*list*/, haddr_t address, std::size_t size, void* bytes) noexcept {
  const WrittenFile& file = own(raw);
  if (!readFromDisk(file.descriptor, address, size, static_cast<char*>(bytes))) return -1;
  for (const auto& [at, kept] : file.kept) {
    const haddr_t from = std::max(at, address), to = std::min(at + kept.size(), address + size);
    if (from < to) std::memcpy(static_cast<char*>(bytes) + (from - address), kept.data() + (from - at), to - from);
  }
  return 0;
}

herr_t truncate(H5FD_t* raw, hid_t /*list*/, hbool_t /*closing*/) noexcept {
  WrittenFile& file = own(raw);
  if (file.end == file.allocated) return 0;
  if (*file.error == 0 && ::ftruncate(file.descriptor, static_cast<off_t>(file.allocated)) != 0) *file.error = errno;
  file.end = file.allocated;
  return 0;
}

H5FD_class_t driverClass() {
  constexpr H5FD_mem_t map[H5FD_MEM_NTYPES] = H5FD_FLMAP_DICHOTOMY;
  H5FD_class_t driver{};
#if H5_VERSION_GE(1, 14, 0)
  driver.version = H5FD_CLASS_VERSION;
  driver.value = 400;  // of the range 256 to 511, which HDF5 leaves to drivers of programs
#endif
  driver.name = "spindle";
  driver.maxaddr = (haddr_t{1} << 62) - 1;
  driver.fc_degree = H5F_CLOSE_STRONG;
  driver.fapl_size = sizeof(int*);
  driver.open = open;
  driver.close = close;
  driver.query = query;
  driver.get_eoa = allocated;
  driver.set_eoa = allocate;
  driver.get_eof = end;
  driver.read = read;
  driver.write = write;
  driver.truncate = truncate;
  std::copy(std::begin(map), std::end(map), std::begin(driver.fl_map));
  return driver;
}

}  // namespace

void useWriteDriver(hid_t access, int* error) {
  // Registered as long as the process lives: on closing a file HDF5 gives up the file's hold on the driver, and calls
  // the driver's close() from it afterwards.
  static const hid_t driver = [] {
    const H5FD_class_t description = driverClass();
    return checked(H5FDregister(&description));
  }();
  checkedStatus(H5Pset_driver(access, driver, static_cast<const void*>(&error)));
}

}  // namespace spindle
