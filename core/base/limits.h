// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

/// Limits on what files of users may claim. A file beyond a limit is refused in one sentence before memory is taken:
/// small files of zeros, or of one cell a byte, would otherwise need gigabytes. Limits of JSON stand in json_text.h.
namespace spindle::limits {

/// Numbers in one array of samples. ImageNet's images: 1,062; those of CIFAR-10: all.
inline constexpr std::uint64_t sampleValues = 160'000'000;
/// Bytes that the arrays of one file of samples take while they are read: as they stand in the file, and what is made
/// of them (see SampleMemory). With the libraries that is less than 1 GB. 160 million numbers of one byte, 100 million
/// of float32.
inline constexpr std::uint64_t sampleBytes = 800'000'000;
/// Numbers in one input: a color image of 3,344 x 3,344 pixels. A network gets several at a time.
inline constexpr std::uint64_t inputValues = std::uint64_t{1} << 25;
/// Samples in one array: each costs some 200 bytes beside its values.
inline constexpr std::uint64_t samples = std::uint64_t{1} << 21;
/// Tokens in all texts of a file, each a word with a name, some 120 bytes. IMDB's 25,000 reviews: 5.8 million.
inline constexpr std::uint64_t tokens = 6'000'000;
/// The same with what fills short texts.
inline constexpr std::uint64_t paddedTokens = 40'000'000;
/// Bytes of all texts of a file as they stand in it; of token ids, 8 bytes each.
inline constexpr std::uint64_t textBytes = std::uint64_t{1} << 27;
/// Bytes of a file that is read as a whole (tables, texts, pictures, points, IDX, CIFAR), and those that a .gz may
/// become.
inline constexpr std::uint64_t fileBytes = std::uint64_t{1} << 29;
/// Bytes of a pickle of samples: its arrays stand in it, are copied out, and become float32. CIFAR-100: 148 MiB.
inline constexpr std::uint64_t pickleBytes = std::uint64_t{192} << 20;
/// Bytes of what a pickle makes besides tensors.
inline constexpr std::size_t pickledValues = std::size_t{1} << 29;
/// Bytes of a training log but for TensorBoard's, which are read record by record.
inline constexpr std::size_t logBytes = std::size_t{1} << 27;
/// Bytes of one TensorBoard file.
inline constexpr std::uint64_t eventBytes = std::uint64_t{1} << 30;
/// Values in a training log, some 50 bytes each, and those in TensorBoard files, some 120 and their names.
inline constexpr std::size_t logValues = 10'000'000, eventValues = 3'000'000;
/// Columns of a training log, and bytes of the name of one.
inline constexpr std::size_t logColumns = 10'000, logName = 1'000;
/// Bytes of run.json.
inline constexpr std::size_t descriptionBytes = std::size_t{1} << 26;
/// Pixels of one image, 384 MiB as float32 in color.
inline constexpr std::size_t picturePixels = std::size_t{1} << 25;
/// Scans of a progressive JPEG file. Encoders write about 10; each costs a pass over the image.
inline constexpr int jpegScans = 64;
/// Cells in one row of a table.
inline constexpr std::size_t tableColumns = 100'000;

}  // namespace spindle::limits
