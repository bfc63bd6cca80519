// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/show.h"
#include "app/table.h"
#include "core/analysis/series_axis.h"
#include "core/analysis/stored_analysis.h"
#include "core/base/text.h"

#include <algorithm>
#include <ostream>

namespace spindle::app {
namespace {

constexpr std::size_t mostTurns = 10;

void writeSimilarity(const ResultsHeader& header, const StoredAnalysis& analysis, std::ostream& out) {
  if (analysis.similarity.empty()) {
    out << "The results do not say which samples are of the training set and which of the test set.\n";
    return;
  }
  std::vector<std::string> titles{stepsAreEpochs(header) ? "epoch" : "step", "classes", "0/0"};
  for (int k = 1; k <= header.variables; ++k) titles.push_back("order " + std::to_string(k));
  TextTable table(titles, std::vector<Align>(titles.size(), Align::right));
  std::size_t least = SIZE_MAX;
  for (std::size_t c = 0; c < analysis.similarity.size(); ++c) {
    const SimilarityByOrder& similarity = analysis.similarity[c];
    if (similarity.mean.empty()) continue;
    std::size_t undefined = 0;
    for (const std::size_t count : similarity.undefined) undefined += count;
    std::vector<std::string> row{placeInTraining(header.step[c]), std::to_string(similarity.usedClasses()),
                                 std::to_string(undefined)};
    for (const double value : similarity.mean) row.push_back(number(value));
    table.addRow(std::move(row));
    for (const ClassSimilarity& one : similarity.classes) {
      if (!one.skipped) least = std::min({least, one.train, one.test});
    }
  }
  out << "Similarity (Jaccard) of the mean interactions of training and test samples of a class, mean over classes:\n";
  table.print(out);
  if (least < 5)
    out << "Some classes have only " << least << " training or test samples: a sketch, not a measurement.\n";
}

void writeGroups(const ResultsHeader& header, const StoredAnalysis& analysis, std::ostream& out) {
  if (analysis.groups.empty()) {
    out << "The results do not say which samples are mislabeled.\n";
    return;
  }
  TextTable table({stepsAreEpochs(header) ? "epoch" : "step", "clean", "mislabeled", "more on mislabeled"},
                  {Align::right, Align::right, Align::right, Align::left});
  for (std::size_t c = 0; c < analysis.groups.size(); ++c) {
    const GroupComparison& groups = analysis.groups[c];
    if (groups.clean.samples == 0 || groups.mislabeled.samples == 0) continue;
    table.addRow({placeInTraining(header.step[c]), number(groups.cleanShare), number(groups.mislabeledShare),
                  groups.moreHighOrders() ? "yes" : "no"});
  }
  const GroupComparison& last = analysis.groups.back();
  out << "Share of the strength at orders 3 and above, " << last.clean.samples << " clean and "
      << last.mislabeled.samples << " mislabeled training samples:\n";
  table.print(out);
}

void writeTurns(const ResultsHeader& header, const StoredAnalysis& analysis, std::ostream& out) {
  TextTable table({"sample", "name", "turns at", "rise of its share of orders from 3 on"},
                  {Align::right, Align::left, Align::right, Align::right});
  for (std::size_t i = 0; i < std::min(mostTurns, analysis.turns.size()); ++i) {
    const SampleTurn& turn = analysis.turns[i];
    table.addRow({std::to_string(turn.sample), header.sampleNames[turn.sample],
                  turn.checkpoint ? placeName(header, *turn.checkpoint) : "never", number(turn.rise)});
  }
  out << "Samples that turn to high orders first (a hint: the mean order of one sample is noisy):\n";
  table.print(out);
}

}  // namespace

void showGeneralization(const ResultsReader& results, const ShowOptions& options, std::ostream& out) {
  RunControl control;
  const StoredAnalysis analysis = analyzeStored(results, {options.salience, options.phases, {}}, control);
  const ResultsHeader& header = results.header();
  out << printable(header.run) << ": generalization by order (" << computedText(header) << "), salient by "
      << toText(options.salience) << "\n\n";
  writeSimilarity(header, analysis, out);
  out << '\n';
  writeGroups(header, analysis, out);
  out << '\n';
  writeTurns(header, analysis, out);
}

}  // namespace spindle::app
