// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/opened_run.h"

#include "core/results/open_results.h"
#include "ui/session/job_answer.h"
#include "ui/session/results_place.h"

namespace spindle {
namespace {

bool isResultsPath(const std::filesystem::path& place) {
  std::error_code error;
  const auto ending = place.extension().string();
  const bool looksSo = ending == ".h5" || ending == ".hdf5" || ending == ".parts";
  return looksSo && (ending == ".parts" || !std::filesystem::is_directory(place, error));
}

}  // namespace

OpenedRun openedRun(const std::filesystem::path& place) {
  OpenedRun opened;
  try {
    if (isResultsPath(place)) {
      opened.results = openResults(place);
      opened.facts = std::make_shared<RunFacts>(resultsFacts(*opened.results, place));
    } else {
      opened.run = std::make_shared<Run>(Run::open(place));
      opened.facts = std::make_shared<RunFacts>(runFacts(*opened.run));
      opened.digest = runDigest(*opened.run);
    }
    return opened;
  } catch (const std::exception& error) {
    OpenedRun failed;
    failed.error = errorSentence(error).toStdString();
    try {
      failed.facts = std::make_shared<RunFacts>(closedFacts(place));
    } catch (const std::exception&) {
      failed.facts.reset();
    }
    return failed;
  }
}

}  // namespace spindle
