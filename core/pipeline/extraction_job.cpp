#include "core/pipeline/extraction_job.h"

#include "core/base/user_error.h"
#include "core/model/batch_size.h"
#include "core/pipeline/checkpoint_worker.h"
#include "core/pipeline/store_sink.h"
#include "core/pipeline/stored_dynamics.h"
#include "core/store/parts_folder.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace spindle {
namespace {

/// Keeps the strengths for the phase rule and the warnings for the report.
class ReportSink : public FrameSink {
 public:
  ReportSink(ExtractionReport& report, std::vector<OrderStrength>& series, const ExtractionOptions& options)
      : report_(report), series_(series), options_(options) {}

  void accept(FramePtr frame) override {
    auto& texts = frame->failed ? report_.failures : report_.notes;
    texts.insert(texts.end(), frame->notes.begin(), frame->notes.end());
    if (frame->failed) return;
    ++report_.computed;
    for (std::size_t row = 0; row < options_.checkpoints.size(); ++row) {
      if (options_.checkpoints[row] == frame->checkpoint) series_[row] = frame->strength;
    }
  }

 private:
  ExtractionReport& report_;
  std::vector<OrderStrength>& series_;
  const ExtractionOptions& options_;
};

bool resultsExist(const std::filesystem::path& path) {
  const PartsPaths parts(path);
  return std::filesystem::exists(parts.results) || std::filesystem::exists(parts.header());
}

/// The first checkpoint that loads, for the measurement; null when none does.
std::unique_ptr<Network> firstNetwork(const Run& run, const ExtractionOptions& options) {
  for (const std::size_t checkpoint : options.checkpoints) {
    try {
      return loadCheckpoint(run, checkpoint, options);
    } catch (const UserError&) {
      continue;  // extract() reports it with the checkpoint's name
    }
  }
  return nullptr;
}

}  // namespace

ExtractionOptions withBatch(const Run& run, ExtractionOptions options, const std::filesystem::path& resumeFrom) {
  if (options.batch > 0) return options;
  if (const auto problems = options.problems(run); !problems.empty()) throw UserError(problems.front());
  if (!resumeFrom.empty() && resultsExist(resumeFrom)) {
    const auto stored = ResultsReader::open(resumeFrom);
    const auto json = nlohmann::json::parse(stored->header().options, nullptr, false);
    options.batch = json.is_object() ? json.value("batch", std::size_t{0}) : 0;
    if (options.batch > 0) return options;
  }
  constexpr std::size_t fallback = 64;  // every checkpoint will fail, no measurement is possible
  const auto network = firstNetwork(run, options);
  ExtractionOptions one = options;
  one.samples.resize(1);
  one.variables.resize(1);
  options.batch = network ? measuredBatch(*network, networkInput(*network, ExtractionInputs(run, one), 0)) : fallback;
  return options;
}

ExtractionReport extractToFile(const Run& run, const ExtractionOptions& options, const std::filesystem::path& path,
                               bool resume, FrameSink* also, RunControl& control) {
  if (const auto problems = options.problems(run); !problems.empty()) throw UserError(problems.front());
  const ResultsHeader header = resultsHeader(run, options);
  const auto writer = resume ? ResultsWriter::resume(path, header) : ResultsWriter::create(path, header);
  ExtractionReport report;
  std::vector<OrderStrength> series(header.checkpoints());
  std::vector<bool> skip(header.checkpoints(), false);
  for (std::size_t c = 0; c < skip.size(); ++c) skip[c] = writer->done(c);
  if (std::find(skip.begin(), skip.end(), true) != skip.end()) {
    const auto stored = ResultsReader::open(path);
    for (std::size_t c = 0; c < skip.size(); ++c) {
      if (!skip[c]) continue;
      series[c] = storedStrength(*stored, c, options.salience);
      ++report.skipped;
    }
  }
  StoreSink store(*writer, options);
  ReportSink reporter(report, series, options);
  std::vector<FrameSink*> sinks{&store, &reporter};
  if (also) sinks.push_back(also);
  TeeSink tee(sinks);
  try {
    report.outcome = extract(run, options, skip, tee, control);
  } catch (const UserError&) {
    writer->leaveIfEmpty();
    throw;
  }
  report.nothingNew = report.outcome == Outcome::stopped && writer->leaveIfEmpty();
  if (report.nothingNew) return report;
  report.phase = phaseTwoStart(series);
  writer->finish(phaseRecord(report.phase, header));
  return report;
}

}  // namespace spindle
