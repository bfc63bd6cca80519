// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/byte_source.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace spindle {

/// The entries of a zip archive by name, read through libzip. Sizes and CRCs are those of the central directory; every
/// reading function checks the CRC and throws UserError where it is wrong, so that changed bytes never pass silently.
class ZipArchive {
 public:
  /// Reads the central directory only. The source must outlive the archive.
  explicit ZipArchive(const ByteSource& source);
  ~ZipArchive();
  ZipArchive(ZipArchive&&) noexcept;
  ZipArchive& operator=(ZipArchive&&) noexcept;

  struct Entry {
    std::string name;
    std::uint64_t size = 0;  ///< after inflating; already checked to be possible for the bytes the file has
  };
  [[nodiscard]] const std::vector<Entry>& entries() const;
  [[nodiscard]] std::optional<std::size_t> find(const std::string& name) const;

  /// The first bytes of an entry, at most count of them, not compared with its CRC.
  [[nodiscard]] std::vector<std::byte> head(std::size_t entry, std::size_t count) const;
  /// out.size() must be the entry's size.
  void read(std::size_t entry, std::span<std::byte> out) const;
  /// Throws UserError when the entry is larger than `most`.
  [[nodiscard]] std::vector<std::byte> readAll(std::size_t entry, std::uint64_t most) const;

 private:
  struct Private;
  std::unique_ptr<Private> d_;
};

}  // namespace spindle
