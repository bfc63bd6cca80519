// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/hdf5_handle.h"

#include <filesystem>
#include <mutex>
#include <stdexcept>
#include <string>

namespace spindle {

/// Stands around every call of HDF5: holds hdf5Lock() and keeps the library from printing its errors.
class Hdf5Scope {
 public:
  Hdf5Scope();
  ~Hdf5Scope();
  Hdf5Scope(const Hdf5Scope&) = delete;
  Hdf5Scope& operator=(const Hdf5Scope&) = delete;

 private:
  std::unique_lock<std::recursive_mutex> lock_;
  H5E_auto2_t print_ = nullptr;
  void* printData_ = nullptr;
};

/// A call of HDF5 that failed: what its error stack says. systemError is an errno, 0 where the system was content.
struct Hdf5Failure : std::runtime_error {
  explicit Hdf5Failure(const std::string& what) : std::runtime_error(what) {}
  static Hdf5Failure fromStack();  ///< takes and empties the calling thread's error stack
  int systemError = 0;
  bool cutShort = false;  ///< the file is shorter than it says
};

/// The result of a call, when it succeeded; throws Hdf5Failure otherwise.
inline hid_t checked(hid_t id) {
  return id >= 0 ? id : throw Hdf5Failure::fromStack();
}
inline void checkedStatus(herr_t status) {
  if (status < 0) throw Hdf5Failure::fromStack();
}

[[noreturn]] void throwReadError(const std::filesystem::path& file, const Hdf5Failure& failure);
[[noreturn]] void throwWriteError(const std::filesystem::path& file,
                                  const Hdf5Failure& failure);  ///< not the disk's fault

}  // namespace spindle
