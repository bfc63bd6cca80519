// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/scales/scales_reference.h"

#include "core/analysis/reference_checkpoint.h"
#include "core/analysis/series_axis.h"
#include "core/results/matched_samples.h"

#include <utility>

namespace spindle {
namespace {

using Rows = std::vector<std::pair<std::size_t, std::size_t>>;

std::optional<std::size_t> checkpointOf(const ResultsReader& results, ReferenceKind kind) {
  return kind == ReferenceKind::best ? bestComputedCheckpoint(results) : lastComputedCheckpoint(results);
}

std::optional<OrderScales> compared(const StoredCheckpoint& here, const StoredCheckpoint& there, const Rows& rows,
                                    int variables) {
  OrderProducts products(variables);
  bool any = false;
  for (const auto& [a, b] : rows) {
    if (!here.interactions()[a].present() || !there.interactions()[b].present()) continue;
    products.add(here.interactions()[a], there.interactions()[b]);
    any = true;
  }
  return any ? std::optional(orderScales(products)) : std::nullopt;
}

Rows sameRows(std::size_t samples) {
  Rows rows;
  for (std::size_t s = 0; s < samples; ++s) rows.emplace_back(s, s);
  return rows;
}

}  // namespace

ScalesPass::ScalesPass(std::shared_ptr<const ResultsReader> results, OrderOne orderOne)
    : checkpoints_{checkpointOf(*results, ReferenceKind::last), checkpointOf(*results, ReferenceKind::best)},
      results_(std::move(results)),
      orderOne_(orderOne) {
  for (std::size_t i = 0; i < scales_.size(); ++i) {
    scales_[i].at.resize(results_->header().checkpoints());
    scales_[i].exists = checkpoints_[i].has_value();
    if (checkpoints_[i]) scales_[i].name = placeName(results_->header(), *checkpoints_[i]);
  }
}

void ScalesPass::visit(std::size_t checkpoint, const StoredCheckpoint& stored, const SampleStrengths&) {
  for (std::size_t i = 0; i < scales_.size(); ++i) {
    if (!checkpoints_[i]) continue;
    if (i == 1 && checkpoints_[1] == checkpoints_[0]) {
      scales_[1].at[checkpoint] = scales_[0].at[checkpoint];
      continue;
    }
    if (!tables_[i]) tables_[i].emplace(*results_, *checkpoints_[i], orderOne_);
    scales_[i].at[checkpoint] =
        compared(stored, *tables_[i], sameRows(stored.interactions().size()), results_->header().variables);
  }
}

void ScalesPass::finish(RunControl&) {
  for (auto& tables : tables_) tables.reset();
  results_.reset();
}

ScalesReference scalesBeside(const ResultsReader& results, const ResultsReader& other, const std::string& label,
                             ReferenceKind kind, OrderOne orderOne, RunControl& control) {
  const ResultsHeader& header = results.header();
  ScalesReference beside;
  beside.at.resize(header.checkpoints());
  const auto checkpoint = checkpointOf(other, kind);
  if (!checkpoint) return beside;
  beside.exists = true;
  beside.name = placeName(other.header(), *checkpoint) + " of " + label;
  const MatchedSamples matched = matchedSamples(header, other.header(), label);
  beside.leftOut = matched.leftOut;
  if (matched.rows.empty()) return beside;
  const StoredCheckpoint there(other, *checkpoint, orderOne);
  for (std::size_t c = 0; c < header.checkpoints(); ++c) {
    if (control.stopRequested()) throw Stopped{};
    beside.at[c] = compared(StoredCheckpoint(results, c, orderOne), there, matched.rows, header.variables);
  }
  return beside;
}

}  // namespace spindle
