// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/log/event_file.h"

#include <cstdint>
#include <cstring>
#include <string>

/// Records of TensorBoard event files, written by hand.
namespace spindle::test {

inline std::string varint(std::uint64_t value) {
  std::string bytes;
  for (; value >= 0x80; value >>= 7) bytes += static_cast<char>((value & 0x7F) | 0x80);
  return bytes + static_cast<char>(value);
}

template <class T>
inline std::string raw(T value) {
  std::string bytes(sizeof value, '\0');
  std::memcpy(bytes.data(), &value, sizeof value);
  return bytes;
}

inline std::string field(int number, const std::string& bytes) {
  return varint(static_cast<std::uint64_t>(number) << 3 | 2) + varint(bytes.size()) + bytes;
}

inline std::string record(const std::string& data) {
  const auto length = raw(static_cast<std::uint64_t>(data.size()));
  return length + raw(maskedCrc32c(length)) + data + raw(maskedCrc32c(data));
}

/// An event with one scalar; value holds the fields behind the tag.
inline std::string scalarEvent(double wallTime, std::int64_t step, const std::string& tag, const std::string& value) {
  return record("\x09" + raw(wallTime) + "\x10" + varint(static_cast<std::uint64_t>(step)) +
                field(5, field(1, field(1, tag) + value)));
}

inline std::string simple(float value) {
  return "\x15" + raw(value);
}

}  // namespace spindle::test
