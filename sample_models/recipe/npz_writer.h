// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace spindle {

/// NumPy's .npz: a zip archive of arrays, compressed. Arrays are row-major.
class NpzWriter {
 public:
  void add(const std::string& name, const std::vector<std::size_t>& shape, const std::vector<std::uint8_t>& values);
  void add(const std::string& name, const std::vector<std::size_t>& shape, const std::vector<std::int64_t>& values);
  void add(const std::string& name, const std::vector<std::size_t>& shape, const std::vector<float>& values);
  void add(const std::string& name, const std::vector<std::string>& texts);  ///< ASCII; one dimension

  /// Throws UserError when the file cannot be written. The bytes depend on the arrays only.
  void write(const std::filesystem::path& file) const;

 private:
  struct Entry {
    std::string name;
    std::string bytes;  ///< an .npy file
  };
  std::vector<Entry> entries_;
};

}  // namespace spindle
