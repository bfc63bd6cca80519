// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <span>
#include <string>
#include <vector>

namespace spindle {

/// Bytes that a reader may look at in any order: a file, read piece by piece and never as a whole, or memory.
/// Not for use from several threads at once.
class ByteSource {
 public:
  /// Throws UserError when the file cannot be opened or is a folder.
  explicit ByteSource(const std::filesystem::path& file);
  /// The bytes must outlive the source; name is what error messages call it.
  ByteSource(std::span<const std::byte> bytes, std::string name);

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] std::uint64_t size() const { return size_; }
  [[nodiscard]] bool isFile() const { return stream_.is_open(); }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }    ///< empty for memory
  [[nodiscard]] std::span<const std::byte> memory() const { return memory_; }  ///< empty for a file

  /// Fills out from offset. Throws UserError when the source ends before.
  void read(std::uint64_t offset, std::span<std::byte> out) const;
  /// At most count bytes from offset, fewer where the source ends.
  [[nodiscard]] std::vector<std::byte> some(std::uint64_t offset, std::uint64_t count) const;

  /// Throws UserError: "NAME: what".
  [[noreturn]] void refuse(const std::string& what) const;
  /// Throws UserError: the source is too short for what; copy it again.
  [[noreturn]] void refuseTruncated(const std::string& what) const;

 private:
  std::filesystem::path path_;
  std::string name_;
  mutable std::ifstream stream_;
  std::span<const std::byte> memory_;
  std::uint64_t size_ = 0;
};

/// Bytes as text, unchanged.
[[nodiscard]] std::string_view asText(std::span<const std::byte> bytes);

}  // namespace spindle
