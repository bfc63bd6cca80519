// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTemporaryDir>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>

namespace spindle::test {

/// A run folder that is filled by a test and removed after it.
class RunFolder {
 public:
  /// Writes a file; folders on the way are made.
  void write(const std::string& name, const std::string& bytes) const {
    const auto file = path() / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << bytes;
  }

  /// Files whose content does not matter: opening a run reads names.
  void touch(std::initializer_list<const char*> names) const {
    for (const auto* name : names) write(name, std::string("weights of ") + name);
  }

  [[nodiscard]] std::filesystem::path path() const { return folder_.path().toStdString(); }

 private:
  QTemporaryDir folder_;
};

/// JSON in tests is written with single quotes; this makes them double.
inline std::string quoted(std::string json) {
  std::replace(json.begin(), json.end(), '\'', '"');
  return json;
}

/// The sentence of the UserError that action throws; empty when it throws none.
template <class Error, class Action>
std::string sentence(Action action) {
  try {
    action();
  } catch (const Error& error) {
    return error.what();
  }
  return {};
}

}  // namespace spindle::test
