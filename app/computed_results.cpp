// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/computed_results.h"

#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/measure/extraction_job.h"
#include "ui/figure/sample_source.h"

#include <iostream>

namespace spindle::app {

namespace fs = std::filesystem;

fs::path computedResults(const fs::path& folder, const fs::path& output, RunControl& control) {
  fs::path results = fs::path(output).replace_extension(".h5");
  const Run run = Run::open(folder);
  const ExtractionOptions options = withBatch(run, extractionOptions(run), results, &control);
  const ExtractionReport made = extractToFile(run, options, results, true, nullptr, control);
  for (const std::string& sentence : made.failures) std::cerr << "spindle: " << printable(sentence) << '\n';
  for (const std::string& sentence : made.notes) std::cerr << "spindle: " << printable(sentence) << '\n';
  if (made.outcome == Outcome::stopped) throw Stopped{};
  return results;
}

std::shared_ptr<const ShownSample> inputOf(const ResultsHeader& header, const fs::path& results, std::size_t row,
                                           const std::string& run) {
  requireRow(header, row);
  if (!run.empty()) return shownSample(Run::open(run), header, row);
  const fs::path here = fs::absolute(results).parent_path();
  std::error_code ignored;
  std::vector<fs::path> folders;
  if (fs::exists(here / "run.json", ignored) || fs::exists(here / "checkpoints", ignored)) folders.push_back(here);
  const fs::path named = fs::path(header.run).filename();
  if (!named.empty() && fs::is_directory(here / named, ignored)) folders.push_back(here / named);
  for (const fs::path& folder : folders) {
    try {
      return shownSample(Run::open(folder), header, row);
    } catch (const UserError&) {  // another run
    }
  }
  throw UserError(printable(results.string()) +
                  " holds no inputs; give the run folder that it was computed from with --run RUN.");
}

}  // namespace spindle::app
