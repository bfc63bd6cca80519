// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/run_facts.h"

#include "core/analysis/series_axis.h"
#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/input/text/vocabulary_file.h"
#include "core/measure/extraction_options.h"
#include "core/measure/outputs/sample_losses.h"
#include "core/model/layer_chain.h"
#include "core/results/parts/merge_shards.h"
#include "core/results/results_options.h"
#include "core/results/stored_choices.h"
#include "core/results/stored_variables.h"
#include "core/run/growing/training_ended.h"
#include "core/weights/weights_file.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <numeric>

namespace spindle {
namespace {

/// The variables as the results file keeps them; made-up elements, because nothing is computed with them.
InputVariables shownVariables(const ResultsHeader& header, std::size_t sample) {
  const std::vector<std::string> names = storedVariableNames(header, sample);
  std::vector<InputVariable> list;
  for (StoredVariable& stored : storedVariables(header, sample)) {
    const std::size_t i = list.size();
    list.push_back({names[i], {static_cast<std::uint32_t>(i)}, std::move(stored.pixels), std::move(stored.positions)});
  }
  const std::size_t count = list.size();
  return {std::move(list), count};
}

std::vector<std::string> suggestion(const Run& run) {
  try {
    return suggestedLayers(
        readWeightsSummary(run.series().checkpoints.front().file, run.description().weights.value_or("")).tensors);
  } catch (const UserError&) {
    return {};  // the computation will tell what is wrong with the file
  }
}

/// The piece of the vocabulary with that number, where it is known.
std::string tokenName(const Run& run, double id) {
  try {
    const auto& vocabulary = run.samples().vocabulary;
    const auto pieces = vocabulary.empty() ? std::vector<std::string>() : vocabularyPieces(vocabulary);
    if (id >= 0.0 && id < static_cast<double>(pieces.size())) return pieces[static_cast<std::size_t>(id)];
  } catch (const UserError&) {
    // Told where the text is read.
  }
  return "token " + shortest(id);
}

}  // namespace

RunFacts runFacts(const Run& run) {
  RunFacts facts;
  facts.name = run.name();
  facts.place = run.folder();
  facts.findings = run.findings();
  facts.series = run.series();
  facts.samples = run.samples();
  facts.options = extractionOptions(run);
  facts.variables = {facts.options.samples, facts.options.variables};
  facts.score = toText(facts.options.score);
  if (facts.samples.format.kind == InputKind::text && !facts.options.baseline.values.empty())
    facts.maskedToken = tokenName(run, facts.options.baseline.values.front());
  facts.description = run.description();
  facts.answers = answered(run);
  facts.questions = openQuestions(run);
  facts.candidates = run.candidates();
  facts.lossChoice = run.lossChoice();
  facts.logColumns = run.logColumns();
  facts.lossesProblem = sampleLossesProblem(run);
  if (facts.logColumns.empty() && facts.lossesProblem.empty()) {
    for (Finding& finding : facts.findings) {
      if (finding.what == "losses" && finding.kind == Finding::Kind::missing)
        finding.text += "; they can be computed from the labeled samples (Compute menu)";
    }
  }
  facts.growing = seemsToGrow(run.series()) && !trainingEnded(run.folder());
  facts.summary = describeSamples(run.samples());
  facts.moments = channelMoments(run.samples());
  if (!facts.questions.empty() && facts.questions.front().what == Question::network)
    facts.suggestedLayers = suggestion(run);
  return facts;
}

RunFacts grownFacts(const RunFacts& before, const Run& run) {
  RunFacts facts = before;
  facts.findings = run.findings();
  facts.series = run.series();
  facts.candidates = run.candidates();
  facts.lossChoice = run.lossChoice();
  facts.logColumns = run.logColumns();
  facts.options.checkpoints.resize(run.series().checkpoints.size());
  std::iota(facts.options.checkpoints.begin(), facts.options.checkpoints.end(), std::size_t{0});
  return facts;
}

bool seemsToGrow(const CheckpointSeries& series) {
  using namespace std::chrono_literals;
  std::vector<std::filesystem::file_time_type> times;
  for (const Checkpoint& one : series.checkpoints) {
    std::error_code error;
    const auto time = std::filesystem::last_write_time(one.file, error);
    if (!error) times.push_back(time);
  }
  if (times.empty()) return false;
  std::sort(times.begin(), times.end());
  const auto age = std::filesystem::file_time_type::clock::now() - times.back();
  // Copied or unpacked together is not written one after the other.
  const auto apart = (times.back() - times.front()) / static_cast<std::int64_t>(times.size());
  return apart > 200ms && age < std::clamp<std::filesystem::file_time_type::duration>(5 * apart, 20s, 1h);
}

RunFacts closedFacts(const std::filesystem::path& place) {
  namespace fs = std::filesystem;
  RunFacts facts;
  std::error_code error;
  facts.place = fs::is_regular_file(place, error) ? place.parent_path() : place;
  facts.name = facts.place.filename().string();
  const fs::path file = facts.place / "run.json";
  facts.describable = fs::is_directory(facts.place, error);
  if (fs::exists(file, error)) {
    try {
      facts.description = readRunDescription(file);
    } catch (const std::exception&) {
      facts.describable = false;  // what its author wrote must not be replaced
    }
  }
  facts.answers = facts.description;
  facts.questions = {{Question::network, "", "architecture"}};
  constexpr std::size_t most = 200;
  std::error_code unknown;  // a link to nothing
  for (auto entry = fs::directory_iterator(facts.place, error); !error && entry != fs::directory_iterator();
       entry.increment(error)) {
    if (facts.candidates.size() == most) break;
    facts.candidates.push_back(entry->path().filename().string() + (entry->is_directory(unknown) ? "/" : ""));
  }
  std::sort(facts.candidates.begin(), facts.candidates.end());
  return facts;
}

RunFacts resultsFacts(const ResultsReader& results, const std::filesystem::path& file) {
  const ResultsHeader& header = results.header();
  RunFacts facts;
  facts.name = header.run;
  facts.place = file;
  facts.resultsOnly = true;
  const MeasurementOptions options = readOptions(header).measurement;
  facts.score = options.score ? toText(*options.score) : "";
  const char* frames = header.series == SeriesKind::depth ? " layers, " : " checkpoints, ";
  facts.findings.push_back({Finding::Kind::found, "results",
                            std::to_string(header.checkpoints()) + frames + std::to_string(header.samples()) +
                                " samples, " + std::to_string(header.variables) + " variables, computed by Spindle " +
                                header.version,
                            ""});
  if (std::string gaps = gapsSentence(results); !gaps.empty())
    facts.findings.push_back({Finding::Kind::missing, "results", std::move(gaps), ""});
  facts.series.kind = header.series;
  facts.series.axis = header.axis;
  facts.series.stepsAreEpochs = stepsAreEpochs(header);
  for (std::size_t c = 0; c < header.checkpoints(); ++c) {
    facts.series.checkpoints.push_back({{},
                                        header.checkpointNames[c],
                                        header.step[c],
                                        header.epoch[c],
                                        header.trainLoss[c],
                                        header.testLoss[c],
                                        "results"});
    for (const LoggedColumn& column : header.logged) facts.series.checkpoints.back().logged.push_back(column.values[c]);
  }
  facts.column = storedColumn(header);
  for (const LoggedColumn& column : header.logged) facts.series.loggedColumns.push_back(column.name);
  facts.samples.format.kind = InputKind::tabular;
  facts.samples.format.shape = {header.variables};
  for (std::size_t s = 0; s < header.samples(); ++s) {
    Sample sample;
    sample.name = header.sampleNames[s];
    sample.target = header.sampleTarget[s];
    facts.samples.samples.push_back(std::move(sample));
    facts.variables.samples.push_back(s);
    facts.variables.variables.push_back(shownVariables(header, s));
  }
  return facts;
}

}  // namespace spindle
