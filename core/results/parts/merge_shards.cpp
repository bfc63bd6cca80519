// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/parts/merge_shards.h"

#include "core/dynamics/no_phases.h"
#include "core/results/result_rows.h"
#include "core/results/stored_choices.h"
#include "core/results/stored_dynamics.h"

namespace spindle {

Outcome mergeShards(const ShardSet& shards, const std::filesystem::path& file, RunControl& control) {
  const ResultsHeader& header = shards.header();
  const Salience salience = storedSalience(header);
  const auto writer = ResultsWriter::replace(file, header);
  std::vector<OrderStrength> series(header.checkpoints());
  for (std::size_t c = 0; c < header.checkpoints(); ++c) {
    if (control.stopRequested()) return Outcome::stopped;
    const StoredCheckpoint stored(shards, c, salience.orderOne);
    control.progress(c + 1, header.checkpoints(), header.checkpointNames[c]);
    if (!stored.any()) continue;
    series[c] = orderStrength(stored.interactions(), salience);
    writer->write(c, stored.pairs(), strengthRow(series[c]), series[c].threshold);
  }
  writer->finish(phaseRecord(phaseTwoStart(header.series, series), header), shards.stopped());
  return Outcome::finished;
}

std::string gapsSentence(const ResultsReader& results) {
  const ResultsHeader& header = results.header();
  std::size_t none = 0, some = 0;
  for (std::size_t c = 0; c < header.checkpoints(); ++c) {
    std::size_t there = 0;
    for (std::size_t s = 0; s < header.samples(); ++s) there += results.done(c, s) ? 1 : 0;
    none += there == 0 ? 1 : 0;
    some += there > 0 && there < header.samples() ? 1 : 0;
  }
  const auto* set = dynamic_cast<const ShardSet*>(&results);
  if (some == 0 && (set == nullptr || set->missingPairs() == 0)) return {};
  const auto frames = [](std::size_t count) {
    return std::to_string(count) + (count == 1 ? " checkpoint has " : " checkpoints have ");
  };
  std::string text = set != nullptr && set->missingPairs() > 0
                         ? "Parts are missing (spindle merge names them): "
                         : std::string("Not all pairs of checkpoints and samples are there: ");
  if (none > 0) text += frames(none) + "no samples" + (some > 0 ? ", " : "");
  if (some > 0) text += frames(some) + "some only, so its strengths are means over fewer samples";
  return text + ".";
}

}  // namespace spindle
