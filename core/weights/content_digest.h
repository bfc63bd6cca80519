// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

namespace spindle {

/// 16 hexadecimal digits that tell contents apart, not names or times: of a zip file (torch.save, TorchScript) the
/// check sums, sizes and names in its table of contents, without reading what is in them; of any other file all bytes;
/// of a folder (checkpoint-N) the files in it that hold weights. Guards against mix-ups, not against forgery. Empty
/// where nothing can be read. Cost: 0.1 ms for a zip file, else some GB a second.
std::string contentDigest(const std::filesystem::path& file);

/// The same for zip files and files of up to 4 MB; others answer with their path, size and time instead of their
/// contents: 0.1 ms for any.
std::string quickDigest(const std::filesystem::path& file);

}  // namespace spindle
