// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/hdf5_file.h"

#include "core/base/user_error.h"
#include "core/store/hdf5_error.h"
#include "core/store/write_driver.h"

#include <string>

namespace spindle {
namespace {

Hdf5Handle accessList() {
  Hdf5Handle list(checked(H5Pcreate(H5P_FILE_ACCESS)), H5Pclose);
  // From HDF5 1.10 on the lists of where blocks lie have check sums; before, a flipped bit there let it read elsewhere.
  checkedStatus(H5Pset_libver_bounds(list.get(), H5F_LIBVER_V110, H5F_LIBVER_LATEST));
  checkedStatus(H5Pset_fclose_degree(list.get(), H5F_CLOSE_STRONG));
  // Files are never changed in place, and some network file systems know no locks.
  checkedStatus(H5Pset_file_locking(list.get(), false, true));
  return list;
}

}  // namespace

Hdf5Handle openHdf5File(const std::filesystem::path& file) {
  const std::string name = file.string();
  std::error_code error;
  const auto status = std::filesystem::status(file, error);
  if (status.type() == std::filesystem::file_type::none)
    throw UserError("The results file " + name + " cannot be read: " + error.message() + ".");
  if (!std::filesystem::exists(status)) throw UserError("There is no results file " + name + ".");
  if (std::filesystem::is_directory(status)) throw UserError(name + " is a folder, not a results file.");
  // Opening a pipe would wait for ever.
  if (!std::filesystem::is_regular_file(status)) throw UserError(name + " is a pipe or a device, not a results file.");
  const Hdf5Handle list = accessList();
  Hdf5Handle id(H5Fopen(file.c_str(), H5F_ACC_RDONLY, list.get()), H5Fclose);
  if (!id) {
    const auto failure = Hdf5Failure::fromStack();
    if (!failure.cutShort && failure.systemError == 0 && H5Fis_hdf5(file.c_str()) <= 0)
      throw UserError(name + " is not a results file: it is " +
                      (std::filesystem::file_size(file, error) == 0 ? "empty." : "not in HDF5 format."));
    throw failure;
  }
  return id;
}

Hdf5Handle createHdf5File(const std::filesystem::path& file, int* error) {
  const Hdf5Handle access = accessList(), creation(checked(H5Pcreate(H5P_FILE_CREATE)), H5Pclose);
  checkedStatus(H5Pset_obj_track_times(creation.get(), false));
  useWriteDriver(access.get(), error);
  return {checked(H5Fcreate(file.c_str(), H5F_ACC_TRUNC, creation.get(), access.get())), H5Fclose};
}

}  // namespace spindle
