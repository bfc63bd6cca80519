// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/parts/shard_set.h"

#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/results/header_difference.h"
#include "core/results/result_rows.h"
#include "core/results/results_options.h"
#include "core/results/stored_choices.h"
#include "core/results/stored_dynamics.h"
#include "core/store/hdf5_lock.h"
#include "core/store/parts_folder.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <stdexcept>
#include <utility>

namespace spindle {

struct ShardSet::Shard {
  std::filesystem::path file;
  std::shared_ptr<ResultsReader> results;
  std::optional<StoredPart> part;
  bool whole = false;  ///< the samples of a checkpoint belong together
  bool finished = false;

  explicit Shard(const std::filesystem::path& path) : file(path), results(ResultsReader::open(path)) {
    const ResultsOptions options = readOptions(results->header().options, "The results file " + path.string());
    part = options.part;
    whole = options.measurement.noiseScale == NoiseScale::mean;
  }

  [[nodiscard]] bool wasToHold(std::size_t checkpoint, std::size_t sample) const {
    const ResultsHeader& header = results->header();
    return !part || part->part.holds(checkpoint, sample, header.checkpoints(), header.samples(), whole);
  }
};

namespace {

[[noreturn]] void refuse(const std::filesystem::path& file, const std::filesystem::path& first,
                         const std::string& what) {
  throw UserError(file.string() + " was computed with other " + what + " than " + first.string() +
                  ": they are not parts of one measurement; move away what does not belong here, or compute it anew.");
}

/// Digests of checkpoints that neither had read before; names of those that differ.
std::vector<std::string> takeWeights(ResultsHeader& header, const ResultsHeader& other) {
  std::vector<std::string> differing;
  auto& known = header.source.checkpoints;
  for (std::size_t c = 0; c < std::min(known.size(), other.source.checkpoints.size()); ++c) {
    const std::string& digest = other.source.checkpoints[c];
    if (known[c].empty()) known[c] = digest;
    if (!digest.empty() && digest != known[c]) differing.push_back(header.checkpointNames[c]);
  }
  return differing;
}

}  // namespace

ShardSet::ShardSet() = default;
ShardSet::~ShardSet() = default;

std::shared_ptr<ShardSet> ShardSet::open(std::vector<std::filesystem::path> files) {
  std::shared_ptr<ShardSet> set(new ShardSet);
  for (const auto& file : files) set->shards_.emplace_back(file);
  if (set->shards_.empty()) throw UserError("There are no shards to open.");
  const std::filesystem::path& first = set->shards_.front().file;
  ResultsHeader& header = set->header_;
  header = set->shards_.front().results->header();
  for (const Shard& shard : set->shards_) {
    const ResultsHeader& other = shard.results->header();
    if (const auto what = headerDifference(header, other, first.string()); !what.empty())
      refuse(shard.file, first, what);
    if (header.source.known() != other.source.known()) refuse(shard.file, first, "versions of Spindle");
    if (const auto names = takeWeights(header, other); !names.empty())
      refuse(shard.file, first, "weights (" + listed(names) + ")");
    header.created = std::min(header.created, other.created);
  }
  ResultsOptions options = readOptions(header);
  options.part.reset();
  header.options = writeOptions(options);
  set->look();
  return set;
}

const ResultsHeader& ShardSet::header() const {
  return header_;
}

void ShardSet::look() {
  const std::size_t checkpoints = header_.checkpoints(), samples = header_.samples();
  std::vector<int> holders(checkpoints * samples, nobody);
  for (std::size_t i = shards_.size(); i-- > 0;) {
    Shard& shard = shards_[i];
    shard.finished = PartsPaths(shard.file).parts() == 0 && !shard.results->stopped();
    for (std::size_t c = 0; c < checkpoints; ++c) {
      for (std::size_t s = 0; s < samples; ++s) {
        int& holder = holders[c * samples + s];
        if (shard.results->done(c, s)) {
          holder = static_cast<int>(i);
        } else if (holder == nobody && shard.finished && shard.wasToHold(c, s)) {
          holder = failed;
        }
      }
    }
  }
  holders_ = std::move(holders);
}

int ShardSet::holder(std::size_t checkpoint, std::size_t sample) const {
  const auto lock = hdf5Lock();
  if (checkpoint >= header_.checkpoints() || sample >= header_.samples())
    throw std::out_of_range("no such checkpoint or sample");
  return holders_[checkpoint * header_.samples() + sample];
}

bool ShardSet::done(std::size_t checkpoint, std::size_t sample) const {
  return holder(checkpoint, sample) >= 0;
}

PairResult ShardSet::pair(std::size_t checkpoint, std::size_t sample) const {
  const int at = std::max(0, holder(checkpoint, sample));
  return shards_[static_cast<std::size_t>(at)].results->pair(checkpoint, sample);
}

StrengthRow ShardSet::strength(std::size_t checkpoint) const {
  const std::vector<double> nothing(static_cast<std::size_t>(header_.variables),
                                    std::numeric_limits<double>::quiet_NaN());
  const OrderStrength strength = storedStrength(*this, checkpoint, storedSalience(header_));
  return strength.samples == 0 ? StrengthRow{nothing, nothing} : strengthRow(strength);
}

double ShardSet::threshold(std::size_t checkpoint) const {
  const OrderStrength strength = storedStrength(*this, checkpoint, storedSalience(header_));
  return strength.samples == 0 ? std::numeric_limits<double>::quiet_NaN() : strength.threshold;
}

void ShardSet::refresh() {
  const auto lock = hdf5Lock();
  for (Shard& shard : shards_) shard.results->refresh();
  look();
}

std::size_t ShardSet::missingPairs() const {
  const auto lock = hdf5Lock();
  return static_cast<std::size_t>(std::count(holders_.begin(), holders_.end(), nobody));
}

std::size_t ShardSet::shards() const {
  return shards_.size();
}

std::vector<std::string> ShardSet::commands() const {
  const auto known = std::find_if(shards_.rbegin(), shards_.rend(), [](const Shard& shard) { return shard.part; });
  if (known == shards_.rend()) return {};
  const auto [stored, whole] = std::pair(*known->part, known->whole);
  std::vector<std::string> commands;
  for (std::size_t number = 1; number <= stored.part.count; ++number) {
    const Part part{number, stored.part.count};
    bool wanted = false;
    for (std::size_t c = 0; c < header_.checkpoints() && !wanted; ++c) {
      for (std::size_t s = 0; s < header_.samples() && !wanted; ++s)
        wanted = part.holds(c, s, header_.checkpoints(), header_.samples(), whole) && missing(c, s);
    }
    if (wanted) commands.push_back(stored.command + " --part " + toText(part) + " --resume");
  }
  return commands;
}

}  // namespace spindle
