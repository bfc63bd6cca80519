// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace spindle {

/// One instruction of a pickle. argument is without its length prefix and without its line end.
struct PickleOp {
  char code = 0;
  std::size_t at = 0;  ///< offset in the pickle
  std::span<const std::byte> argument, second;

  [[nodiscard]] std::uint64_t unsignedArgument() const;  ///< little-endian, 1 to 8 bytes
};

/// Cuts a pickle into instructions; the one place that knows the arguments of each op-code (pickletools.py of CPython).
class PickleOps {
 public:
  PickleOps(std::span<const std::byte> pickled, std::string file, std::string part);

  /// nullopt when the bytes end inside an instruction.
  std::optional<PickleOp> next();
  [[nodiscard]] std::size_t position() const { return position_; }

  /// Throws UserError with file, part and offset.
  [[noreturn]] void refuse(std::size_t at, const std::string& what) const;

 private:
  std::optional<std::span<const std::byte>> take(std::uint64_t count);
  std::optional<std::span<const std::byte>> takeCounted(std::size_t prefix);
  std::optional<std::span<const std::byte>> takeLine();

  std::span<const std::byte> pickled_;
  std::string file_, part_;
  std::size_t position_ = 0;
};

}  // namespace spindle
