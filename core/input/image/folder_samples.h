// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/sample/sample_hints.h"
#include "core/input/sample/sample_set.h"

#include <filesystem>
#include <functional>
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

/// A folder of images CLASS/*.png or .jpg. The hinted shape decides channels and size; without one the images are
/// gray if all of them are and have the first one's size, or, photographs of different sizes, 224 x 224. Pictures of
/// another size are scaled and cut (see scaledToCover), which is noted; of more than 2^25 values in all, some of each
/// class are read, which is noted, too. Throws UserError that names the file.
SampleSet samplesFromPictures(const ClassFolder& listing, const std::string& source, const SampleHints& hints);

}  // namespace spindle
