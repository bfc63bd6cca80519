#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/store/atomic_file.h"
#include "core/store/parts_folder.h"
#include "core/store/results_layout.h"

#include <nlohmann/json.hpp>

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
  if (!checkpoints || !samples) throw std::invalid_argument("a results header whose lists differ in length");
  if (header.variables < 1 || header.variables > maxVariables)
    throw std::invalid_argument("a results header without 1 to 20 variables");
}

std::string differingOptions(const std::string& stored, const std::string& wanted) {
  const auto a = nlohmann::json::parse(stored, nullptr, false), b = nlohmann::json::parse(wanted, nullptr, false);
  if (!a.is_object() || !b.is_object()) return {};
  std::vector<std::string> names;
  for (const auto& change : nlohmann::json::diff(a, b)) {
    std::string name = change["path"].get<std::string>().substr(1);
    name = name.substr(0, name.find('/'));
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  return " (" + listed(names) + ")";
}

void requireSameComputation(const ResultsHeader& stored, const ResultsHeader& wanted, const std::string& file) {
  std::string what;
  if (stored.options != wanted.options)
    what = "options" + differingOptions(stored.options, wanted.options);
  else if (stored.variables != wanted.variables || stored.sampleVariables != wanted.sampleVariables)
    what = "input variables";
  else if (stored.sampleIndex != wanted.sampleIndex || stored.sampleTarget != wanted.sampleTarget ||
           stored.sampleNames != wanted.sampleNames)
    what = "samples";
  else if (stored.checkpointNames != wanted.checkpointNames)
    what = "checkpoints";
  if (!what.empty())
    throw UserError("The results in " + file + " were computed with other " + what +
                    " and cannot be resumed; choose another file, or compute them anew.");
}

// A slip of the hand must not put results in the place of somebody's thesis.
void requireReplaceable(const std::filesystem::path& results) {
  if (!isThere(results)) return;
  try {
    ResultsLayout::open(results);
  } catch (const UserError&) {
    throw UserError(results.string() +
                    " exists and is no results file that this Spindle can read; choose another file, or delete it.");
  }
}

ResultsHeader ofCheckpoint(const ResultsHeader& header, std::size_t checkpoint) {
  ResultsHeader one = header;
  one.step = {header.step[checkpoint]};
  one.epoch = {header.epoch[checkpoint]};
  one.trainLoss = {header.trainLoss[checkpoint]};
  one.testLoss = {header.testLoss[checkpoint]};
  one.checkpointNames = {header.checkpointNames[checkpoint]};
  return one;
}

bool allDone(const std::vector<std::uint8_t>& done) {
  return std::all_of(done.begin(), done.end(), [](std::uint8_t d) { return d != 0; });
}

class PartsWriter : public ResultsWriter {
 public:
  PartsWriter(std::unique_ptr<PartsFolder> folder, ResultsHeader header)
      : folder_(std::move(folder)), header_(std::move(header)), sources_(header_.checkpoints()) {}

  void start(bool continues) {
    folder_->clear();
    publish(folder_->paths().header(), header_, [&](ResultsLayout& layout) { layout.setContinues(continues); });
  }

  /// The finished file beside the parts, which holds the first results of this computation.
  void useBase(std::unique_ptr<ResultsLayout> base) {
    base_ = std::move(base);
    for (std::size_t c = 0; c < sources_.size(); ++c) {
      const auto done = base_->done(c);
      if (std::any_of(done.begin(), done.end(), [](auto d) { return d != 0; })) sources_[c].kind = Source::base;
      sources_[c].done = allDone(done);
    }
  }

  void useParts() {
    for (std::size_t c = 0; c < sources_.size(); ++c) {
      if (!isThere(folder_->paths().part(c))) continue;
      holdsPairs_ = true;
      try {
        sources_[c] = {Source::part, allDone(ResultsLayout::open(folder_->paths().part(c))->done(0))};
      } catch (const UserError&) {
        // A disk that lost what it had confirmed: this checkpoint is computed again.
        std::filesystem::remove(folder_->paths().part(c));
      }
    }
  }

  [[nodiscard]] bool done(std::size_t checkpoint) const override { return sources_.at(checkpoint).done; }

  void write(std::size_t checkpoint, const std::vector<PairResult>& samples, const StrengthRow& strength,
             double threshold) override {
    requireOpen();
    requireFits(checkpoint, samples, strength);
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

  void finish(const PhaseRecord& phase) override {
    requireOpen();
    const auto& paths = folder_->paths();
    if (!unchanged(phase)) publish(paths.results, header_, [&](ResultsLayout& whole) { merge(whole, phase); });
    base_.reset();
    folder_->remove();
    folder_.reset();
  }

 private:
  struct Source {
    enum Kind { none, base, part } kind = none;
    bool done = false;
  };

  void merge(ResultsLayout& whole, const PhaseRecord& phase) const {
    for (std::size_t c = 0; c < sources_.size(); ++c) {
      if (sources_[c].kind == Source::part) whole.copy(c, *ResultsLayout::open(folder_->paths().part(c)), 0);
      if (sources_[c].kind == Source::base) whole.copy(c, *base_, c);
      // Lets a waiting reader have the HDF5 lock.
      std::this_thread::sleep_for(std::chrono::microseconds(50));
    }
    whole.setPhase(phase);
  }

  [[nodiscard]] bool unchanged(const PhaseRecord& phase) const {
    return base_ && base_->phase() == phase &&
           std::none_of(sources_.begin(), sources_.end(), [](const auto& s) { return s.kind == Source::part; });
  }

  void requireOpen() const {
    if (!folder_) throw std::logic_error("results that are finished cannot be written");
  }

  void requireFits(std::size_t checkpoint, const std::vector<PairResult>& samples, const StrengthRow& strength) const {
    const auto n = static_cast<std::size_t>(header_.variables);
    const auto fits = [&](const std::vector<double>& row) { return row.empty() || row.size() == n; };
    if (checkpoint >= sources_.size() || samples.size() != header_.samples() || !fits(strength.positive) ||
        !fits(strength.negative))
      throw std::invalid_argument("results of another shape than their header");
    for (const auto& sample : samples) {
      const int v = sample.values.variables();
      if (v != 0 && (v != header_.variables || sample.andPart.variables() != v || sample.orPart.variables() != v))
        throw std::invalid_argument("tables of another number of variables than their header");
    }
  }

  template <class Fill>
  void publish(const std::filesystem::path& file, const ResultsHeader& header, Fill&& fill) {
    const auto temporary = folder_->paths().temporary();
    try {
      const auto layout = ResultsLayout::create(temporary, header);
      fill(*layout);
      layout->seal();
      publishFile(temporary, file);
    } catch (...) {
      // Gives the space back even if HDF5 should still hold the file.
      std::error_code ignored;
      std::filesystem::resize_file(temporary, 0, ignored);
      std::filesystem::remove(temporary, ignored);
      throw;
    }
  }

  std::unique_ptr<PartsFolder> folder_;
  ResultsHeader header_;
  std::vector<Source> sources_;
  std::unique_ptr<ResultsLayout> base_;
  bool holdsPairs_ = false;  ///< in the parts
};

}  // namespace

std::unique_ptr<ResultsWriter> ResultsWriter::create(const std::filesystem::path& path, const ResultsHeader& header) {
  requireConsistent(header);
  requireReplaceable(PartsPaths(path).results);
  auto writer = std::make_unique<PartsWriter>(std::make_unique<PartsFolder>(path), header);
  writer->start(false);
  return writer;
}

std::unique_ptr<ResultsWriter> ResultsWriter::resume(const std::filesystem::path& path, const ResultsHeader& header) {
  requireConsistent(header);
  const PartsPaths paths(path);
  const bool finished = isThere(paths.results);
  if (!finished && !isThere(paths.header())) return create(path, header);
  auto folder = std::make_unique<PartsFolder>(path);
  const bool begun = isThere(paths.header());
  const auto stored = ResultsLayout::open(begun ? paths.header() : paths.results);
  requireSameComputation(stored->header(), header, paths.results.string());
  auto writer = std::make_unique<PartsWriter>(std::move(folder), stored->header());
  if (!begun) writer->start(true);
  if (!begun || stored->continues()) writer->useBase(ResultsLayout::open(paths.results));
  if (begun) writer->useParts();
  return writer;
}

}  // namespace spindle
