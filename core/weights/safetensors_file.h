// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/byte_source.h"
#include "core/weights/weights.h"

#include <cstdint>
#include <vector>

namespace spindle {

/// A safetensors file: its header, read and checked when opened, and its tensors, read when asked for. The source must
/// outlive it. Format: u64 header length, JSON header, row-major little-endian data without holes or overlaps.
class SafetensorsFile {
 public:
  explicit SafetensorsFile(const ByteSource& source);

  [[nodiscard]] const std::vector<TensorHeader>& headers() const { return headers_; }
  [[nodiscard]] Tensor read(std::size_t index) const;

 private:
  const ByteSource& source_;
  std::vector<TensorHeader> headers_;
  std::vector<std::uint64_t> offsets_;  ///< from the start of the file
};

}  // namespace spindle
