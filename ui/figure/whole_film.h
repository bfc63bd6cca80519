// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

namespace spindle {

/// Whether an animation by ffmpeg ends where it must: the boxes of an MP4 fill the file and hold its index, the segment
/// of a WebM is as long as it says, a GIF has its trailer. Reads a few bytes. ending: ".mp4", ".webm", ".gif".
bool isWholeFilm(const std::filesystem::path& file, const std::string& ending);

}  // namespace spindle
