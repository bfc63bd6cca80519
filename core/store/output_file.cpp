// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/output_file.h"

#include "core/base/atomic_file.h"
#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/store/table_headers.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

namespace spindle {
namespace {

namespace fs = std::filesystem;
using namespace std::string_view_literals;

std::string nameOf(OutputFormat kind) {
  switch (kind) {
    case OutputFormat::table:
      return "table written by Spindle";
    case OutputFormat::pdf:
      return "PDF file";
    case OutputFormat::png:
      return "PNG image";
    case OutputFormat::svg:
      return "SVG image";
    case OutputFormat::eps:
      return "EPS file";
    case OutputFormat::html:
      return "HTML page";
    case OutputFormat::json:
      return "JSON file written by Spindle";
    case OutputFormat::jsonl:
      return "file of JSON lines written by Spindle";
    case OutputFormat::npz:
      return "NPZ file written by Spindle";
    case OutputFormat::tex:
      return "TeX file written by Spindle";
    case OutputFormat::mp4:
      return "MP4 video";
    case OutputFormat::webm:
      return "WebM video";
    case OutputFormat::gif:
      return "GIF animation";
  }
  return {};
}

/// Empty where the file cannot be read, which the caller then takes for a foreign one.
std::string firstBytes(const fs::path& file) {
  constexpr std::size_t most = 4096;
  std::string bytes(most, '\0');
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  if (descriptor < 0) return {};
  const ssize_t count = ::read(descriptor, bytes.data(), bytes.size());
  ::close(descriptor);
  bytes.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
  return bytes;
}

bool hasKind(std::string_view bytes, OutputFormat kind) {
  const auto blanks = std::min(bytes.find_first_not_of(" \t\r\n"), bytes.size());
  const std::string text = lowerCase(bytes.substr(blanks));
  switch (kind) {
    case OutputFormat::table:
      return std::any_of(table_headers::all.begin(), table_headers::all.end(),
                         [&](std::string_view header) { return bytes.starts_with(header); });
    case OutputFormat::pdf:
      return bytes.starts_with("%PDF-");
    case OutputFormat::png:
      return bytes.starts_with("\x89PNG\r\n\x1a\n"sv);
    case OutputFormat::svg:
      return text.starts_with("<svg") || (text.starts_with("<?xml") && text.find("<svg") != std::string::npos);
    case OutputFormat::eps:
      return bytes.starts_with("%!PS-Adobe");
    case OutputFormat::html:
      return text.starts_with("<!doctype html") || text.starts_with("<html");
    case OutputFormat::json:
      return text.starts_with("{\n \"spindle\":");
    case OutputFormat::jsonl:
      return text.starts_with("{\"spindle\": ");
    case OutputFormat::npz: {
      constexpr std::size_t nameAt = 30;
      return bytes.starts_with("PK\3\4"sv) && bytes.substr(std::min(nameAt, bytes.size())).starts_with("spindle.npy");
    }
    case OutputFormat::tex:
      return text.starts_with("% written by spindle");
    case OutputFormat::mp4:
      return bytes.size() >= 8 && bytes.substr(4, 4) == "ftyp";
    case OutputFormat::webm:
      return bytes.starts_with("\x1a\x45\xdf\xa3"sv);
    case OutputFormat::gif:
      return bytes.starts_with("GIF8");
  }
  return false;
}

/// Pictures are the one kind that samples have too.
bool mayBeASample(const fs::path& file, std::string_view bytes) {
  if (bytes.find("Software\0Spindle"sv) != std::string_view::npos) return false;
  fs::path folder = file.parent_path();
  constexpr int levels = 4;
  for (int level = 0; level < levels && folder.has_relative_path(); ++level, folder = folder.parent_path()) {
    for (const char* mark : {"run.json", "model.pt", "model.pt2", "checkpoints"}) {
      if (isThere(folder / mark)) return true;
    }
  }
  return false;
}

/// Where the name leads to, also when nothing is there yet.
fs::path followed(const fs::path& file) {
  fs::path place = fs::absolute(file).lexically_normal();
  constexpr int mostLinks = 40;
  std::error_code error;
  for (int links = 0; fs::is_symlink(fs::symlink_status(place, error)); ++links) {
    if (links == mostLinks)
      throw UserError("Cannot write " + file.string() + ": its links form a cycle; choose another file.");
    const fs::path to = fs::read_symlink(place, error);
    if (error) throwWriteError(file, error.value());
    // Not made normal as text: ".." behind a linked folder is another one than it looks like.
    place = to.is_absolute() ? to : place.parent_path() / to;
  }
  return place;
}

}  // namespace

fs::path outputPlace(const fs::path& file, OutputFormat kind, std::string_view firstLine) {
  const std::string what = nameOf(kind);
  if (file.empty()) throw UserError("The output needs a name; an empty one was given.");
  if (!file.has_filename())
    throw UserError(file.string() + " is a folder; give the name of a file to write the " + what + " to.");
  // As the system sees it, before links are followed as text: /dev/stdout leads to what is no path at all. It may lead
  // to a regular file too, which somebody else holds open.
  struct stat status {};
  const std::string whole = fs::absolute(file).lexically_normal().string();
  const bool stream = whole.starts_with("/dev/std") || whole.starts_with("/dev/fd");
  if (stream || (::stat(file.c_str(), &status) == 0 && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode)))
    throw UserError(file.string() + " is not a file that can be replaced as a whole; give the name of a file.");
  const fs::path place = followed(file);
  if (::stat(place.c_str(), &status) != 0) {
    if (errno != ENOENT) throwWriteError(file, errno);
    std::error_code error;
    if (!fs::is_directory(place.parent_path(), error)) throwWriteError(file, ENOENT);
    return place;
  }
  if (S_ISDIR(status.st_mode))
    throw UserError(file.string() + " is a folder; give the name of a file to write the " + what + " to.");
  if ((status.st_mode & 0222U) == 0)
    throw UserError(file.string() + " is protected against writing; choose another file, or make it writable.");
  if (status.st_size == 0) return place;
  const std::string bytes = firstBytes(place);
  if (!hasKind(bytes, kind) && (firstLine.empty() || !bytes.starts_with(firstLine)))
    throw UserError(file.string() + " already exists and is not a " + what +
                    ", so it is not replaced; choose another name for the output, or move that file away.");
  if (kind == OutputFormat::png && mayBeASample(place, bytes))
    throw UserError(file.string() +
                    " is an image in a run folder that Spindle did not write, so it is not replaced; choose another "
                    "name for the output.");
  return place;
}

void writeOutput(const fs::path& file, OutputFormat kind, std::string_view bytes) {
  writeFileAtomically(outputPlace(file, kind), bytes);
}

void requireDifferentOutputs(const fs::path& first, const fs::path& second) {
  if (first.empty() || second.empty()) return;
  const auto whole = [](const fs::path& file) {
    std::error_code error;
    const fs::path place = followed(file);
    const fs::path known = fs::weakly_canonical(place, error);
    return error ? place : known;
  };
  std::error_code error;
  if (whole(first) == whole(second) || fs::equivalent(first, second, error))
    throw UserError("Two outputs have the same name, " + second.string() + "; give each a name of its own.");
}

bool beginsWith(const fs::path& file, std::string_view line) {
  std::error_code error;
  return fs::is_regular_file(file, error) && firstBytes(file).starts_with(line);
}

}  // namespace spindle
