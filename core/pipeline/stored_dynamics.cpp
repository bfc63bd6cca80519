#include "core/pipeline/stored_dynamics.h"

#include "core/store/export_csv.h"

#include <cmath>

namespace spindle {

OrderStrength storedStrength(const ResultsReader& results, std::size_t checkpoint) {
  std::vector<PairResult> pairs;
  for (std::size_t s = 0; s < results.header().samples(); ++s) {
    if (results.done(checkpoint, s)) pairs.push_back(results.pair(checkpoint, s));
  }
  std::vector<SampleInteractions> interactions;
  for (const PairResult& pair : pairs) {
    const auto values = pair.values.values();
    interactions.push_back({pair.andPart.values(), pair.orPart.values(), std::abs(values.back() - values.front())});
  }
  return orderStrength(interactions);
}

std::vector<OrderStrength> storedDynamics(const ResultsReader& results) {
  std::vector<OrderStrength> series;
  for (std::size_t c = 0; c < results.header().checkpoints(); ++c) series.push_back(storedStrength(results, c));
  return series;
}

void exportDynamics(const ResultsReader& results, const std::filesystem::path& file) {
  const ResultsHeader& header = results.header();
  std::vector<CsvCheckpoint> rows;
  for (std::size_t c = 0; c < header.checkpoints(); ++c) {
    const OrderStrength strength = storedStrength(results, c);
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
