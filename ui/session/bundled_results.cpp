// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/bundled_results.h"

#include "core/base/user_error.h"
#include "core/measure/results_source.h"
#include "core/results/open_results.h"

namespace spindle {
namespace {

namespace fs = std::filesystem;

bool sameComputation(const ResultsHeader& stored, const ResultsHeader& wanted) {
  return stored.version == wanted.version && stored.sampleVariables == wanted.sampleVariables &&
         stored.source.known() && sameMeasurement(stored, wanted);
}

bool complete(const ResultsReader& results) {
  for (std::size_t c = 0; c < results.header().checkpoints(); ++c) {
    for (std::size_t s = 0; s < results.header().samples(); ++s) {
      if (!results.done(c, s)) return false;
    }
  }
  return true;
}

}  // namespace

std::optional<fs::path> bundledResults(const fs::path& folder, const Run& run, const ExtractionOptions& options,
                                       const RunControl& control) {
  std::optional<ResultsHeader> wanted;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    if (at->path().extension() != ".h5") continue;
    if (!wanted) {
      wanted = resultsHeader(run, options);
      wanted->source = resultsSource(run, options, control);
    }
    try {
      const auto results = openResults(at->path());
      if (sameComputation(results->header(), *wanted) && complete(*results)) return at->path();
    } catch (const UserError&) {
      continue;  // damaged or of another version: as if it were not there
    }
  }
  return std::nullopt;
}

void copyBundled(const fs::path& file, const fs::path& place) {
  fs::path copy = place;
  copy += ".copy";
  std::error_code error;
  fs::copy_file(file, copy, fs::copy_options::overwrite_existing, error);
  if (!error) fs::permissions(copy, fs::perms::owner_read | fs::perms::owner_write, error);
  if (!error) fs::rename(copy, place, error);
  if (!error) return;
  const std::string why = error.message();
  fs::remove(copy, error);
  throw UserError("The results " + file.string() + " cannot be copied to " + place.string() + ": " + why + ".");
}

}  // namespace spindle
