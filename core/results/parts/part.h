// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace spindle {

/// One of `count` slices of a measurement, 1 <= number <= count. The (checkpoint, sample) pairs are numbered checkpoint
/// by checkpoint and cut into `count` runs whose lengths differ by one at most, so that a part loads few networks.
/// Where the samples of a checkpoint belong together (`whole`), the checkpoints are cut instead.
struct Part {
  std::size_t number = 1, count = 1;
  bool operator==(const Part&) const = default;

  [[nodiscard]] bool holds(std::size_t checkpoint, std::size_t sample, std::size_t checkpoints, std::size_t samples,
                           bool whole) const;
};

std::string toText(const Part& part);  ///< "3/40"

/// Of "3/40". Throws UserError, in which `what` names the text.
Part partFrom(const std::string& text, const std::string& what);

/// OUT.part-3-of-40.h5 beside OUT.h5: the shard, a results file that holds the pairs of one part.
std::filesystem::path partPath(const std::filesystem::path& results, const Part& part);

/// The part that the name of a shard tells; none for other files.
std::optional<Part> partOfPath(const std::filesystem::path& file);

/// The shards beside `results`, finished or begun, whatever their counts; by count, then number.
std::vector<std::filesystem::path> shardsOf(const std::filesystem::path& results);

}  // namespace spindle
