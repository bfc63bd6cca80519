// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/byte_source.h"

#include "core/base/user_error.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace spindle {

ByteSource::ByteSource(const std::filesystem::path& file) : path_(file), name_(file.string()) {
  std::error_code error;
  const auto status = std::filesystem::status(file, error);
  if (!std::filesystem::exists(status)) refuse("no such file.");
  if (std::filesystem::is_directory(status)) refuse("is a folder where a file was expected.");
  if (!std::filesystem::is_regular_file(status)) refuse("is not a regular file.");
  errno = 0;
  stream_.open(file, std::ios::binary);
  if (!stream_) refuse(std::string("cannot be opened (") + std::strerror(errno) + "); check its permissions.");
  size_ = std::filesystem::file_size(file, error);
  if (error) refuse("its size cannot be read (" + error.message() + ").");
}

ByteSource::ByteSource(std::span<const std::byte> bytes, std::string name)
    : name_(std::move(name)), memory_(bytes), size_(bytes.size()) {}

void ByteSource::read(std::uint64_t offset, std::span<std::byte> out) const {
  if (offset > size_ || out.size() > size_ - offset) {
    refuseTruncated("where byte " + std::to_string(offset + out.size()) + " was expected");
  }
  if (out.empty()) return;
  if (!isFile()) {
    std::memcpy(out.data(), memory_.data() + offset, out.size());
    return;
  }
  stream_.clear();
  stream_.seekg(static_cast<std::streamoff>(offset));
  stream_.read(reinterpret_cast<char*>(out.data()), static_cast<std::streamsize>(out.size()));
  if (static_cast<std::size_t>(stream_.gcount()) != out.size()) {
    refuse("reading " + std::to_string(out.size()) + " bytes at offset " + std::to_string(offset) +
           " failed; check the disk, or copy the file again.");
  }
}

std::vector<std::byte> ByteSource::some(std::uint64_t offset, std::uint64_t count) const {
  std::vector<std::byte> out(offset >= size_ ? 0 : static_cast<std::size_t>(std::min(count, size_ - offset)));
  read(std::min(offset, size_), out);
  return out;
}

void ByteSource::refuse(const std::string& what) const {
  throw UserError(name_ + ": " + what);
}

void ByteSource::refuseTruncated(const std::string& what) const {
  refuse("the file ends after " + std::to_string(size_) + " bytes, " + what + "; copy it again.");
}

std::string_view asText(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace spindle
