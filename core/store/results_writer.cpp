// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/base/user_error.h"
#include "core/store/growing_results.h"
#include "core/store/joint_results.h"
#include "core/store/parts_folder.h"
#include "core/store/parts_writer.h"
#include "core/store/written_results.h"

#include <algorithm>
#include <stdexcept>

namespace spindle {
namespace {

/// All but the weights, which each checkpoint answers for.
void requireSameComputation(const ResultsHeader& stored, const ResultsHeader& wanted, const std::string& file,
                            const HeaderDifference& difference) {
  if (const auto what = difference(stored, wanted); !what.empty()) refuseOther(file, what);
  if (!stored.source.known() && wanted.source.known())
    throw OtherResults("The results in " + file +
                       " were written by an older version, which did not store what weights and samples they come "
                       "from, and cannot be resumed; compute them anew.");
}

/// Results that exist elsewhere: the same bytes as joined parts.
class ReplacingWriter : public ResultsWriter {
 public:
  ReplacingWriter(std::unique_ptr<PartsFolder> folder, const ResultsHeader& header)
      : done_(header.checkpoints(), false), whole_(std::move(folder), header) {}

  [[nodiscard]] bool done(std::size_t checkpoint) const override { return done_.at(checkpoint); }

  void write(std::size_t checkpoint, const std::vector<PairResult>& samples, const StrengthRow& strength,
             double threshold) override {
    const auto temporary = whole_.temporary();
    requireFits(whole_.header(), checkpoint, samples, strength);
    writing(temporary, [&] {
      const auto part = ResultsLayout::create(temporary, ofCheckpoint(whole_.header(), checkpoint));
      part->write(0, samples, strength, threshold);
      part->seal();
      const auto written = ResultsLayout::open(temporary);
      whole_.layout().copy(checkpoint, *written, 0);
      done_.at(checkpoint) = allDone(written->done(0));
    });
    std::error_code ignored;
    std::filesystem::remove(temporary, ignored);
  }

  bool leaveIfEmpty() override { return false; }
  void finish(const PhaseRecord& phase, bool stopped) override { whole_.finish(phase, stopped); }

 private:
  std::vector<bool> done_;
  GrowingResults whole_;
};

/// Results of several networks.
class JointWriter : public JointResultsWriter {
 public:
  JointWriter(std::unique_ptr<PartsFolder> folder, const ResultsHeader& header, const JointHeader& joint)
      : networks_(joint.networks.size()), whole_(std::move(folder), header) {
    whole_.write([&](ResultsLayout& layout) { layout.addJoint(joint); });
  }

  void write(std::size_t checkpoint, const std::vector<PairResult>& first, const std::vector<JointSample>& samples,
             const StrengthRow& strength, double threshold) override {
    whole_.requireOpen();
    requireFits(whole_.header(), checkpoint, first, strength);
    requireJointFits(first, samples);
    whole_.write([&](ResultsLayout& layout) {
      layout.write(checkpoint, first, strength, threshold);
      layout.writeJoint(checkpoint, samples);
    });
  }

  void finish(const PhaseRecord& phase, bool stopped) override { whole_.finish(phase, stopped); }

 private:
  void requireJointFits(const std::vector<PairResult>& first, const std::vector<JointSample>& samples) const {
    const int variables = whole_.header().variables;
    const auto fits = [variables](const CoalitionTable& table) { return table.variables() == variables; };
    bool all = samples.size() == first.size();
    for (std::size_t s = 0; all && s < samples.size(); ++s) {
      const auto& networks = samples[s].networks;
      const bool there = first[s].values.variables() != 0;
      all = networks.size() == (there ? networks_ : 0) &&
            std::all_of(networks.begin(), networks.end(), [&](const JointNetwork& n) {
              return fits(n.andPart) && fits(n.orPart) && fits(n.separateAndPart) && fits(n.separateOrPart);
            });
    }
    if (!all) throw std::invalid_argument("joint results of another shape than their header");
  }

  std::size_t networks_;
  GrowingResults whole_;
};

}  // namespace

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

std::unique_ptr<JointResultsWriter> JointResultsWriter::create(const std::filesystem::path& path,
                                                               const ResultsHeader& header, const JointHeader& joint) {
  requireConsistent(header);
  if (joint.networks.empty() || joint.differenceShares.size() != joint.networks.size())
    throw std::invalid_argument("a joint header whose lists differ in length");
  requireReplaceable(PartsPaths(path).results);
  return std::make_unique<JointWriter>(std::make_unique<PartsFolder>(path), header, joint);
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
