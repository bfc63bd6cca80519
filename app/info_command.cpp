// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands.h"
#include "app/table.h"
#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/input/sample/describe_samples.h"
#include "core/measure/extraction_options.h"
#include "core/measure/outputs/sample_accuracy.h"
#include "core/measure/outputs/sample_losses.h"
#include "core/model/torch_facts.h"
#include "core/run/open_questions.h"
#include "core/run/run.h"
#include "core/weights/weights_file.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>
#include <memory>
#include <unistd.h>

namespace spindle::app {
namespace {

const char* mark(Finding::Kind kind) {
  switch (kind) {
    case Finding::Kind::found:
      return "found";
    case Finding::Kind::guessed:
      return "inferred";
    case Finding::Kind::missing:
      return "MISSING";
    case Finding::Kind::doubt:
      return "DOUBT";
  }
  return "";
}

/// What the samples look like, and a doubt where their values are unusual.
void addSamples(const Run& run, TextTable& findings) {
  if (run.samples().samples.empty()) return;
  const SampleSummary summary = describeSamples(run.samples());
  findings.addRow({"samples", summary.doubtful ? "DOUBT" : "found",
                   (summary.storedType.empty() ? "" : "stored as " + summary.storedType + ": ") + summary.guess +
                       "  [run.json: input]"});
  const Sample& first = run.samples().samples.front();
  const auto target = static_cast<std::size_t>(std::max<std::int64_t>(0, first.target));
  std::string label = std::to_string(first.target);
  if (target < run.samples().classes.size()) label += " (" + run.samples().classes[target] + ")";
  const bool named = first.name.find_first_not_of("0123456789") != std::string::npos;
  findings.addRow(
      {"samples", "found", "first sample: " + (named ? "\"" + first.name + "\", " : std::string()) + "label " + label});
}

/// Whether the network is right on the samples at the last checkpoint; what cannot be used is told here already.
void addAccuracy(const Run& run, TextTable& findings) {
  try {
    const auto accuracy = sampleAccuracy(run);
    if (!accuracy) return;
    const std::string text = accuracy->line() + (accuracy->atChance() ? "  [run.json: input, classes]" : "");
    if (!accuracy->warning.empty()) findings.addRow({"weights", "DOUBT", accuracy->warning});
    for (const std::string& note : accuracy->notes)
      findings.addRow({"network", "inferred", note + "  [run.json: model]"});
    if (!accuracy->output.empty())
      findings.addRow(
          {"output", accuracy->outputDoubt ? "DOUBT" : "inferred", accuracy->output + "  [run.json: output]"});
    findings.addRow({"accuracy", accuracy->atChance() ? "DOUBT" : "found", text});
  } catch (const UserError& error) {
    findings.addRow({"network", "MISSING", error.what()});
  }
}

/// What is masked and how, and the published protocol where one is followed.
void addMasking(const Run& run, TextTable& findings) {
  try {
    const ExtractionOptions options = extractionOptions(run);
    std::string text = "at " + (options.maskAt.empty() ? std::string("the input") : options.maskAt);
    if (options.clusterMean) text += ", the points of a masked cluster move to its mean";
    text += options.protocol.empty() ? ", custom protocol" : ", protocol " + options.protocol;
    findings.addRow({"masking", "found", text + "  [run.json: mask_at, baseline, protocol]"});
  } catch (const UserError& error) {
    findings.addRow({"masking", "MISSING", error.what()});
  }
}

/// Classes inside the last checkpoint that were not executed.
void addOpaque(const Run& run, TextTable& findings) {
  try {
    const WeightsSummary summary = readWeightsSummary(run.series().checkpoints.back().file);
    if (summary.opaque.empty()) return;
    findings.addGrayRow(
        {"not run", "found", "classes in " + run.series().checkpoints.back().name + ": " + listed(summary.opaque, 8)});
  } catch (const UserError&) {
    return;  // the accuracy line tells why this checkpoint cannot be used
  }
}

/// Which PyTorch evaluates, and where.
void addTorch(TextTable& findings) {
  try {
    const TorchFacts facts = torchFacts();
    findings.addRow({"PyTorch", "found", toText(facts)});
    findings.addRow({"", "", moduleText(facts) + "  [--torch-module]"});
  } catch (const UserError& error) {
    findings.addRow({"PyTorch", "MISSING", error.what()});
  }
}

/// What only the researcher knows, and losses that could be computed.
void addOffers(const Run& run, TextTable& findings) {
  for (const OpenQuestion& question : openQuestions(run))
    findings.addRow({"question", "ASK", question.text + "  [run.json: " + question.key + "]"});
  if (run.logColumns().empty() && sampleLossesProblem(run).empty())
    findings.addRow(
        {"losses", "offer", "spindle losses " + run.folder().string() + " computes them from the labeled samples"});
}

int info(const std::string& folder) {
  const Run run = Run::open(folder);
  std::cout << printable(run.name()) << "\n\n";
  TextTable findings({"", "", ""}, {Align::left, Align::left, Align::left});
  for (const Finding& f : run.findings()) {
    findings.addRow({f.what, mark(f.kind), f.text + (f.key.empty() ? "" : "  [run.json: " + f.key + "]")});
  }
  addSamples(run, findings);
  if (!run.samples().samples.empty()) addMasking(run, findings);
  addOpaque(run, findings);
  addAccuracy(run, findings);
  addTorch(findings);
  addOffers(run, findings);
  findings.print(std::cout, isatty(STDOUT_FILENO) == 1);
  std::cout << '\n';
  const std::string& axis = run.series().axis;
  TextTable table(
      {"checkpoint", axis.empty() ? std::string("step") : axis, "epoch", "train loss", "test loss", "step from"},
      {Align::left, Align::right, Align::right, Align::right, Align::right, Align::left});
  for (const Checkpoint& c : run.series().checkpoints) {
    table.addRow({c.name, run.series().stepsAreEpochs ? "-" : number(c.step), number(c.epoch), number(c.trainLoss),
                  number(c.testLoss), c.stepSource});
  }
  table.print(std::cout);
  for (const SetAside& file : run.series().setAside)
    std::cout << "skipped: " << printable(file.name) << " (" << printable(file.reason) << ")\n";
  return done;
}

}  // namespace

void addInfoCommand(CLI::App& app, Action& action) {
  auto* command = app.add_subcommand(
      "info", "What a run folder contains: checkpoints in order, losses, samples, variables, and what is missing");
  auto folder = std::make_shared<std::string>();
  command->add_option("RUN", *folder, "Run folder")->required();
  command->callback([folder, &action] { action = [folder] { return info(*folder); }; });
}

}  // namespace spindle::app
