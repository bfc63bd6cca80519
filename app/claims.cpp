// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/claims.h"

#include "core/analysis/analysis_list.h"
#include "core/analysis/claims/claims.h"
#include "core/base/atomic_file.h"
#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/chart/table_formats.h"
#include "core/measure/extraction_job.h"
#include "core/measure/tie_ends.h"
#include "core/results/open_results.h"
#include "core/run/growing/training_ended.h"
#include "sample_models/train.h"

#include <algorithm>

namespace spindle::app {
namespace {

namespace fs = std::filesystem;

/// Says in front of the progress of a part which one it is.
class NamedPart : public RunControl {
 public:
  NamedPart(RunControl& whole, std::string name) : whole_(whole), name_(std::move(name)) {}
  [[nodiscard]] bool stopRequested() const override { return whole_.stopRequested(); }
  void progress(std::size_t done, std::size_t total, std::string_view what) override {
    whole_.progress(done, total, name_ + " " + std::string(what));
  }

 private:
  RunControl& whole_;
  std::string name_;
};

bool hasClasses(const std::string& network) {
  const auto models = sampleModels();
  const auto found = std::ranges::find(models, network, &SampleModel::name);
  return found == models.end() || found->classes;
}

void train(const ClaimedRun& run, const ClaimsOptions& options, const fs::path& folder, RunControl& control) {
  if (trainingEnded(folder)) return;
  TrainOptions training;
  training.model = run.network;
  training.folder = folder;
  training.resume = fs::exists(folder);
  training.seed = run.seed;
  training.steps = options.steps;
  if (options.steps > 0) training.checkpoints = "4";
  if (hasClasses(run.network)) training.labelNoise = run.labelNoise;
  if (trainSampleModel(training, control) == Outcome::stopped) throw Stopped{};
}

void compute(const fs::path& folder, const fs::path& results, int threads, RunControl& control) {
  const Run run = Run::open(folder);
  ExtractionOptions options = withBatch(run, extractionOptions(run), results, &control);
  options.workers = threads;
  if (extractToFile(run, options, results, true, nullptr, control).outcome == Outcome::stopped) throw Stopped{};
  if (computeTieEnds(results, threads, control).outcome == Outcome::stopped) throw Stopped{};
}

AnalysisList usedAnalyses() {
  AnalysisList list = allAnalyses();
  std::erase_if(list, [](const auto& analysis) {
    return analysis->info().name != "generalization" && analysis->info().name != "theory";
  });
  return list;
}

std::vector<std::string> networksOf(const ClaimsOptions& options) {
  std::vector<std::string> all;
  for (const SampleModel& model : sampleModels()) all.push_back(model.name);
  for (const std::string& name : options.networks) {
    if (std::find(all.begin(), all.end(), name) == all.end())
      throw UserError("There is no sample network \"" + name + "\"; choose of " + listed(all, 99) + ".");
  }
  return options.networks.empty() ? all : options.networks;
}

}  // namespace

std::string makeClaims(const ClaimsOptions& options, RunControl& control) {
  const auto networks = networksOf(options);
  const AnalysisList analyses = usedAnalyses();
  fs::create_directories(options.folder);
  Table table = claimsTable();
  std::string text;
  for (const std::string& network : networks) {
    for (const double noise : options.labelNoise) {
      if (noise > 0.0 && !hasClasses(network)) continue;
      for (int seed = 1; seed <= options.seeds; ++seed) {
        const ClaimedRun run{network, noise, static_cast<std::uint64_t>(seed)};
        const std::string name = network + "-noise-" + shortest(noise) + "-seed-" + std::to_string(seed);
        NamedPart part(control, name);
        const fs::path folder = options.folder / name, results = options.folder / (name + ".h5");
        train(run, options, folder, part);
        compute(folder, results, options.threads, part);
        addClaims(run, *analyzed(openResults(results), results, analyses, {}, part), table, part);
        text = markdownText(table);
        writeFileAtomically(options.folder / "claims.csv", csvText(table, "claims"));
        writeFileAtomically(options.folder / "claims.md", text);
      }
    }
  }
  return text;
}

}  // namespace spindle::app
