// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/user_error.h"
#include "sample_models/recipe/labeled_data.h"

#include <algorithm>
#include <array>
#include <memory>
#include <span>
#include <zlib.h>

namespace spindle {
namespace {

constexpr std::uint8_t bytes = 8, shorts = 11;  // types of values by IDX

struct GzCloser {
  void operator()(gzFile_s* file) const { gzclose(file); }
};

std::uint32_t bigEndian(const std::uint8_t* at) {
  return std::uint32_t{at[0]} << 24U | std::uint32_t{at[1]} << 16U | std::uint32_t{at[2]} << 8U | at[3];
}

void readExactly(gzFile_s* file, std::span<std::uint8_t> into, const std::filesystem::path& name) {
  std::size_t done = 0;
  while (done < into.size()) {
    const auto now = static_cast<unsigned>(std::min<std::size_t>(into.size() - done, 1U << 20U));
    const int got = gzread(file, into.data() + done, now);
    if (got <= 0) throw UserError("The file " + name.string() + " is damaged or truncated; install its package again.");
    done += static_cast<std::size_t>(got);
  }
}

}  // namespace

std::vector<float> readIdx(const std::filesystem::path& file, std::size_t rows, std::size_t valuesARow,
                           const std::string& missing) {
  const std::unique_ptr<gzFile_s, GzCloser> input(gzopen(file.c_str(), "rb"));
  if (!input) throw UserError("The file " + file.string() + " is missing; " + missing + ".");
  std::array<std::uint8_t, 4> magic{};
  readExactly(input.get(), magic, file);
  const auto type = magic[2];
  if (magic[0] != 0 || magic[1] != 0 || (type != bytes && type != shorts) || magic[3] == 0 || magic[3] > 4) {
    throw UserError("The file " + file.string() + " is not an IDX file of bytes; install its package again.");
  }
  std::vector<std::uint8_t> sizes(4U * magic[3]);
  readExactly(input.get(), sizes, file);
  std::size_t perRow = 1;
  for (std::size_t k = 4; k < sizes.size(); k += 4) perRow *= bigEndian(sizes.data() + k);
  const std::size_t stored = bigEndian(sizes.data());
  if (perRow != valuesARow || stored == 0) {
    throw UserError("The file " + file.string() + " does not hold the expected data; install its package again.");
  }
  const auto count = std::min(rows, stored) * valuesARow;
  std::vector<std::uint8_t> raw(type == shorts ? 2 * count : count);
  readExactly(input.get(), raw, file);
  std::vector<float> values(count);
  for (std::size_t i = 0; i < count; ++i) {
    values[i] = type == bytes ? static_cast<float>(raw[i])
                              : static_cast<float>(static_cast<std::int16_t>(raw[2 * i] << 8U | raw[2 * i + 1]));
  }
  return values;
}

std::vector<std::int64_t> readIdxLabels(const std::filesystem::path& file, std::size_t rows,
                                        const std::string& missing) {
  std::vector<std::int64_t> labels;
  for (const float value : readIdx(file, rows, 1, missing)) labels.push_back(static_cast<std::int64_t>(value));
  return labels;
}

}  // namespace spindle
