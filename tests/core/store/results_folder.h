// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/core/store/sample_results.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <memory>

namespace spindle::test {

namespace fs = std::filesystem;

/// Names in a folder, sorted.
inline std::vector<std::string> filesIn(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

/// A folder of its own for each test that derives from it.
class ResultsFolder : public QObject {
 protected:
  void makeFolder() {
    folder_ = std::make_unique<QTemporaryDir>();
    QVERIFY(folder_->isValid());
  }
  [[nodiscard]] fs::path folder() const { return folder_->path().toStdString(); }
  [[nodiscard]] fs::path path(const char* name) const { return folder() / name; }

 private:
  std::unique_ptr<QTemporaryDir> folder_;
};

}  // namespace spindle::test
