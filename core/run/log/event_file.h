// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace spindle {

/// One scalar of a TensorBoard event file.
struct EventScalar {
  double wallTime = 0.0;
  std::int64_t step = 0;
  std::string tag;
  double value = 0.0;
};

struct EventScalars {
  std::vector<EventScalar> scalars;
  bool torn = false;  ///< the last record was cut off: training still runs, or was killed
};

/// Walks the records of an event file (length, masked CRC-32C, data, masked CRC-32C) and the protobuf messages in them.
/// Takes simple values and one-element tensors of float, double, int32 and int64; skips everything else. `name` is for
/// messages. Throws UserError with the byte offset for a wrong checksum or a malformed message.
EventScalars readEventScalars(std::string_view bytes, const std::string& name);

/// So many bytes of a file from a place on, until they are asked for again.
using EventBytes = std::function<std::string_view(std::uint64_t at, std::size_t count)>;

/// The same of `size` bytes that are read record by record. A file may hold as many scalars as limits::eventValues.
EventScalars readEventScalars(std::uint64_t size, const EventBytes& bytes, const std::string& name);

/// CRC-32C (Castagnoli) of the bytes, masked as TensorFlow records store it.
std::uint32_t maskedCrc32c(std::string_view bytes);

}  // namespace spindle
