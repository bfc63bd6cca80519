// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace spindle::fuzz {

using Bytes = std::vector<std::uint8_t>;
using Entry = int (*)(const std::uint8_t*, std::size_t);

/// One file that an entry is tried with. Of large files about `places` positions, evenly chosen, are cut and changed.
/// readable = false: not even whole, as it needs other files beside it.
struct Case {
  const char* name;
  Bytes whole;
  Entry entry;
  std::size_t places = SIZE_MAX;
  bool readable = true;
};

/// A file below tests/golden.
Bytes goldenBytes(const std::string& name);
Bytes bytesFrom(std::string_view text);

/// Gives the entry the bytes as they are, which it must read; then cut at every position, with each byte changed in
/// five ways, and with eight bytes changed at random. Returns what went wrong, empty when nothing: another exception
/// than UserError, more than 1 GB in use, memory that is not given back. A call of 10 s ends the program.
std::string faultOf(const Case& tried);

}  // namespace spindle::fuzz
