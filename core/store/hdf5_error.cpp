// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/hdf5_error.h"

#include "core/base/user_error.h"
#include "core/store/hdf5_lock.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace spindle {
namespace {

// HDF5 tells the system's error only inside its texts: "file write failed: ..., errno = 28, error message = ...".
herr_t summarize(unsigned /*depth*/, const H5E_error2_t* error, void* data) {
  auto& failure = *static_cast<Hdf5Failure*>(data);
  const std::string text = error->desc != nullptr ? error->desc : "";
  if (*failure.what() == '\0') static_cast<std::runtime_error&>(failure) = std::runtime_error(text);
  if (const auto at = text.find("errno = "); at != std::string::npos && failure.systemError == 0)
    failure.systemError = std::atoi(text.c_str() + at + std::strlen("errno = "));
  if (text.find("truncated file") != std::string::npos) failure.cutShort = true;
  return 0;
}

}  // namespace

Hdf5Scope::Hdf5Scope() : lock_(hdf5Lock()) {
  H5Eget_auto2(H5E_DEFAULT, &print_, &printData_);
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
}

Hdf5Scope::~Hdf5Scope() {
  H5Eset_auto2(H5E_DEFAULT, print_, printData_);
}

Hdf5Failure Hdf5Failure::fromStack() {
  Hdf5Failure failure("");
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, summarize, &failure);
  H5Eclear2(H5E_DEFAULT);
  return failure;
}

void throwReadError(const std::filesystem::path& file, const Hdf5Failure& failure) {
  const std::string name = file.string();
  if (failure.cutShort) {
    std::error_code ignored;
    throw UserError("The results file " + name + " is cut short: only its first " +
                    std::to_string(std::filesystem::file_size(file, ignored)) +
                    " bytes are there; copy it again, or compute it again.");
  }
  if (failure.systemError != 0)
    throw UserError("The results file " + name + " cannot be read: " + std::strerror(failure.systemError) + ".");
  throw UserError("The results file " + name + " is damaged (" + failure.what() +
                  "); copy it again, or compute it again.");
}

void throwWriteError(const std::filesystem::path& file, const Hdf5Failure& failure) {
  throw UserError("Cannot write " + file.string() + ": " + failure.what() + ".");
}

}  // namespace spindle
