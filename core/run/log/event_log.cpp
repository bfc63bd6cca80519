// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/log/event_log.h"

#include "core/base/limits.h"
#include "core/base/regular_file.h"
#include "core/base/user_error.h"
#include "core/run/log/event_file.h"

#include <algorithm>
#include <fstream>
#include <map>

namespace spindle {
namespace {

namespace fs = std::filesystem;

constexpr int deepest = 4;

std::vector<fs::path> eventFiles(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  fs::recursive_directory_iterator entries(folder, fs::directory_options::skip_permission_denied, error);
  for (; !error && entries != fs::recursive_directory_iterator(); entries.increment(error)) {
    if (entries.depth() >= deepest) entries.disable_recursion_pending();
    std::error_code ignored;
    if (isEventFile(entries->path()) && entries->is_regular_file(ignored)) files.push_back(entries->path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

EventScalars scalarsOf(const fs::path& file) {
  const auto name = file.string();
  requireRegularFile(file);
  std::error_code error;
  const auto size = fs::file_size(file, error);
  std::ifstream stream(file, std::ios::binary);
  if (error || !stream.is_open()) throw UserError(name + " cannot be read; check its permissions.");
  if (size > limits::eventBytes)
    throw UserError(name + " is larger than 1 GiB; name a table of the losses in run.json.");
  std::string part;
  const auto bytes = [&](std::uint64_t at, std::size_t count) {
    part.resize(count);
    stream.seekg(static_cast<std::streamoff>(at));
    stream.read(part.data(), static_cast<std::streamsize>(count));
    if (!stream) throw UserError(name + " cannot be read at byte " + std::to_string(at) + ".");
    return std::string_view(part);
  };
  return readEventScalars(size, bytes, name);
}

}  // namespace

bool isEventFile(const fs::path& file) {
  return file.filename().string().find("tfevents") != std::string::npos;
}

TrainingLog readEventLog(const fs::path& folderOrFile, const std::string& name) {
  std::error_code error;
  const bool folder = fs::is_directory(folderOrFile, error);
  const auto files = folder ? eventFiles(folderOrFile) : std::vector<fs::path>{folderOrFile};
  std::vector<EventScalar> scalars;
  std::vector<std::string> torn;
  for (const auto& file : files) {
    auto read = scalarsOf(file);
    if (read.torn) torn.push_back(file.filename().string());
    const auto inside =
        folder ? file.parent_path().lexically_relative(folderOrFile).generic_string() : std::string(".");
    for (auto& scalar : read.scalars) {
      if (inside != ".") scalar.tag = inside + "/" + scalar.tag;
      scalars.push_back(std::move(scalar));
    }
    if (scalars.size() > limits::eventValues)
      throw UserError(name + " has more than the " + std::to_string(limits::eventValues) +
                      " values that are read; name a table of the losses in run.json.");
  }
  std::stable_sort(scalars.begin(), scalars.end(),
                   [](const EventScalar& a, const EventScalar& b) { return a.wallTime < b.wallTime; });
  std::map<std::int64_t, double> epochs;
  for (const auto& scalar : scalars) {
    if (scalar.tag == "epoch") epochs[scalar.step] = scalar.value;
  }
  LogBuilder builder(name);
  for (const auto& scalar : scalars) {
    LogPoint point;
    point.step = static_cast<double>(scalar.step);
    if (const auto epoch = epochs.find(scalar.step); epoch != epochs.end()) point.epoch = epoch->second;
    point.value = scalar.value;
    builder.add(scalar.tag, point);
  }
  auto log = std::move(builder).finish();
  for (const auto& file : torn) log.notes.push_back("the last record of " + file + " is cut off");
  return log;
}

}  // namespace spindle
