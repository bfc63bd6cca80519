// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/log/read_text.h"

#include "core/base/user_error.h"

#include <fstream>

namespace spindle {

std::string readText(const std::filesystem::path& file, std::size_t limit) {
  std::error_code error;
  const auto status = std::filesystem::status(file, error);
  if (!std::filesystem::exists(status)) throw UserError(file.string() + " does not exist.");
  if (!std::filesystem::is_regular_file(status)) throw UserError(file.string() + " is not a file.");
  const auto size = std::filesystem::file_size(file, error);
  if (error) throw UserError(file.string() + " cannot be read: " + error.message() + ".");
  if (size > limit) {
    throw UserError(file.string() + " has " + std::to_string(size) + " bytes, more than the " + std::to_string(limit) +
                    " allowed for such a file.");
  }
  std::string text(static_cast<std::size_t>(size), '\0');
  std::ifstream stream(file, std::ios::binary);
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (!stream.is_open() || stream.bad()) throw UserError(file.string() + " cannot be read; check its permissions.");
  text.resize(static_cast<std::size_t>(stream.gcount()));
  return text;
}

}  // namespace spindle
