// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/entry.h"

#include <QTemporaryDir>

#include <fstream>

namespace spindle::fuzz {

std::filesystem::path fileWith(const std::string& name, const std::uint8_t* data, std::size_t size) {
  static const QTemporaryDir folder;
  const auto file = std::filesystem::path(folder.path().toStdString()) / name;
  std::filesystem::create_directories(file.parent_path());
  std::ofstream stream(file, std::ios::binary | std::ios::trunc);
  stream.write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(size));
  if (!stream.flush()) throw std::runtime_error(file.string() + " cannot be written");
  return file;
}

}  // namespace spindle::fuzz
