// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/store/joint_results.h"
#include "core/store/parts_folder.h"
#include "core/store/results_layout.h"

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <thread>

namespace spindle {
namespace {

void requireConsistent(const ResultsHeader& header) {
  const std::size_t c = header.checkpoints(), s = header.samples();
  const bool checkpoints = c > 0 && header.epoch.size() == c && header.trainLoss.size() == c &&
                           header.testLoss.size() == c && header.checkpointNames.size() == c;
  const bool samples =
      s > 0 && header.sampleTarget.size() == s && header.sampleNames.size() == s && header.sampleVariables.size() == s;
  const bool source =
      !header.source.known() || (header.source.checkpoints.size() == c && header.source.samples.size() == s);
  const bool logged = std::all_of(header.logged.begin(), header.logged.end(),
                                  [c](const LoggedColumn& column) { return column.values.size() == c; });
  if (!checkpoints || !samples || !source || !logged)
    throw std::invalid_argument("a results header whose lists differ in length");
  if (header.variables < 1 || header.variables > maxVariables)
    throw std::invalid_argument("a results header without 1 to 20 variables");
}

std::vector<std::string> differing(const std::vector<std::string>& a, const std::vector<std::string>& b,
                                   const std::vector<std::string>& names) {
  std::vector<std::string> found;
  for (std::size_t i = 0; i < a.size() && i < b.size() && i < names.size(); ++i) {
    if (a[i] != b[i]) found.push_back(names[i]);
  }
  return found;
}

[[noreturn]] void refuse(const std::string& file, const std::string& what) {
  throw OtherResults("The results in " + file + " were computed with other " + what +
                     " and cannot be resumed; choose another file, or compute them anew.");
}

/// All but the weights, which each checkpoint answers for.
void requireSameComputation(const ResultsHeader& stored, const ResultsHeader& wanted, const std::string& file,
                            const HeaderDifference& difference) {
  if (const auto what = difference(stored, wanted); !what.empty()) refuse(file, what);
  if (!stored.source.known() && wanted.source.known())
    throw OtherResults("The results in " + file +
                       " were written by an older version, which did not store what weights and samples they come "
                       "from, and cannot be resumed; compute them anew.");
}

// A slip of the hand must not put results in the place of somebody's thesis.
void requireReplaceable(const std::filesystem::path& results) {
  std::error_code error;
  const auto status = std::filesystem::symlink_status(results, error);
  if (!std::filesystem::exists(status)) return;
  if (std::filesystem::is_symlink(status))
    throw UserError(results.string() + " is a link that leads to no file; remove it, or choose another file.");
  try {
    ResultsLayout::open(results);
  } catch (const UserError&) {
    throw UserError(results.string() +
                    " exists and is not a results file that this Spindle can read; choose another file, or delete it.");
  }
}

ResultsHeader ofCheckpoint(const ResultsHeader& header, std::size_t checkpoint) {
  ResultsHeader one = header;
  one.step = {header.step[checkpoint]};
  one.epoch = {header.epoch[checkpoint]};
  one.trainLoss = {header.trainLoss[checkpoint]};
  one.testLoss = {header.testLoss[checkpoint]};
  one.checkpointNames = {header.checkpointNames[checkpoint]};
  one.measurements.clear();
  for (LoggedColumn& column : one.logged) column.values = {column.values[checkpoint]};
  if (header.source.known()) one.source.checkpoints = {header.source.checkpoints[checkpoint]};
  return one;
}

void requireFits(const ResultsHeader& header, std::size_t checkpoint, const std::vector<PairResult>& samples,
                 const StrengthRow& strength) {
  const auto n = static_cast<std::size_t>(header.variables);
  const auto fits = [&](const std::vector<double>& row) { return row.empty() || row.size() == n; };
  if (checkpoint >= header.checkpoints() || samples.size() != header.samples() || !fits(strength.positive) ||
      !fits(strength.negative))
    throw std::invalid_argument("results of another shape than their header");
  for (const auto& sample : samples) {
    const int v = sample.values.variables();
    if (v != 0 && (v != header.variables || sample.andPart.variables() != v || sample.orPart.variables() != v))
      throw std::invalid_argument("tables of another number of variables than their header");
  }
}

/// Calls work, which writes `file`; gives the space back when it throws, even if HDF5 should still hold the file.
template <class Work>
void writing(const std::filesystem::path& file, Work&& work) {
  try {
    work();
  } catch (...) {
    std::error_code ignored;
    std::filesystem::resize_file(file, 0, ignored);
    std::filesystem::remove(file, ignored);
    throw;
  }
}

bool anyDone(const std::vector<std::uint8_t>& done) {
  return std::any_of(done.begin(), done.end(), [](std::uint8_t d) { return d != 0; });
}

bool allDone(const std::vector<std::uint8_t>& done) {
  return std::all_of(done.begin(), done.end(), [](std::uint8_t d) { return d != 0; });
}

class PartsWriter : public ResultsWriter {
 public:
  PartsWriter(std::unique_ptr<PartsFolder> folder, ResultsHeader header)
      : folder_(std::move(folder)),
        header_(std::move(header)),
        sources_(header_.checkpoints()),
        weights_(header_.source.checkpoints) {}

  void start(bool continues) {
    folder_->clear();
    publish(folder_->paths().header(), header_, [&](ResultsLayout& layout) { layout.setContinues(continues); });
  }

  /// The finished file beside the parts, which holds the first results of this computation.
  void useBase(std::unique_ptr<ResultsLayout> base) {
    base_ = std::move(base);
    weights_ = base_->header().source.checkpoints;
    for (std::size_t c = 0; c < sources_.size(); ++c) {
      const auto done = base_->done(c);
      if (anyDone(done)) sources_[c].kind = Source::base;
      sources_[c].done = allDone(done);
    }
  }

  void useParts() {
    for (std::size_t c = 0; c < sources_.size(); ++c) {
      if (!isThere(folder_->paths().part(c))) continue;
      holdsPairs_ = true;
      try {
        const auto part = ResultsLayout::open(folder_->paths().part(c));
        sources_[c] = {Source::part, allDone(part->done(0))};
        if (part->header().source.known() && !weights_.empty()) weights_[c] = part->header().source.checkpoints.front();
      } catch (const UserError&) {
        // A disk that lost what it had confirmed: this checkpoint is computed again.
        std::filesystem::remove(folder_->paths().part(c));
      }
    }
  }

  /// Refuses where a checkpoint of which something is stored has other weights now; the others may have changed.
  void useWeights(std::vector<std::string> wanted) {
    for (std::size_t c = 0; c < weights_.size() && c < wanted.size(); ++c) {
      if (sources_[c].kind == Source::none) weights_[c] = wanted[c];
      if (wanted[c].empty()) wanted[c] = weights_[c];  // the file is gone: it contradicts nothing
    }
    if (const auto names = differing(weights_, wanted, header_.checkpointNames); !names.empty())
      refuse(folder_->paths().results.string(), "weights (" + listed(names) + ")");
    header_.source.checkpoints = weights_;
  }

  [[nodiscard]] bool done(std::size_t checkpoint) const override { return sources_.at(checkpoint).done; }

  void write(std::size_t checkpoint, const std::vector<PairResult>& samples, const StrengthRow& strength,
             double threshold) override {
    requireOpen();
    requireFits(header_, checkpoint, samples, strength);
    publish(folder_->paths().part(checkpoint), ofCheckpoint(header_, checkpoint),
            [&](ResultsLayout& part) { part.write(0, samples, strength, threshold); });
    const bool complete = std::all_of(samples.begin(), samples.end(),
                                      [&](const auto& s) { return s.values.variables() == header_.variables; });
    sources_[checkpoint] = {Source::part, complete};
    holdsPairs_ = holdsPairs_ ||
                  std::any_of(samples.begin(), samples.end(), [](const auto& s) { return s.values.variables() != 0; });
  }

  bool leaveIfEmpty() override {
    requireOpen();
    if (holdsPairs_) return false;
    base_.reset();
    folder_->remove();
    folder_.reset();
    return true;
  }

  [[nodiscard]] bool replacesOthers() const override {
    requireOpen();
    return !base_ && isThere(folder_->paths().results);
  }

  void finish(const PhaseRecord& phase, bool stopped) override {
    requireOpen();
    const auto& paths = folder_->paths();
    if (!unchanged(phase, stopped)) {
      publish(paths.results, header_, [&](ResultsLayout& whole) {
        whole.setStopped(stopped);
        merge(whole, phase);
      });
    }
    base_.reset();
    folder_->remove();
    folder_.reset();
  }

 private:
  struct Source {
    enum Kind { none, base, part } kind = none;
    bool done = false;
  };

  // Without locks (see PartsFolder) another computation may have taken the folder over.
  void copyPart(std::size_t c, ResultsLayout& whole) const {
    const auto part = ResultsLayout::open(folder_->paths().part(c));
    if (part->header().created != header_.created || part->header().options != header_.options)
      throw UserError("Another computation has written into " + folder_->paths().folder.string() +
                      "; let one of them end, and resume the other then.");
    whole.copy(c, *part, 0);
  }

  void merge(ResultsLayout& whole, const PhaseRecord& phase) const {
    for (std::size_t c = 0; c < sources_.size(); ++c) {
      if (sources_[c].kind == Source::part) copyPart(c, whole);
      if (sources_[c].kind == Source::base) whole.copy(c, *base_, c);
      // Lets a waiting reader have the HDF5 lock.
      std::this_thread::sleep_for(std::chrono::microseconds(50));
    }
    whole.setPhase(phase);
  }

  [[nodiscard]] bool unchanged(const PhaseRecord& phase, bool stopped) const {
    return base_ && base_->phase() == phase && base_->stopped() == stopped &&
           std::none_of(sources_.begin(), sources_.end(), [](const auto& s) { return s.kind == Source::part; });
  }

  void requireOpen() const {
    if (!folder_) throw std::logic_error("results that are finished cannot be written");
  }

  template <class Fill>
  void publish(const std::filesystem::path& file, const ResultsHeader& header, Fill&& fill) {
    const auto temporary = folder_->paths().temporary();
    writing(temporary, [&] {
      const auto layout = ResultsLayout::create(temporary, header);
      fill(*layout);
      layout->seal();
      publishFile(temporary, file);
    });
  }

  std::unique_ptr<PartsFolder> folder_;
  ResultsHeader header_;
  std::vector<Source> sources_;
  std::vector<std::string> weights_;  ///< digests; of what was stored where something is
  std::unique_ptr<ResultsLayout> base_;
  bool holdsPairs_ = false;  ///< in the parts
};

/// Results that exist elsewhere: one file grows beside the old one and takes its place. The same bytes as joined parts.
class ReplacingWriter : public ResultsWriter {
 public:
  ReplacingWriter(std::unique_ptr<PartsFolder> folder, ResultsHeader header)
      : folder_(std::move(folder)), header_(std::move(header)), done_(header_.checkpoints(), false) {
    writing(folder_->paths().joined(), [&] { whole_ = ResultsLayout::create(folder_->paths().joined(), header_); });
  }

  ~ReplacingWriter() override {
    whole_.reset();
    if (!folder_) return;
    std::error_code ignored;
    std::filesystem::remove(folder_->paths().joined(), ignored);
  }

  [[nodiscard]] bool done(std::size_t checkpoint) const override { return done_.at(checkpoint); }

  void write(std::size_t checkpoint, const std::vector<PairResult>& samples, const StrengthRow& strength,
             double threshold) override {
    if (!whole_) throw std::logic_error("results that are finished cannot be written");
    requireFits(header_, checkpoint, samples, strength);
    const auto temporary = folder_->paths().temporary();
    writing(temporary, [&] {
      const auto part = ResultsLayout::create(temporary, ofCheckpoint(header_, checkpoint));
      part->write(0, samples, strength, threshold);
      part->seal();
      const auto written = ResultsLayout::open(temporary);
      whole_->copy(checkpoint, *written, 0);
      done_.at(checkpoint) = allDone(written->done(0));
    });
    std::error_code ignored;
    std::filesystem::remove(temporary, ignored);
  }

  bool leaveIfEmpty() override { return false; }

  void finish(const PhaseRecord& phase, bool stopped) override {
    if (!whole_) throw std::logic_error("results that are finished cannot be written");
    const auto& paths = folder_->paths();
    writing(paths.joined(), [&] {
      whole_->setPhase(phase);
      whole_->setStopped(stopped);
      whole_->seal();
      publishFile(paths.joined(), paths.results);
    });
    whole_.reset();
    folder_->remove();
    folder_.reset();
  }

 private:
  std::unique_ptr<PartsFolder> folder_;
  ResultsHeader header_;
  std::vector<bool> done_;
  std::unique_ptr<ResultsLayout> whole_;
};

/// Results of several networks: one file grows beside the old one and takes its place.
class JointWriter : public JointResultsWriter {
 public:
  JointWriter(std::unique_ptr<PartsFolder> folder, ResultsHeader header, const JointHeader& joint)
      : folder_(std::move(folder)), header_(std::move(header)), networks_(joint.networks.size()) {
    writing(folder_->paths().joined(), [&] {
      whole_ = ResultsLayout::create(folder_->paths().joined(), header_);
      whole_->addJoint(joint);
    });
  }

  ~JointWriter() override {
    whole_.reset();
    if (!folder_) return;
    std::error_code ignored;
    std::filesystem::remove(folder_->paths().joined(), ignored);
  }

  void write(std::size_t checkpoint, const std::vector<PairResult>& first, const std::vector<JointSample>& samples,
             const StrengthRow& strength, double threshold) override {
    if (!whole_) throw std::logic_error("results that are finished cannot be written");
    requireFits(header_, checkpoint, first, strength);
    if (samples.size() != first.size()) throw std::invalid_argument("joint results of another shape than their header");
    const auto fits = [this](const CoalitionTable& table) { return table.variables() == header_.variables; };
    for (std::size_t s = 0; s < samples.size(); ++s) {
      const auto& networks = samples[s].networks;
      const bool there = first[s].values.variables() != 0;
      if (networks.size() != (there ? networks_ : 0) ||
          !std::all_of(networks.begin(), networks.end(), [&](const JointNetwork& n) {
            return fits(n.andPart) && fits(n.orPart) && fits(n.separateAndPart) && fits(n.separateOrPart);
          }))
        throw std::invalid_argument("joint results of another shape than their header");
    }
    writing(folder_->paths().joined(), [&] {
      whole_->write(checkpoint, first, strength, threshold);
      whole_->writeJoint(checkpoint, samples);
    });
  }

  void finish(const PhaseRecord& phase, bool stopped) override {
    if (!whole_) throw std::logic_error("results that are finished cannot be written");
    const auto& paths = folder_->paths();
    writing(paths.joined(), [&] {
      whole_->setPhase(phase);
      whole_->setStopped(stopped);
      whole_->seal();
      publishFile(paths.joined(), paths.results);
    });
    whole_.reset();
    folder_->remove();
    folder_.reset();
  }

 private:
  std::unique_ptr<PartsFolder> folder_;
  ResultsHeader header_;
  std::size_t networks_;
  std::unique_ptr<ResultsLayout> whole_;
};

}  // namespace

std::unique_ptr<JointResultsWriter> JointResultsWriter::create(const std::filesystem::path& path,
                                                               const ResultsHeader& header, const JointHeader& joint) {
  requireConsistent(header);
  if (joint.networks.empty() || joint.differenceShares.size() != joint.networks.size())
    throw std::invalid_argument("a joint header whose lists differ in length");
  requireReplaceable(PartsPaths(path).results);
  return std::make_unique<JointWriter>(std::make_unique<PartsFolder>(path), header, joint);
}

UnfinishedResults unfinishedResults(const std::filesystem::path& path) {
  try {
    const PartsPaths paths(path);
    const bool killed = paths.parts() > 0;
    if (!killed && !isThere(paths.results)) return {};
    const auto results = ResultsReader::open(path);
    if (!killed && !results->stopped()) return {};
    UnfinishedResults found{0, results->header().checkpoints()};
    for (std::size_t c = 0; c < found.checkpoints; ++c) {
      bool any = false;
      for (std::size_t s = 0; s < results->header().samples(); ++s) any = any || results->done(c, s);
      found.finished += any ? 1 : 0;
    }
    return found;
  } catch (const UserError&) {
    return {};
  }
}

std::unique_ptr<ResultsWriter> ResultsWriter::create(const std::filesystem::path& path, const ResultsHeader& header) {
  requireConsistent(header);
  requireReplaceable(PartsPaths(path).results);
  auto writer = std::make_unique<PartsWriter>(std::make_unique<PartsFolder>(path), header);
  writer->start(false);
  return writer;
}

std::unique_ptr<ResultsWriter> ResultsWriter::replace(const std::filesystem::path& path, const ResultsHeader& header) {
  requireConsistent(header);
  requireReplaceable(PartsPaths(path).results);
  return std::make_unique<ReplacingWriter>(std::make_unique<PartsFolder>(path), header);
}

std::unique_ptr<ResultsWriter> ResultsWriter::resume(const std::filesystem::path& path, const ResultsHeader& header,
                                                     const HeaderDifference& difference) {
  requireConsistent(header);
  const PartsPaths paths(path);
  const bool finished = isThere(paths.results);
  if (!finished && !isThere(paths.header())) return create(path, header);
  auto folder = std::make_unique<PartsFolder>(path);
  // A writer that died before its first checkpoint left a header alone: the finished results count.
  const bool begun = isThere(paths.header()) && (!finished || paths.parts() > 0);
  const auto stored = ResultsLayout::open(begun ? paths.header() : paths.results);
  requireSameComputation(stored->header(), header, paths.results.string(), difference);
  auto writer = std::make_unique<PartsWriter>(std::move(folder), stored->header());
  if (!begun || stored->continues()) {
    auto base = ResultsLayout::open(paths.results);
    requireSameComputation(base->header(), header, paths.results.string(), difference);
    writer->useBase(std::move(base));
  }
  if (begun) writer->useParts();
  writer->useWeights(header.source.checkpoints);
  if (!begun) writer->start(true);
  return writer;
}

}  // namespace spindle
