// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/checkpoints/same_weights.h"

#include <zip.h>

#include <cstdint>
#include <memory>
#include <string_view>
#include <tuple>
#include <vector>

namespace spindle {
namespace {

struct Close {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};

/// Size and CRC of the entries that hold tensors (ROOT/data/0, ...); of all entries where there are none. The pickle
/// beside them may differ between two saves of the same weights (it holds paths and counters).
std::vector<std::tuple<std::uint64_t, std::uint32_t>> contents(const std::filesystem::path& file) {
  int error = 0;
  const std::unique_ptr<zip_t, Close> archive(zip_open(file.c_str(), ZIP_RDONLY, &error));
  if (!archive) return {};
  std::vector<std::tuple<std::uint64_t, std::uint32_t>> data, all;
  const auto entries = zip_get_num_entries(archive.get(), 0);
  for (zip_int64_t i = 0; i < entries; ++i) {
    zip_stat_t entry;
    if (zip_stat_index(archive.get(), static_cast<zip_uint64_t>(i), 0, &entry) != 0) return {};
    constexpr zip_uint64_t needed = ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_CRC;
    if ((entry.valid & needed) != needed) return {};
    all.emplace_back(entry.size, entry.crc);
    if (std::string_view(entry.name).find("/data/") != std::string_view::npos) data.push_back(all.back());
  }
  return data.empty() ? all : data;
}

}  // namespace

bool sameWeights(const std::filesystem::path& a, const std::filesystem::path& b) {
  std::error_code error;
  if (std::filesystem::equivalent(a, b, error)) return true;
  const auto sizeA = std::filesystem::file_size(a, error);
  if (error) return false;
  const auto sizeB = std::filesystem::file_size(b, error);
  if (error || sizeA != sizeB) return false;
  const auto contentsA = contents(a);
  return !contentsA.empty() && contentsA == contents(b);
}

}  // namespace spindle
