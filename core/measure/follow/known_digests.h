// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/growing/complete_files.h"
#include "core/weights/content_digest.h"

#include <filesystem>
#include <map>
#include <string>
#include <utility>

namespace spindle {

/// Digests of weights, made anew only for files that have changed: those of other formats than zip are read whole.
/// One thread at a time.
class KnownDigests {
 public:
  const std::string& of(const std::filesystem::path& file) {
    auto& [stamp, digest] = known_[file];
    if (std::string now = fileStamp(file); now != stamp || digest.empty()) {
      digest = contentDigest(file);
      stamp = std::move(now);
    }
    return digest;
  }

 private:
  std::map<std::filesystem::path, std::pair<std::string, std::string>> known_;
};

}  // namespace spindle
