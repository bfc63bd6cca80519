// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/results_file.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace spindle {

/// What stands in a results file about a joint decomposition of several networks (see decomposeJointly), besides the
/// header. The file's own tables are those of network 0, so that every reader of results opens it.
struct JointHeader {
  std::vector<std::string> networks;                ///< their names, unique; the first is that of the file's own tables
  double alpha = 0.0, noiseBound = 0.0, gap = 0.0;  ///< as they were asked for
  std::vector<double> differenceShares;  ///< of E |v(N) - v(empty)|, for each network; the bound is their product
};

/// One network for one (checkpoint, sample).
struct JointNetwork {
  CoalitionTable andPart, orPart;                  ///< of the joint decomposition
  CoalitionTable separateAndPart, separateOrPart;  ///< as its own results file has them
  double range = 0.0;                              ///< |v(N) - v(empty)|
};

struct JointSample {
  std::vector<JointNetwork> networks;  ///< empty where the sample is not done
  double objective = 0.0, lowerBound = 0.0;
};

/// The part of a results file that tells of several networks. Same rules for threads and errors as ResultsReader.
class JointResults {
 public:
  virtual ~JointResults() = default;
  /// null where the results are those of one network.
  [[nodiscard]] virtual const JointHeader* jointHeader() const = 0;
  /// Without networks where it is not done. Some 0.1 ms a network at n = 10.
  [[nodiscard]] virtual JointSample jointSample(std::size_t checkpoint, std::size_t sample) const = 0;
};

/// null where the results are those of one network.
const JointResults* jointResults(const ResultsReader& results);

/// Writes the results of a joint decomposition: one file grows beside what is at `path` and takes its place at the end;
/// a killed writer leaves what was there. Rules and errors of ResultsWriter::replace().
class JointResultsWriter {
 public:
  static std::unique_ptr<JointResultsWriter> create(const std::filesystem::path& path, const ResultsHeader& header,
                                                    const JointHeader& joint);
  virtual ~JointResultsWriter() = default;

  /// Stores one checkpoint: results of network 0 as ResultsWriter::write() has them, and of all networks, one a sample.
  virtual void write(std::size_t checkpoint, const std::vector<PairResult>& first,
                     const std::vector<JointSample>& samples, const StrengthRow& strength, double threshold) = 0;

  /// Puts the file at its place. The last call.
  virtual void finish(const PhaseRecord& phase, bool stopped) = 0;
};

}  // namespace spindle
