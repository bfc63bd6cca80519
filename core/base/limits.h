// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

/// Limits on what files of users may claim. A file beyond a limit is refused in one sentence before memory is taken:
/// small files of zeros, or of one cell a byte, would otherwise need gigabytes. Limits of JSON stand in json_text.h.
namespace spindle::limits {

/// Numbers in one array of samples, 0.6 GB as float32. ImageNet's images: 1,062; those of CIFAR-10: all.
inline constexpr std::uint64_t sampleValues = 160'000'000;
/// Numbers in one input: a color image of 3,344 x 3,344 pixels. A network gets several at a time.
inline constexpr std::uint64_t inputValues = std::uint64_t{1} << 25;
/// Samples in one array: each costs some 200 bytes beside its values.
inline constexpr std::uint64_t samples = std::uint64_t{1} << 21;
/// Tokens in all texts of an array, each a word with a name. IMDB's 25,000 reviews of 512 tokens: 13 million.
inline constexpr std::uint64_t tokens = std::uint64_t{1} << 24;
/// Bytes that a .gz file may become.
inline constexpr std::uint64_t inflatedBytes = std::uint64_t{1} << 29;
/// Pixels of one image, 384 MiB as float32 in color.
inline constexpr std::size_t picturePixels = std::size_t{1} << 25;
/// Scans of a progressive JPEG file. Encoders write about 10; each costs a pass over the image.
inline constexpr int jpegScans = 64;
/// Cells in one row of a table.
inline constexpr std::size_t tableColumns = 100'000;

}  // namespace spindle::limits
