// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/regular_file.h"

#include "core/base/user_error.h"

#include <system_error>

namespace spindle {

void requireRegularFile(const std::filesystem::path& file) {
  std::error_code error;
  const auto status = std::filesystem::status(file, error);
  if (std::filesystem::is_regular_file(status)) return;
  if (!std::filesystem::exists(status)) {
    throw UserError(file.string() + ": cannot be opened (" + (error ? error.message() : "no such file") +
                    "); check the path and its permissions.");
  }
  throw UserError(file.string() + ": is a " +
                  (std::filesystem::is_directory(status) ? "folder"
                   : std::filesystem::is_fifo(status)    ? "pipe"
                   : std::filesystem::is_socket(status)  ? "socket"
                                                         : "device") +
                  ", not a regular file; give a file.");
}

}  // namespace spindle
