// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/zip_archive.h"

#include <zip.h>

#include <algorithm>
#include <unordered_map>

namespace spindle {

namespace {

struct CloseArchive {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct CloseEntry {
  void operator()(zip_file_t* entry) const { zip_fclose(entry); }
};

// Deflate cannot shrink more than this.
constexpr std::uint64_t largestRatio = 1100;

}  // namespace

struct ZipArchive::Private {
  explicit Private(const ByteSource& bytes) : source(&bytes) {}
  const ByteSource* source;
  std::unique_ptr<zip_t, CloseArchive> archive;
  std::vector<Entry> entries;
  std::unordered_map<std::string, std::size_t> places;
};

ZipArchive::ZipArchive(const ByteSource& source) : d_(std::make_unique<Private>(source)) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* zipSource = source.isFile()
                                ? zip_source_file_create(source.path().c_str(), 0, -1, &error)
                                : zip_source_buffer_create(source.memory().data(), source.memory().size(), 0, &error);
  if (zipSource) {
    d_->archive.reset(zip_open_from_source(zipSource, ZIP_RDONLY, &error));
    if (!d_->archive) zip_source_free(zipSource);
  }
  const std::string problem = d_->archive ? "" : zip_error_strerror(&error);
  const int cause = zip_error_code_zip(&error);
  zip_error_fini(&error);
  if (!d_->archive) {
    if (cause == ZIP_ER_OPEN || cause == ZIP_ER_READ) source.refuse("cannot be read (" + problem + ").");
    source.refuse("starts like a zip archive, but its table of contents at the end is missing or damaged (" + problem +
                  "): the file ends after " + std::to_string(source.size()) + " bytes; copy it again.");
  }

  const auto count = static_cast<std::uint64_t>(std::max<zip_int64_t>(0, zip_get_num_entries(d_->archive.get(), 0)));
  d_->entries.reserve(static_cast<std::size_t>(std::min<std::uint64_t>(count, source.size() / 46 + 1)));
  for (std::uint64_t i = 0; i < count; ++i) {
    zip_stat_t stat;
    zip_stat_init(&stat);
    constexpr zip_uint64_t needed = ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD;
    if (zip_stat_index(d_->archive.get(), i, ZIP_FL_ENC_RAW, &stat) != 0 || (stat.valid & needed) != needed) {
      source.refuse("entry " + std::to_string(i) + " of the zip archive has no name or size; copy the file again.");
    }
    const bool stored = stat.comp_method == ZIP_CM_STORE;
    if (stat.comp_size > source.size() || (stored && stat.size != stat.comp_size) ||
        stat.size / largestRatio > stat.comp_size) {
      source.refuse("entry " + std::string(stat.name) + " of the zip archive claims " + std::to_string(stat.size) +
                    " bytes, which the file cannot hold; copy it again.");
    }
    d_->places.emplace(stat.name, d_->entries.size());
    d_->entries.push_back({stat.name, stat.size});
  }
}

ZipArchive::~ZipArchive() = default;
ZipArchive::ZipArchive(ZipArchive&&) noexcept = default;
ZipArchive& ZipArchive::operator=(ZipArchive&&) noexcept = default;

const std::vector<ZipArchive::Entry>& ZipArchive::entries() const {
  return d_->entries;
}

std::optional<std::size_t> ZipArchive::find(const std::string& name) const {
  const auto place = d_->places.find(name);
  if (place == d_->places.end()) return std::nullopt;
  return place->second;
}

void ZipArchive::read(std::size_t entry, std::span<std::byte> out) const {
  const auto& [name, size] = d_->entries.at(entry);
  const auto damaged = [&](const std::string& what) {
    d_->source->refuse("entry " + name + " of the zip archive " + what + "; copy the file again.");
  };
  std::unique_ptr<zip_file_t, CloseEntry> file(zip_fopen_index(d_->archive.get(), entry, 0));
  if (!file) damaged(std::string("cannot be read (") + zip_strerror(d_->archive.get()) + ")");
  std::size_t done = 0;
  constexpr std::size_t piece = std::size_t{1} << 26;
  // One more call after the last byte: only there does libzip compare the CRC.
  while (true) {
    std::byte beyond;
    const bool atEnd = done == out.size();
    const zip_int64_t got =
        zip_fread(file.get(), atEnd ? &beyond : out.data() + done, atEnd ? 1 : std::min(piece, out.size() - done));
    if (got < 0) {
      zip_error_t* error = zip_file_get_error(file.get());
      if (zip_error_code_zip(error) == ZIP_ER_CRC) {
        damaged("is damaged (its bytes do not match the check sum, CRC-32, in the archive)");
      }
      damaged(std::string("cannot be read (") + zip_error_strerror(error) + ")");
    }
    if (atEnd && got == 0) return;
    if (atEnd || got == 0)
      damaged("is " + std::string(atEnd ? "longer" : "shorter") + " than its announced " + std::to_string(size) +
              " bytes");
    done += static_cast<std::size_t>(got);
  }
}

std::vector<std::byte> ZipArchive::head(std::size_t entry, std::size_t count) const {
  const auto& [name, size] = d_->entries.at(entry);
  std::vector<std::byte> bytes(static_cast<std::size_t>(std::min<std::uint64_t>(count, size)));
  std::unique_ptr<zip_file_t, CloseEntry> file(zip_fopen_index(d_->archive.get(), entry, 0));
  std::size_t done = 0;
  while (file && done < bytes.size()) {
    const zip_int64_t got = zip_fread(file.get(), bytes.data() + done, bytes.size() - done);
    if (got <= 0) break;
    done += static_cast<std::size_t>(got);
  }
  if (done < bytes.size()) {
    d_->source->refuse("entry " + name + " of the zip archive cannot be read; copy the file again.");
  }
  return bytes;
}

std::vector<std::byte> ZipArchive::readAll(std::size_t entry, std::uint64_t most) const {
  const auto& [name, size] = d_->entries.at(entry);
  if (size > most) {
    d_->source->refuse("entry " + name + " of the zip archive has " + std::to_string(size) + " bytes, more than the " +
                       std::to_string(most) + " that such an entry may have.");
  }
  std::vector<std::byte> bytes(static_cast<std::size_t>(size));
  read(entry, bytes);
  return bytes;
}

}  // namespace spindle
