// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/paths/gated_results.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace spindle {
namespace {

KeptInteractions keptAt(const AnalysisInput& input, const AnalyzedResults& other, const GatedResults& gated,
                        const PathsPass& own, std::size_t checkpoint, std::size_t there) {
  const int n = input.results->header().variables;
  KeptInteractions kept;
  const SetAgreement agreement = setAgreement(own.lists[checkpoint], gated.pass->lists[there], gated.matched, n);
  kept.samples = agreement.samples;
  kept.iou = agreement.iou;
  kept.here.assign(static_cast<std::size_t>(n) + 1, 0.0);
  kept.left = kept.here;
  std::vector<double>&here = kept.here, &left = kept.left;
  const SampleStrengths& a = input.strengths[checkpoint];
  const SampleStrengths& b = (*other.strengths)[there];
  for (const auto& [s, t] : gated.matched.rows) {
    if (!a.present(s) || !b.present(t)) continue;
    for (int k = 1; k <= n; ++k) {
      here[static_cast<std::size_t>(k - 1)] += a.total(s, k);
      left[static_cast<std::size_t>(k - 1)] += b.total(t, k);
      here.back() += a.total(s, k);
      left.back() += b.total(t, k);
    }
  }
  for (std::size_t k = 0; k < here.size(); ++k)
    kept.strength.push_back(here[k] > 0.0 ? left[k] / here[k] : std::numeric_limits<double>::quiet_NaN());
  return kept;
}

/// The list of the sample that is matched with the one here.
const SalientList* listOf(const GatedResults& gated, std::size_t checkpoint, std::size_t sample) {
  const auto row = gated.rows[checkpoint];
  if (!row) return nullptr;
  for (const auto& [s, t] : gated.matched.rows) {
    if (s == sample) return gated.pass->lists[*row][t] ? &*gated.pass->lists[*row][t] : nullptr;
  }
  return nullptr;
}

}  // namespace

double KeptInteractions::strengthOf(bool high, int half) const {
  double whole = 0.0, rest = 0.0;
  for (std::size_t k = 0; k + 1 < here.size(); ++k) {
    if ((static_cast<int>(k) + 1 > half) != high) continue;
    whole += here[k];
    rest += left[k];
  }
  constexpr double least = 0.05;  // of all orders; a ratio to next to nothing says nothing
  return whole > least * here.back() ? rest / whole : std::numeric_limits<double>::quiet_NaN();
}

void PathsPass::visit(std::size_t checkpoint, const StoredCheckpoint& stored, const SampleStrengths& strengths) {
  double scale = 0.0;
  for (const SampleInteractions& sample : stored.interactions())
    scale += sample.present() ? sample.range / static_cast<double>(strengths.presentSamples()) : 0.0;
  lists[checkpoint].resize(stored.interactions().size());
  for (std::size_t s = 0; s < stored.interactions().size() && scale > 0.0; ++s) {
    const SampleInteractions& sample = stored.interactions()[s];
    if (sample.present()) lists[checkpoint][s] = salientList(sample, strengths.threshold(), scale);
  }
}

std::optional<GatedResults> gatedResults(const AnalysisInput& input, std::size_t other, const std::string& label) {
  const AnalyzedResults& results = *input.others[other];
  const ResultsHeader& here = input.results->header();
  const ResultsHeader& there = results.results->header();
  const auto by = storedGatedBy(there);
  if (!by || there.variables != here.variables) return std::nullopt;
  GatedResults gated{*by, label, matchedSamples(here, there, label), {}, {}, nullptr};
  gated.pass = static_cast<const PathsPass*>(results.passes.at("paths").get());
  const auto& own = static_cast<const PathsPass&>(*input.pass);
  gated.rows.resize(here.checkpoints());
  gated.kept.resize(here.checkpoints());
  for (std::size_t c = 0; c < here.checkpoints(); ++c) {
    const auto found = std::find(there.checkpointNames.begin(), there.checkpointNames.end(), here.checkpointNames[c]);
    if (found == there.checkpointNames.end()) continue;
    const auto row = static_cast<std::size_t>(found - there.checkpointNames.begin());
    if (!results.known(row) || input.strengths[c].presentSamples() == 0) continue;
    gated.rows[c] = row;
    KeptInteractions kept = keptAt(input, results, gated, own, c, row);
    if (kept.samples > 0) gated.kept[c] = std::move(kept);
  }
  return gated;
}

std::vector<ConfusedInteraction> confusedInteractions(const ClassGates& gates, const ResultsHeader& header,
                                                      const GatedResults& own, const GatedResults& confused,
                                                      std::size_t checkpoint) {
  std::vector<ConfusedInteraction> all;
  for (std::size_t s = 0; s < header.samples(); ++s) {
    const double answer = gates.predicted.at(checkpoint, s, 0);
    if (!std::isfinite(answer) || answer == static_cast<double>(header.sampleTarget[s])) continue;
    const SalientList* a = listOf(own, checkpoint, s);
    const SalientList* b = listOf(confused, checkpoint, s);
    if (a == nullptr || b == nullptr) continue;
    const auto first = static_cast<std::ptrdiff_t>(all.size());
    for (std::size_t i = 0; i < a->key.size(); ++i) {
      const auto found = std::lower_bound(b->key.begin(), b->key.end(), a->key[i]);
      if (found != b->key.end() && *found == a->key[i])
        all.push_back({s, a->key[i], a->value[i], b->value[static_cast<std::size_t>(found - b->key.begin())]});
    }
    std::stable_sort(all.begin() + first, all.end(), [](const ConfusedInteraction& x, const ConfusedInteraction& y) {
      return std::min(std::abs(x.own), std::abs(x.confused)) > std::min(std::abs(y.own), std::abs(y.confused));
    });
  }
  return all;
}

}  // namespace spindle
