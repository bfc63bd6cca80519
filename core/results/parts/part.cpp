// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/parts/part.h"

#include "core/base/atomic_file.h"
#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/store/parts_folder.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <utility>

namespace spindle {
namespace {

namespace fs = std::filesystem;

constexpr const char *before = ".part-", *between = "-of-";
constexpr std::size_t most = 100'000;

/// The number that is all of `text`, without leading zeros; none where it is not one from 1 to `most`.
std::optional<std::size_t> countIn(std::string_view text) {
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = error == std::errc() && end == text.data() + text.size() && !text.empty() && text.front() != '0';
  return whole && value <= most ? std::optional(value) : std::nullopt;
}

std::optional<Part> partIn(std::string_view text, std::string_view separator) {
  const auto at = text.find(separator);
  if (at == std::string_view::npos) return std::nullopt;
  const auto number = countIn(text.substr(0, at)), count = countIn(text.substr(at + separator.size()));
  return number && count && *number <= *count ? std::optional(Part{*number, *count}) : std::nullopt;
}

/// OUT and its part, of OUT.part-3-of-40.
std::optional<std::pair<std::string, Part>> shardStem(const std::string& stem) {
  const auto at = stem.rfind(before);
  if (at == std::string::npos) return std::nullopt;
  const auto part = partIn(std::string_view(stem).substr(at + std::string_view(before).size()), between);
  return part ? std::optional(std::pair(stem.substr(0, at), *part)) : std::nullopt;
}

}  // namespace

bool Part::holds(std::size_t checkpoint, std::size_t sample, std::size_t checkpoints, std::size_t samples,
                 bool whole) const {
  const std::size_t total = whole ? checkpoints : checkpoints * samples;
  const std::size_t at = whole ? checkpoint : checkpoint * samples + sample;
  return at >= total * (number - 1) / count && at < total * number / count;
}

std::string toText(const Part& part) {
  return std::to_string(part.number) + "/" + std::to_string(part.count);
}

Part partFrom(const std::string& text, const std::string& what) {
  if (const auto part = partIn(text, "/")) return *part;
  throw UserError(what + ": \"" + printable(text) +
                  "\" is not a part such as 3/40: number, from 1 on, and count, up to " + std::to_string(most) + ".");
}

fs::path partPath(const fs::path& results, const Part& part) {
  const fs::path file = PartsPaths(results).results;
  return file.parent_path() / (file.stem().string() + before + std::to_string(part.number) + between +
                               std::to_string(part.count) + file.extension().string());
}

std::optional<Part> partOfPath(const fs::path& file) {
  const auto shard = shardStem(PartsPaths(file).results.stem().string());
  return shard ? std::optional(shard->second) : std::nullopt;
}

std::vector<fs::path> shardsOf(const fs::path& results) {
  if (results.empty()) return {};
  const fs::path file = PartsPaths(results).results;
  std::map<std::pair<std::size_t, std::size_t>, fs::path> found;
  std::error_code error;
  for (fs::directory_iterator at(file.parent_path(), error), end; !error && at != end; at.increment(error)) {
    const fs::path shard = PartsPaths(at->path()).results;
    const auto stem = shardStem(shard.stem().string());
    if (!stem || stem->first != file.stem().string() || shard.extension() != file.extension()) continue;
    if (isThere(shard) || PartsPaths(shard).parts() > 0) found[{stem->second.count, stem->second.number}] = shard;
  }
  std::vector<fs::path> shards;
  for (auto& [key, path] : found) shards.push_back(std::move(path));
  return shards;
}

}  // namespace spindle
