// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/series_kind.h"
#include "core/base/user_error.h"
#include "core/game/coalition_table.h"
#include "core/store/stored_measurement.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace spindle {

/// What the checkpoints, the architecture and the samples held when they were read, as digests; settings: JSON of what
/// else decides about the network's input and weights (mean, std, ...). Empty in files that older builds wrote.
struct ResultsSource {
  std::vector<std::string> checkpoints;  ///< C of them
  std::vector<std::string> samples;      ///< S of them
  std::string architecture;
  std::string settings;

  [[nodiscard]] bool known() const { return !checkpoints.empty(); }
  bool operator==(const ResultsSource&) const = default;
};

/// A column of the training log, at the checkpoints; NaN where it has no value.
struct LoggedColumn {
  std::string name;
  std::vector<double> values;  ///< C of them
};
/// The name of the last frame of a series over depth: the network's own output.
inline constexpr const char* outputFrame = "output";

/// What stands in a results file besides the tables (METHOD.md#results-file). Everything that is indexed by
/// checkpoint or sample has C or S entries; epoch and losses are NaN where unknown.
struct ResultsHeader {
  std::string version;  ///< of Spindle
  std::string created;  ///< ISO 8601
  std::string run;      ///< name of the run
  std::string options;  ///< all that is needed to repeat the computation; core/results reads and writes it
  int variables = 0;    ///< n
  std::vector<double> step, epoch, trainLoss, testLoss;
  std::vector<std::string> checkpointNames;
  std::vector<std::int64_t> sampleIndex, sampleTarget;
  std::vector<std::string> sampleNames;
  std::vector<std::string> sampleVariables;  ///< the input variables of each; core/results reads and writes them
  ResultsSource source = {};
  std::vector<LoggedColumn> logged = {};  ///< what else the log held, in its order; none in files of older builds
  std::vector<StoredMeasurement> measurements = {};  ///< beside the scores, with the rows of this file
  SeriesKind series = SeriesKind::training;  ///< what "checkpoints" are: checkpoints, layers (their names) or models
  std::string axis = {};                     ///< what `step` counts: "pruning ratio"; empty: training steps or epochs

  /// Whether frames have names only: `step` is their place from 0 on, a number without a meaning of its own.
  [[nodiscard]] bool named() const { return series != SeriesKind::training && axis.empty(); }
  [[nodiscard]] std::size_t checkpoints() const { return step.size(); }
  [[nodiscard]] std::size_t samples() const { return sampleIndex.size(); }
};

/// One (checkpoint, sample) pair, finished. values are not shifted; andPart[0] is v(empty), orPart[0] is 0.
struct PairResult {
  CoalitionTable values, andPart, orPart;
  double l1 = 0.0, lowerBound = 0.0;
};

struct StrengthRow {
  std::vector<double> positive, negative;  ///< order k at index k - 1
};

struct PhaseRecord {
  std::int64_t checkpoint = -1;  ///< -1: none
  double step = 0.0;
  std::string rule;
  bool operator==(const PhaseRecord&) const = default;
};

/// Results that another computation left, where resuming was asked for.
struct OtherResults : UserError {
  using UserError::UserError;
};

/// What two computations differ in, in words that follow "computed with other": "options (gap)"; empty where the one
/// may go on with the results of the other.
using HeaderDifference = std::function<std::string(const ResultsHeader& stored, const ResultsHeader& wanted)>;

/// Writes results as they come such that a process killed at any instant (SIGKILL, power) leaves what was finished
/// readable and resumable: each finished checkpoint is a small results file of its own in the folder `path`.parts,
/// written whole or not at all; finish() joins them into `path` and removes the folder. Results that stood at `path`
/// before stay until then. One object at a time for one path (a second one, also of another process, gets a UserError);
/// used from one thread at a time. Every function throws UserError when the disk is full or the folder is read-only;
/// what was finished before stays. Memory: the compressed tables of one sample. Resuming gives the same bytes as
/// computing at one go.
class ResultsWriter {
 public:
  /// Starts new results at `path` (replacing older results there, but never a file that is none), or, with resume,
  /// takes up those of an interrupted computation or finished ones that lack some pairs; `version` and `created` stay
  /// as they were. resume() (see resumeResults) throws OtherResults where `difference` finds one, where checkpoints of
  /// which something is stored were read from other weights, and where it is not known what was read. It starts anew
  /// when nothing is there.
  static std::unique_ptr<ResultsWriter> create(const std::filesystem::path& path, const ResultsHeader& header);
  static std::unique_ptr<ResultsWriter> resume(const std::filesystem::path& path, const ResultsHeader& header,
                                               const HeaderDifference& difference);
  /// Like create(), for results that exist elsewhere (or at `path`): nothing is seen of them before finish(), and a
  /// killed writer leaves what was at `path`.
  static std::unique_ptr<ResultsWriter> replace(const std::filesystem::path& path, const ResultsHeader& header);
  virtual ~ResultsWriter() = default;

  /// Whether every sample of the checkpoint is stored.
  [[nodiscard]] virtual bool done(std::size_t checkpoint) const = 0;

  /// Stores one checkpoint at once: one result a sample (empty values table = this sample failed: NaN rows, done = 0).
  virtual void write(std::size_t checkpoint, const std::vector<PairResult>& samples, const StrengthRow& strength,
                     double threshold) = 0;

  /// Where no pair was stored, now or by the computation that this goes on with: leaves everything at `path` as it was
  /// before and returns true; nothing may be called afterwards. Else false.
  virtual bool leaveIfEmpty() = 0;

  /// Whether finish() would replace results of another computation. A writer that is destroyed without it leaves these
  /// as they are, and what it has written beside them, to be resumed.
  [[nodiscard]] virtual bool replacesOthers() const { return false; }

  /// Puts the finished file at its final place; also called when the user stopped (unfinished pairs have done = 0).
  /// The last call: after it only done() may be asked. When it throws, all that was written is still there to resume.
  /// stopped: the user ended it before its end; it is written down.
  virtual void finish(const PhaseRecord& phase, bool stopped = false) = 0;
};

/// Finished checkpoints of a computation at `path` that was killed or stopped before its end; 0 of 0 where there is
/// none. Never throws: what cannot be read is told by those who read or replace it.
struct UnfinishedResults {
  std::size_t finished = 0, checkpoints = 0;
};
UnfinishedResults unfinishedResults(const std::filesystem::path& path);

/// Reads results: finished ones, and those a writer is still at or that a killed writer left (these go before finished
/// ones at the same path). Safe to use while a ResultsWriter of the same process is at work; calls from several threads
/// are serialized inside. Keeps strengths and flags in memory and reads tables when asked: some 0.1 ms a pair at n
/// = 10. Indices out of range throw std::out_of_range.
class ResultsReader {
 public:
  /// path: the results file, or its .parts folder. Throws UserError: not a results file, another schema version (names
  /// both), damaged.
  static std::shared_ptr<ResultsReader> open(const std::filesystem::path& path);
  virtual ~ResultsReader() = default;

  [[nodiscard]] virtual const ResultsHeader& header() const = 0;
  [[nodiscard]] virtual bool done(std::size_t checkpoint, std::size_t sample) const = 0;
  /// Tables with n = 0 and NaN where the pair is not done.
  [[nodiscard]] virtual PairResult pair(std::size_t checkpoint, std::size_t sample) const = 0;
  [[nodiscard]] virtual StrengthRow strength(std::size_t checkpoint) const = 0;  ///< as stored; NaN where not done
  [[nodiscard]] virtual double threshold(std::size_t checkpoint) const = 0;
  [[nodiscard]] virtual PhaseRecord phase() const = 0;
  [[nodiscard]] virtual bool stopped() const = 0;  ///< by the user, before its end

  /// Takes in what a writer has added since; header() stays. Throws UserError when other results took their place.
  virtual void refresh() = 0;
};

}  // namespace spindle
