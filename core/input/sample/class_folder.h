// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/sample/sample_hints.h"
#include "core/input/sample/sample_set.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace spindle {

/// One file of a folder of classes.
struct ClassFile {
  std::filesystem::path file;
  std::string name;  ///< "boot/012.png"
  std::int64_t target = 0;
  Split split = Split::unknown;
};

struct ClassFolder {
  std::vector<ClassFile> files;      ///< by split, class, then name, in byte order
  std::vector<std::string> classes;  ///< sorted by name, or those of the hints
};

/// Lists FOLDER/CLASS/FILE, or FOLDER/train/CLASS/FILE and so on, of files with one of the extensions (lower case, with
/// point). Empty when there are none. Throws UserError for a class that the hints do not name, or an unreadable folder.
ClassFolder listClassFolder(const std::filesystem::path& folder, const std::vector<std::string>& extensions,
                            const SampleHints& hints);

}  // namespace spindle
