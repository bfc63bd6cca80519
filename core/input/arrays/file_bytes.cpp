// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/arrays/file_bytes.h"

#include "core/base/limits.h"
#include "core/base/regular_file.h"
#include "core/base/user_error.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <fstream>
#include <limits>
#include <system_error>
#include <zlib.h>

namespace spindle {
namespace {

class InflateStream {
 public:
  InflateStream() {
    if (inflateInit2(&stream, MAX_WBITS + 16) != Z_OK) throw std::bad_alloc();
  }
  ~InflateStream() { inflateEnd(&stream); }
  InflateStream(const InflateStream&) = delete;
  InflateStream& operator=(const InflateStream&) = delete;
  z_stream stream{};
};

/// What a gzip file says of itself, modulo 2^32.
std::size_t lastSize(std::span<const std::byte> bytes) {
  std::size_t size = 0;
  if (bytes.size() < 4) return 0;
  for (int i = 0; i < 4; ++i)
    size |= std::to_integer<std::size_t>(bytes[bytes.size() - 4 + static_cast<std::size_t>(i)]) << (8 * i);
  return size;
}

}  // namespace

std::vector<std::byte> readFileBytes(const std::filesystem::path& file) {
  const auto name = file.filename().string();
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  if (error) throw UserError(file.string() + ": cannot be read as a file (" + error.message() + "); check the path.");
  if (size > limits::fileBytes)
    throw UserError(name + ": is larger than 512 MiB; give fewer samples (a few hundred suffice).");
  requireRegularFile(file);
  std::ifstream in(file, std::ios::binary);
  std::vector<std::byte> bytes(size);
  if (!in.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(size))) {
    throw UserError(file.string() + ": cannot be read; check its permissions.");
  }
  return bytes;
}

std::string_view withoutMark(std::string_view text, const std::string& source) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
    throw UserError(source + ": is UTF-16 text; save it as UTF-8.");
  }
  return text;
}

bool isGzip(std::span<const std::byte> bytes) {
  return bytes.size() > 2 && bytes[0] == std::byte{0x1f} && bytes[1] == std::byte{0x8b};
}

std::vector<std::byte> inflated(std::span<const std::byte> bytes, const std::string& source) {
  InflateStream inflate_;
  auto& z = inflate_.stream;
  // Room for all of it at once: a vector that doubles holds twice as much while it does. Deflate shrinks 1032 times at
  // best, and the file ends with the size of its last member.
  std::vector<std::byte> out;
  std::array<std::byte, 1 << 16> piece;
  const auto most = static_cast<std::size_t>(std::min<std::uint64_t>(limits::fileBytes, 1032 * bytes.size()));
  out.reserve(std::min(most, lastSize(bytes)));
  std::size_t taken = 0;
  for (;;) {
    if (z.avail_in == 0 && taken < bytes.size()) {
      const auto part = std::min<std::size_t>(bytes.size() - taken, std::numeric_limits<uInt>::max());
      // zlib's interface is not const-correct; it does not write through next_in.
      z.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(bytes.data() + taken));
      z.avail_in = static_cast<uInt>(part);
      taken += part;
    }
    z.next_out = reinterpret_cast<Bytef*>(piece.data());
    z.avail_out = static_cast<uInt>(piece.size());
    const int state = inflate(&z, Z_NO_FLUSH);
    const auto got = piece.size() - z.avail_out;
    if (out.size() + got > limits::fileBytes) {
      throw UserError(source + ": decompresses to more than 512 MiB; give fewer samples (a few hundred suffice).");
    }
    if (out.size() + got > out.capacity()) out.reserve(std::max(most, out.size() + got));
    out.insert(out.end(), piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(got));
    if (state == Z_STREAM_END) {
      if (z.avail_in == 0 && taken == bytes.size()) return out;
      inflateReset(&z);
    } else if (state != Z_OK || (got == 0 && z.avail_in == 0 && taken == bytes.size())) {
      throw UserError(source + ": the gzip data are damaged or cut off after " + std::to_string(out.size()) +
                      " bytes; copy or download the file again.");
    }
  }
}

std::vector<std::byte> inflatedHead(std::span<const std::byte> bytes, std::size_t count) {
  InflateStream inflate_;
  auto& z = inflate_.stream;
  std::vector<std::byte> head(count);
  z.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(bytes.data()));
  z.avail_in = static_cast<uInt>(std::min<std::size_t>(bytes.size(), 1 << 16));
  z.next_out = reinterpret_cast<Bytef*>(head.data());
  z.avail_out = static_cast<uInt>(head.size());
  inflate(&z, Z_SYNC_FLUSH);
  head.resize(head.size() - z.avail_out);
  return head;
}

}  // namespace spindle
