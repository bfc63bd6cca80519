// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace spindle {

/// The points of one file: count rows of `coordinates` values.
struct PointFile {
  std::size_t count = 0;
  std::size_t coordinates = 3;
  std::vector<float> values;
};

/// The vertices of a PLY file (ascii or binary little-endian): x, y, z; with coordinates = 6 also nx, ny, nz or, where
/// there are none, red, green, blue (bytes divided by 255). Faces are not read. Throws UserError that names the line or
/// byte.
PointFile readPly(std::span<const std::byte> bytes, const std::string& source, std::size_t coordinates = 3);

/// The vertices of an OFF file, also with the counts on the first line as some of ModelNet have them.
PointFile readOff(std::span<const std::byte> bytes, const std::string& source);

/// Rows of numbers between commas or blanks (.xyz, .txt); the first `coordinates` of each.
PointFile readPointRows(std::span<const std::byte> bytes, const std::string& source, std::size_t coordinates = 3);

}  // namespace spindle
