// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/run.h"

#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/run/candidate_files.h"
#include "core/run/checkpoints/checkpoint_order.h"
#include "core/run/checkpoints/same_weights.h"
#include "core/run/checkpoints/weights_probe.h"
#include "core/run/log/find_log.h"
#include "core/run/log/run_losses.h"
#include "core/run/run_folder.h"
#include "core/run/samples/default_variables.h"
#include "core/run/samples/run_samples.h"
#include "core/run/samples/sample_choice.h"
#include "core/run/samples/sample_files.h"
#include "core/run/samples/text_length.h"
#include "core/weights/export_lines.h"
#include "core/weights/network_family.h"

#include <algorithm>

namespace spindle {
namespace {

namespace fs = std::filesystem;
using Kind = Finding::Kind;

std::string axisText(const CheckpointSeries& series) {
  const auto& list = series.checkpoints;
  std::vector<std::string> sources;
  for (const auto& checkpoint : list) {
    if (std::find(sources.begin(), sources.end(), checkpoint.stepSource) == sources.end()) {
      sources.push_back(checkpoint.stepSource);
    }
  }
  std::string text = std::to_string(list.size()) + (list.size() == 1 ? " checkpoint, " : " checkpoints, ");
  if (!series.axis.empty())
    return text + series.axis + " " + shortest(list.front().step) + " to " + shortest(list.back().step) +
           " (from \"axis\" in run.json)";
  const std::string unit = series.stepsAreEpochs ? "epoch" : "step";
  text += list.size() == 1 ? unit + " " + shortest(list.front().step)
                           : unit + "s " + shortest(list.front().step) + " to " + shortest(list.back().step);
  return text + " (from " + listed(sources) + ")";
}

}  // namespace

Run Run::open(const fs::path& given) {
  Run run;
  run.folder_ = runFolder(given);
  run.read({});
  return run;
}

Run Run::open(const fs::path& given, const RunDescription& description) {
  Run run;
  run.folder_ = runFolder(given);
  run.read(description);
  return run;
}

Run Run::open(const fs::path& given, const GrowingFolder& growing) {
  Run run;
  run.folder_ = runFolder(given);
  run.read({}, &growing);
  return run;
}

std::string Run::lookInside(const fs::path& checkpoint) {
  try {
    const auto summary = readWeightsSummary(checkpoint, description_.weights.value_or(""));
    if (!summary.alternatives.empty()) {
      const std::string taken = summary.container.empty() ? "the top level" : summary.container;
      findings_.push_back({description_.weights ? Kind::found : Kind::guessed, "weights",
                           taken + ", not " + listed(summary.alternatives), "weights"});
    }
    return recognizedFamily(summary.tensors);
  } catch (const UserError&) {
    return {};  // what is wrong with the file is said when it is used
  }
}

void Run::tellArchitecture(const std::string& found) {
  const auto tell = [this](Kind kind, const std::string& text, const char* key) {
    findings_.push_back({kind, "architecture", text, key});
  };
  const auto& first = series_.checkpoints.front().file;
  std::error_code error;
  if (description_.model) {
    architecture_ = folder_ / *description_.model;
    if (fs::is_regular_file(architecture_, error)) {
      (void)lookInside(first);
      return tell(Kind::found, *description_.model, "model");
    }
    architecture_.clear();
    return tell(Kind::missing, "run.json names " + *description_.model + ", which does not exist", "model");
  }
  const auto& list = series_.checkpoints;
  const auto scripted = std::find_if(
      list.begin(), list.end(), [](const Checkpoint& checkpoint) { return !networkKind(checkpoint.file).empty(); });
  const bool all = std::all_of(scripted, list.end(), [](const Checkpoint& c) { return !networkKind(c.file).empty(); });
  if (scripted == list.begin() && all)
    return tell(Kind::found, "in the checkpoints (" + networkKind(first) + ")", "model");
  if (found.empty() && scripted != list.end()) {
    architecture_ = scripted->file;
    return tell(Kind::found, scripted->name + " (" + networkKind(scripted->file) + ", one of the checkpoints)",
                "model");
  }
  if (!found.empty()) {
    architecture_ = folder_ / found;
    (void)lookInside(first);
    return tell(Kind::found, found + " (" + networkKind(architecture_) + ")", "model");
  }
  layers_ = description_.layers;
  const std::string family = lookInside(first);
  if (!layers_.empty()) return tell(Kind::found, "built from the weights: " + listed(layers_, 40), "architecture");
  if (!family.empty()) {
    layers_ = {family};
    return tell(Kind::guessed, family + ", inferred from the parameter names: built without a model.pt",
                "architecture");
  }
  tell(Kind::missing,
       std::string("the checkpoints hold weights only; in Python, save the network next to them: ") + torchExportLine +
           " (x: 2 rows or more; before PyTorch 2.5: " + torchScriptLine + "), or name its layers",
       "architecture");
}

void Run::tellSampleChoice() {
  const auto chosen = chosenSamples().size();
  const auto all = samples_.samples.size();
  if (chosen == all) return;
  const bool words =
      samples_.format.kind == InputKind::text && std::holds_alternative<std::monostate>(description_.variables);
  findings_.push_back(
      {description_.sampleCount ? Kind::found : Kind::guessed, "samples",
       std::to_string(chosen) + " of them" +
           (words ? ", with " + std::to_string(defaultWords(samples_)) + " words or more," : std::string()) +
           " are used, spread evenly over the classes",
       "sample_count"});
}

std::vector<std::size_t> Run::chosenSamples() const {
  const bool words = samples_.format.kind == InputKind::text &&
                     std::holds_alternative<std::monostate>(description_.variables) && !samples_.samples.empty();
  const auto fewest = words ? defaultWords(samples_) : 0;
  const auto fit = [&](const Sample& sample) { return keptWords(sample).size() >= fewest; };
  return description_.sampleCount ? spreadSamples(samples_, *description_.sampleCount, fit)
                                  : usualSamples(samples_, fit);
}

void Run::read(std::optional<RunDescription> given, const GrowingFolder* growing) {
  auto& findings = findings_;
  std::error_code error;
  const auto descriptionFile = folder_ / "run.json";
  const bool described = given || fs::exists(descriptionFile, error);
  if (given) {
    description_ = std::move(*given);
  } else if (described) {
    description_ = readRunDescription(descriptionFile);
    findings.push_back({Kind::found, "description", "run.json", ""});
  }
  const auto& description = description_;
  name_ = printable(description.name.value_or(nameOfFolder(folder_)));

  auto files = findCheckpointFiles(folder_, description);
  if (!described && !files.base.empty() && fs::is_regular_file(folder_ / files.base / "run.json", error)) {
    // A run of its own further down, described there.
    for (const auto& note : files.notes) findings.push_back({Kind::guessed, "checkpoints", note, ""});
    findings.push_back({Kind::found, "description", "opened " + files.base + ", which has a run.json", ""});
    folder_ /= files.base;
    return read(std::nullopt, growing);
  }
  setSamplesAside(folder_, files);
  if (growing != nullptr) setUnfinishedAside(folder_, growing->unfinished, files);
  candidates_ = files.names;
  if (files.names.empty()) refuseWithoutCheckpoints(folder_, files.setAside);
  const auto log = findTrainingLog(folder_, description, files.names);

  OrderHints hints;
  hints.pattern = description.steps;
  hints.numbersAreSteps = files.fromHuggingFace;
  if (log.log) {
    hints.lastEpoch = log.log->lastEpoch();
    hints.lastStep = log.log->lastStep();
  }
  const auto path = [&](std::size_t i) { return folder_ / files.names[i]; };
  hints.same = [&](std::size_t a, std::size_t b) { return sameWeights(path(a), path(b)); };
  hints.newer = [&](std::size_t a, std::size_t b) {
    std::error_code ignored;
    return fs::last_write_time(path(a), ignored) > fs::last_write_time(path(b), ignored);
  };
  hints.scalars = [&](std::size_t i) { return scalarsInside(path(i)); };
  series_ = description.axis ? checkpointsAlong(*description.axis, folder_, files.names)
                             : orderCheckpoints(folder_, files.names, hints);
  auto& series = series_;
  if (growing != nullptr) growing->addDeleted(series);
  series.setAside.insert(series.setAside.begin(), files.setAside.begin(), files.setAside.end());
  if (series.checkpoints.empty()) refuseWithoutCheckpoints(folder_, series.setAside);
  refuseNetworkAlone(folder_, description, series);

  findings.push_back({Kind::found, "checkpoints", axisText(series), "checkpoints"});
  for (const auto& note : files.notes) findings.push_back({Kind::guessed, "checkpoints", note, "checkpoints"});
  for (const auto& note : series.notes) findings.push_back({Kind::guessed, "steps", note, "steps"});
  if (!series.setAside.empty()) {
    const auto count = series.setAside.size();
    findings.push_back({Kind::found, "checkpoints",
                        std::to_string(count) + (count == 1 ? " file" : " files") + " skipped", "checkpoints"});
  }

  tellArchitecture(files.architecture);
  if (description.partialWeights) {
    findings.push_back(
        {Kind::guessed, "weights", "a partial match of checkpoint and network is accepted", "partial_weights"});
  }
  lossChoice_ = takeLosses(log, description, series, findings);
  if (log.log) {
    for (const auto& column : log.log->columns) logColumns_.push_back(column.name);
  }
  const bool steps = series.axis.empty();
  if (log.log && steps) {
    joinColumns(*log.log, lossChoice_.columns, series);
    fillEpochs(*log.log, series);
  }
  if (steps && countFinishedEpochs(series)) {
    findings.push_back({Kind::guessed, "steps", "epochs in names count from 0: shown as finished epochs", "steps"});
  }
  std::vector<std::string> taken;
  for (const auto& checkpoint : series.checkpoints) taken.push_back(checkpoint.name);
  if (!files.architecture.empty()) taken.push_back(files.architecture);
  if (log.log) taken.push_back(log.log->source);
  taken.insert(taken.end(), log.others.begin(), log.others.end());
  const auto told = findings.size();
  samples_ = findSamples(folder_, description, files.base, taken, findings);
  if (samples_.format.kind == InputKind::text && !samples_.samples.empty() && description.shape.empty()) {
    const auto positions = positionsIn(series.checkpoints.front().file, description.weights.value_or(""));
    if (positions && positions->length < samples_.format.shape[0]) {
      RunDescription shorter = description;
      shorter.shape = {positions->length};
      const std::string why = positions->why();
      try {
        std::vector<Finding> anew;
        auto cut = findSamples(folder_, shorter, files.base, taken, anew);
        if (cut.format.shape != shorter.shape) throw UserError("The samples cannot be shortened.");
        samples_ = std::move(cut);
        findings.erase(findings.begin() + static_cast<std::ptrdiff_t>(told), findings.end());
        findings.insert(findings.end(), anew.begin(), anew.end());
        findings.push_back({Kind::guessed, "input",
                            "texts are truncated to " + std::to_string(positions->length) + " tokens: " + why,
                            "input.shape"});
      } catch (const UserError& problem) {
        findings.push_back({Kind::doubt, "input",
                            "the network takes " + std::to_string(positions->length) + " tokens (" + why +
                                "), but the samples have " + std::to_string(samples_.format.shape[0]) + ". " +
                                problem.what(),
                            "input.shape"});
      }
    }
  }
  for (auto& file : series.setAside) {
    if (!samples_.samples.empty() && file.name == samples_.source) file.reason = "the samples";
  }
  tellSampleChoice();
  if (!samples_.samples.empty() && std::holds_alternative<std::monostate>(description.variables)) {
    findings.push_back({Kind::guessed, "variables", defaultVariablesText(samples_), "variables"});
  }
  try {
    tellBaseline();
  } catch (const UserError& problem) {
    findings.push_back({Kind::missing, "baseline", problem.what(), "baseline"});
  }
  for (auto& finding : findings) finding.text = printable(finding.text);
}

}  // namespace spindle
