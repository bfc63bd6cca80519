// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/open_results.h"

#include "core/base/atomic_file.h"
#include "core/results/header_difference.h"
#include "core/results/parts/shard_set.h"
#include "core/results/results_options.h"
#include "core/results/stored_variables.h"
#include "core/store/parts_folder.h"
#include "core/store/regrow_results.h"

namespace spindle {
namespace {

std::string named(const std::filesystem::path& path) {
  return "The results file " + path.string();
}

/// Without how a network is evaluated, and without what a view chose.
ResultsOptions asMeasured(const ResultsHeader& header) {
  ResultsOptions options = readOptions(header);
  options.measurement.batch.reset();
  options.measurement.shareFirstLayer.reset();
  options.provenance.splits.resize(header.samples(), Split::unknown);
  options.provenance.mislabeled.resize(header.samples(), false);
  options.provenance.checkpoints.clear();
  options.view = {};
  options.part.reset();
  return options;
}

}  // namespace

std::shared_ptr<ResultsReader> openResults(const std::filesystem::path& path) {
  if (const PartsPaths paths(path); !isThere(paths.results) && !isThere(paths.header())) {
    if (const auto shards = shardsOf(path); !shards.empty()) return ShardSet::open(shards);
  }
  auto results = ResultsReader::open(path);
  readOptions(results->header().options, named(path));
  const ResultsHeader& header = results->header();
  for (std::size_t s = 0; s < header.samples(); ++s)
    readVariables(header.sampleVariables[s], named(path), header.sampleNames[s]);
  return results;
}

std::unique_ptr<ResultsWriter> resumeResults(const std::filesystem::path& path, const ResultsHeader& header) {
  return ResultsWriter::resume(path, header, [&path](const ResultsHeader& stored, const ResultsHeader& wanted) {
    const auto was = readOptions(stored.options, named(path)).part, is = readOptions(wanted).part;
    if (was && is && was->part != is->part) return std::string("part (") + toText(was->part) + ")";
    return headerDifference(stored, wanted, named(path));
  });
}

bool growResults(const std::filesystem::path& path, const ResultsHeader& header) {
  return regrowResults(path, header, [&path](ResultsHeader stored, const ResultsHeader& wanted) {
    stored.checkpointNames = wanted.checkpointNames;
    if (const auto what = headerDifference(stored, wanted, named(path)); !what.empty())
      throw OtherResults("The results in " + path.string() + " were computed with other " + what +
                         " and cannot grow; choose another file, or compute them anew.");
    ResultsHeader grown = wanted;
    grown.version = stored.version;
    grown.created = stored.created;
    ResultsOptions options = readOptions(wanted);
    options.view = readOptions(stored).view;
    options.measurement.batch = readOptions(stored).measurement.batch;
    grown.options = writeOptions(options);
    return grown;
  });
}

bool sameMeasurement(const ResultsHeader& a, const ResultsHeader& b) {
  return asMeasured(a) == asMeasured(b) && a.variables == b.variables && a.sampleIndex == b.sampleIndex &&
         a.sampleTarget == b.sampleTarget && a.sampleNames == b.sampleNames && a.checkpointNames == b.checkpointNames &&
         a.source == b.source;
}

}  // namespace spindle
