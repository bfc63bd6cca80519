#include "core/pipeline/stored_dynamics.h"

#include "core/pipeline/stored_choices.h"
#include "core/store/export_csv.h"

#include <algorithm>
#include <cmath>

namespace spindle {

StoredCheckpoint::StoredCheckpoint(const ResultsReader& results, std::size_t checkpoint)
    : pairs_(results.header().samples()), interactions_(pairs_.size()) {
  for (std::size_t s = 0; s < pairs_.size(); ++s) {
    if (!results.done(checkpoint, s)) continue;
    pairs_[s] = results.pair(checkpoint, s);
    const auto values = pairs_[s].values.values();
    interactions_[s] = {pairs_[s].andPart.values(), pairs_[s].orPart.values(),
                        std::abs(values.back() - values.front())};
  }
}

bool StoredCheckpoint::any() const {
  return std::any_of(interactions_.begin(), interactions_.end(), [](const auto& sample) { return sample.present(); });
}

std::vector<SampleStrengths> storedSamples(const ResultsReader& results, const Salience& salience) {
  std::vector<SampleStrengths> series;
  for (std::size_t c = 0; c < results.header().checkpoints(); ++c) {
    const StoredCheckpoint stored(results, c);
    series.emplace_back(stored.interactions(), salienceThreshold(stored.interactions(), salience));
  }
  return series;
}

OrderStrength storedStrength(const ResultsReader& results, std::size_t checkpoint, const Salience& salience) {
  return orderStrength(StoredCheckpoint(results, checkpoint).interactions(), salience);
}

std::vector<OrderStrength> storedDynamics(const ResultsReader& results, const Salience& salience) {
  std::vector<OrderStrength> series;
  for (std::size_t c = 0; c < results.header().checkpoints(); ++c)
    series.push_back(storedStrength(results, c, salience));
  return series;
}

void exportDynamics(const ResultsReader& results, const std::filesystem::path& file) {
  const ResultsHeader& header = results.header();
  std::vector<CsvCheckpoint> rows;
  for (std::size_t c = 0; c < header.checkpoints(); ++c) {
    const OrderStrength strength = storedStrength(results, c, storedSalience(header));
    CsvCheckpoint row{header.step[c], header.epoch[c], header.trainLoss[c], header.testLoss[c], {}, {}, {}, {}};
    if (strength.samples > 0) {
      row.andPositive = strength.andPositive;
      row.andNegative = strength.andNegative;
      row.orPositive = strength.orPositive;
      row.orNegative = strength.orNegative;
    }
    rows.push_back(std::move(row));
  }
  exportDynamicsCsv(file, header.run, rows);
}

}  // namespace spindle
