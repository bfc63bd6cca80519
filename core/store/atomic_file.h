#pragma once

#include <filesystem>
#include <string_view>

namespace spindle {

/// One sentence for a failed write: disk full, read-only folder, or the system's own words. error is an errno.
[[noreturn]] void throwWriteError(const std::filesystem::path& file, int error);

/// Puts the complete file `temporary` in the place of `file` such that after a power cut the old or the new one is
/// there, whole: fsync, rename, fsync of the folder. Both lie in one file system. Throws UserError.
void publishFile(const std::filesystem::path& temporary, const std::filesystem::path& file);

/// Whether the path can be seen to exist; false, too, where its folder may not be searched.
bool isThere(const std::filesystem::path& path);

/// Writes text to a temporary file beside `file` and publishes it. Throws UserError; no temporary file stays.
void writeFileAtomically(const std::filesystem::path& file, std::string_view text);

}  // namespace spindle
