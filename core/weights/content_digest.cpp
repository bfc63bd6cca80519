// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/content_digest.h"

#include "core/weights/digest.h"

#include <zip.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <memory>
#include <string_view>
#include <vector>

namespace spindle {
namespace {

namespace fs = std::filesystem;

struct Discard {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};

/// False where it is no zip file, or one without check sums.
bool addZip(const fs::path& file, Digest& digest) {
  int error = 0;
  const std::unique_ptr<zip_t, Discard> archive(zip_open(file.c_str(), ZIP_RDONLY, &error));
  if (!archive) return false;
  const auto entries = zip_get_num_entries(archive.get(), 0);
  Digest inside;
  for (zip_int64_t i = 0; i < entries; ++i) {
    zip_stat_t entry;
    constexpr zip_uint64_t needed = ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_CRC;
    if (zip_stat_index(archive.get(), static_cast<zip_uint64_t>(i), 0, &entry) != 0) return false;
    if ((entry.valid & needed) != needed) return false;
    const std::string_view name(entry.name);
    inside.add(name.substr(name.find('/') + 1));  // the first folder is the file's name when it was saved
    inside.add(std::uint64_t{entry.size});
    inside.add(std::uint64_t{entry.crc});
  }
  digest.add(inside.text());
  return true;
}

bool addBytes(const fs::path& file, Digest& digest) {
  std::ifstream stream(file, std::ios::binary);
  std::vector<char> block(1 << 20);
  while (stream) {
    stream.read(block.data(), static_cast<std::streamsize>(block.size()));
    if (stream.gcount() > 0) digest.add(std::string_view(block.data(), static_cast<std::size_t>(stream.gcount())));
  }
  return stream.eof();
}

bool addStamp(const fs::path& file, Digest& digest) {
  constexpr std::uintmax_t quicklyRead = 4U << 20U;
  std::error_code error;
  if (fs::file_size(file, error) <= quicklyRead && !error) return addBytes(file, digest);
  digest.add(fs::weakly_canonical(file, error).string());
  digest.add(std::uint64_t{fs::file_size(file, error)});
  digest.add(static_cast<std::uint64_t>(fs::last_write_time(file, error).time_since_epoch().count()));
  return true;
}

bool addFile(const fs::path& file, Digest& digest, bool (*addOther)(const fs::path&, Digest&)) {
  std::error_code error;
  return fs::is_regular_file(file, error) && (addZip(file, digest) || addOther(file, digest));
}

/// What a checkpoint folder holds besides weights and their configuration changes nothing in the scores.
bool isWeights(const fs::path& file) {
  const auto name = file.filename().string();
  constexpr std::array<std::string_view, 5> others{"optimizer", "scheduler", "rng_state", "trainer_state",
                                                   "training_args"};
  if (std::ranges::any_of(others, [&](auto start) { return name.starts_with(start); })) return false;
  return name.ends_with(".safetensors") || name.ends_with(".bin") || name.ends_with(".pt") || name.ends_with(".pth") ||
         name.ends_with(".index.json") || name == "config.json";
}

std::string digestOf(const fs::path& file, bool (*addOther)(const fs::path&, Digest&)) {
  std::error_code error;
  Digest digest;
  if (!fs::is_directory(file, error)) return addFile(file, digest, addOther) ? digest.text() : std::string();
  std::vector<fs::path> files;
  for (fs::directory_iterator at(file, error), end; !error && at != end; at.increment(error)) {
    if (isWeights(at->path())) files.push_back(at->path());
  }
  std::sort(files.begin(), files.end());
  for (const auto& one : files) {
    digest.add(one.filename().string());
    if (!addFile(one, digest, addOther)) return {};
  }
  return files.empty() ? std::string() : digest.text();
}

}  // namespace

std::string contentDigest(const fs::path& file) {
  return digestOf(file, addBytes);
}

std::string quickDigest(const fs::path& file) {
  return digestOf(file, addStamp);
}

}  // namespace spindle
