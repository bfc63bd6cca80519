// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/user_error.h"
#include "core/store/results_file.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <random>
#include <string>
#include <vector>

namespace spindle::test {

/// A NaN with bits of its own, to see that they survive.
inline double markedNaN() {
  return std::bit_cast<double>(std::uint64_t{0x7ff8'0000'dead'beef});
}

inline ResultsHeader sampleHeader(int n, std::size_t checkpoints, std::size_t samples) {
  ResultsHeader header;
  header.version = "0.1.0";
  header.created = "2026-11-23T12:00:00Z";
  header.run = "Schlüpfer — 靴 👟";
  header.options = R"({"score":"log-odds","baseline":"zero"})";
  header.variables = n;
  for (std::size_t c = 0; c < checkpoints; ++c) {
    header.step.push_back(static_cast<double>(c * c));
    header.epoch.push_back(c == 0 ? markedNaN() : 0.1 * static_cast<double>(c));
    header.trainLoss.push_back(2.0 / static_cast<double>(c + 1));
    header.testLoss.push_back(c % 2 == 0 ? markedNaN() : 0.5);
    header.checkpointNames.push_back("checkpoints/épreuve=" + std::to_string(c) + ".pt");
  }
  MeasuredArray numbers{"numbers", {checkpoints, samples, 2}, {}};
  for (std::size_t i = 0; i < 2 * checkpoints * samples; ++i)
    numbers.values.push_back(i % 3 == 0 ? markedNaN() : 0.1 * static_cast<double>(i));
  header.measurements = {{"novel", 3, R"({"seed":1})", {std::move(numbers)}}};
  header.logged = {{"précision/top-1", header.testLoss}, {"lr", header.trainLoss}};
  for (std::size_t s = 0; s < samples; ++s) {
    header.sampleIndex.push_back(static_cast<std::int64_t>(100 + s));
    header.sampleTarget.push_back(-static_cast<std::int64_t>(s));
    header.sampleNames.push_back(s == 0 ? "" : "Stiefel № " + std::to_string(s));
    header.sampleVariables.push_back(R"([{"name":"Knöchel"}])");
  }
  return header;
}

/// The same with digests of what was read.
inline ResultsHeader sourceHeader(int n, std::size_t checkpoints, std::size_t samples) {
  ResultsHeader header = sampleHeader(n, checkpoints, samples);
  for (std::size_t c = 0; c < checkpoints; ++c) header.source.checkpoints.push_back("weights " + std::to_string(c));
  for (std::size_t s = 0; s < samples; ++s) header.source.samples.push_back("sample " + std::to_string(s));
  header.source.architecture = "lenet";
  header.source.settings = R"({"mean":[0.5],"std":[1.0]})";
  return header;
}

/// Takes up an interrupted computation; here the options alone must be the same.
inline std::unique_ptr<ResultsWriter> takenUp(const std::filesystem::path& path, const ResultsHeader& header) {
  return ResultsWriter::resume(path, header, [](const ResultsHeader& stored, const ResultsHeader& wanted) {
    return std::string(stored.options == wanted.options ? "" : "options (all)");
  });
}

inline PairResult samplePair(int n, std::size_t checkpoint, std::size_t sample) {
  std::mt19937_64 random(1000 * checkpoint + sample);
  std::normal_distribution<double> normal;
  PairResult pair{CoalitionTable(n), CoalitionTable(n), CoalitionTable(n)};
  for (Coalition t = 0; t < pair.values.size(); ++t) {
    pair.values[t] = normal(random);
    pair.andPart[t] = t % 3 == 0 ? normal(random) : 0.0;
    pair.orPart[t] = t % 3 == 1 ? -0.0 : normal(random);
  }
  pair.l1 = normal(random);
  pair.lowerBound = std::nextafter(pair.l1, -1e9);
  return pair;
}

inline std::vector<PairResult> samplePairs(int n, std::size_t checkpoint, std::size_t samples) {
  std::vector<PairResult> pairs;
  for (std::size_t s = 0; s < samples; ++s) pairs.push_back(samplePair(n, checkpoint, s));
  return pairs;
}

inline StrengthRow sampleStrength(int n, std::size_t checkpoint) {
  StrengthRow row;
  for (int k = 1; k <= n; ++k) {
    row.positive.push_back(static_cast<double>(k) / 3.0 + static_cast<double>(checkpoint));
    row.negative.push_back(-1.0 / static_cast<double>(k) - static_cast<double>(checkpoint));
  }
  return row;
}

inline double sampleThreshold(std::size_t checkpoint) {
  return 0.03 * static_cast<double>(checkpoint + 1);
}

/// Writes every checkpoint that is not done.
inline void writeMissing(ResultsWriter& writer, const ResultsHeader& header) {
  const int n = header.variables;
  for (std::size_t c = 0; c < header.checkpoints(); ++c) {
    if (!writer.done(c)) writer.write(c, samplePairs(n, c, header.samples()), sampleStrength(n, c), sampleThreshold(c));
  }
}

inline PhaseRecord samplePhase() {
  return {1, 1.0, "mean order stopped falling (tolerance 0.05)"};
}

inline void writeAll(const std::filesystem::path& path, const ResultsHeader& header) {
  const auto writer = ResultsWriter::create(path, header);
  writeMissing(*writer, header);
  writer->finish(samplePhase());
}

inline bool sameBits(const std::vector<double>& a, const std::vector<double>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0;
}

inline bool sameBits(const CoalitionTable& a, const CoalitionTable& b) {
  return a.size() == b.size() && std::memcmp(a.values().data(), b.values().data(), a.size() * sizeof(double)) == 0;
}

inline bool sameBits(const PairResult& a, const PairResult& b) {
  return sameBits(a.values, b.values) && sameBits(a.andPart, b.andPart) && sameBits(a.orPart, b.orPart) &&
         sameBits(std::vector{a.l1, a.lowerBound}, std::vector{b.l1, b.lowerBound});
}

inline std::string bytesOf(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

inline void putBytes(const std::filesystem::path& file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary) << bytes;
}

inline std::filesystem::path partsOf(const std::filesystem::path& results) {
  return results.string() + ".parts";
}

/// The sentence of the UserError that f throws; "" when it throws none.
template <class F>
std::string sentenceOf(F&& f) {
  try {
    f();
  } catch (const UserError& error) {
    return error.what();
  }
  return "";
}

}  // namespace spindle::test
