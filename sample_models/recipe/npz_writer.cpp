// SPDX-License-Identifier: GPL-3.0-or-later
#include "sample_models/recipe/npz_writer.h"

#include "core/base/atomic_file.h"
#include "core/base/user_error.h"

#include <zip.h>

#include <algorithm>
#include <cstring>

namespace spindle {
namespace {

std::string npyHeader(const std::string& type, const std::vector<std::size_t>& shape) {
  std::string text = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (";
  for (const auto size : shape) text += std::to_string(size) + ",";
  text += "), }";
  // Magic, version, length and text fill a multiple of 64 bytes; the text ends with a line break.
  while ((10 + text.size() + 1) % 64 != 0) text += ' ';
  text += '\n';
  std::string header("\x93NUMPY\x01\x00", 8);
  header += static_cast<char>(text.size() & 0xffU);
  header += static_cast<char>(text.size() >> 8U);
  return header + text;
}

template <class T>
std::string bytesOf(const std::vector<T>& values) {
  std::string bytes(values.size() * sizeof(T), '\0');
  if (!values.empty()) std::memcpy(bytes.data(), values.data(), bytes.size());
  return bytes;
}

}  // namespace

void NpzWriter::add(const std::string& name, const std::vector<std::size_t>& shape,
                    const std::vector<std::uint8_t>& values) {
  entries_.push_back({name, npyHeader("|u1", shape) + bytesOf(values)});
}

void NpzWriter::add(const std::string& name, const std::vector<std::size_t>& shape,
                    const std::vector<std::int64_t>& values) {
  entries_.push_back({name, npyHeader("<i8", shape) + bytesOf(values)});
}

void NpzWriter::add(const std::string& name, const std::vector<std::size_t>& shape, const std::vector<float>& values) {
  entries_.push_back({name, npyHeader("<f4", shape) + bytesOf(values)});
}

void NpzWriter::add(const std::string& name, const std::vector<std::string>& texts) {
  std::size_t width = 1;
  for (const auto& text : texts) width = std::max(width, text.size());
  std::vector<std::uint32_t> letters(width * texts.size(), 0);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    std::transform(texts[i].begin(), texts[i].end(), letters.begin() + static_cast<std::ptrdiff_t>(i * width),
                   [](char c) { return static_cast<std::uint32_t>(static_cast<unsigned char>(c)); });
  }
  entries_.push_back({name, npyHeader("<U" + std::to_string(width), {texts.size()}) + bytesOf(letters)});
}

void NpzWriter::write(const std::filesystem::path& file) const {
  int code = 0;
  zip_t* const archive = zip_open(file.c_str(), ZIP_CREATE | ZIP_EXCL, &code);
  if (archive == nullptr) throw UserError("The file " + file.string() + " cannot be written; choose another folder.");
  bool good = true;
  for (const auto& entry : entries_) {
    zip_source_t* const source = zip_source_buffer(archive, entry.bytes.data(), entry.bytes.size(), 0);
    const auto index = zip_file_add(archive, (entry.name + ".npy").c_str(), source, ZIP_FL_ENC_UTF_8);
    if (index < 0) {
      zip_source_free(source);
      good = false;
      continue;
    }
    // A fixed date, so that the same arrays give the same bytes.
    good = zip_file_set_dostime(archive, static_cast<zip_uint64_t>(index), 0, 0x21, 0) == 0 && good;
  }
  if (!good || zip_close(archive) != 0) {
    zip_error_t* const error = zip_get_error(archive);
    const int system = zip_error_system_type(error) == ZIP_ET_SYS ? zip_error_code_system(error) : 0;
    const std::string words = zip_error_strerror(error);
    zip_discard(archive);
    if (system != 0) throwWriteError(file, system);
    throw UserError("The file " + file.string() + " cannot be written (" + words + "); try another folder.");
  }
}

}  // namespace spindle
