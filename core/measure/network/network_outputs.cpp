// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/network/network_outputs.h"

#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/run/samples/sample_choice.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace spindle {
namespace {

constexpr std::size_t mostTried = 16;
constexpr float rounding = 1e-4F;
constexpr double sumRounding = 1e-3;

/// Outputs of some samples, row by row; empty where there are no samples.
std::vector<float> someOutputs(Network& network, const Run& run) {
  const SampleSet& set = run.samples();
  std::vector<float> row(set.format.elements()), all;
  if (set.samples.empty()) return all;
  for (const std::size_t s : spreadSamples(set, mostTried)) {
    for (std::size_t i = 0; i < row.size(); ++i) row[i] = set.format.normalized(set.samples[s].values[i], i);
    std::vector<float> result(network.outputs());
    network.evaluate(row, 1, result);
    if (std::all_of(result.begin(), result.end(), [](float x) { return std::isfinite(x); }))
      all.insert(all.end(), result.begin(), result.end());
  }
  return all;
}

bool within(const std::vector<float>& values, float least, float most) {
  return !values.empty() && std::all_of(values.begin(), values.end(), [=](float x) { return x >= least && x <= most; });
}

/// Every row, or the exponentials of its entries, has the sum 1.
bool sumsToOne(const std::vector<float>& values, std::size_t columns, bool logarithms) {
  for (std::size_t first = 0; first + columns <= values.size(); first += columns) {
    double sum = 0.0;
    for (std::size_t c = 0; c < columns; ++c)
      sum += logarithms ? std::exp(double{values[first + c]}) : double{values[first + c]};
    if (std::abs(sum - 1.0) > sumRounding) return false;
  }
  return !values.empty();
}

bool inRange(const std::vector<float>& values, OutputKind kind) {
  return kind == OutputKind::probabilities ? within(values, -rounding, 1.0F + rounding)
                                           : within(values, -std::numeric_limits<float>::max(), rounding);
}

void requireDistribution(const std::vector<float>& values, std::size_t columns, OutputKind kind) {
  if (values.empty() || columns < 2 || sumsToOne(values, columns, kind == OutputKind::logProbabilities)) return;
  throw UserError("The network returns " + std::to_string(columns) +
                  " probabilities for each input that do not sum to 1 (a sigmoid for each class, or a softmax that was "
                  "changed): log-odds cannot be had from them; export the network without its sigmoid or softmax, and "
                  "for a sigmoid choose \"score\": \"logit\" in run.json.");
}

/// The sum of every row, where it is the same for all though the rows differ, no number is negative, and it is not 1;
/// else 0.
double commonSum(const std::vector<float>& values, std::size_t columns) {
  constexpr float most = std::numeric_limits<float>::max();
  if (columns < 2 || values.size() < 3 * columns || !within(values, 0.0F, most)) return 0.0;
  double least = std::numeric_limits<double>::infinity(), largest = 0.0, change = 0.0;
  for (std::size_t first = 0; first + columns <= values.size(); first += columns) {
    double sum = 0.0;
    for (std::size_t c = 0; c < columns; ++c) {
      sum += double{values[first + c]};
      change = std::max(change, std::abs(double{values[first + c]} - double{values[c]}));
    }
    least = std::min(least, sum);
    largest = std::max(largest, sum);
  }
  if (change < 0.05 * largest) return 0.0;
  return largest > 0.0 && largest - least < sumRounding * largest && std::abs(largest - 1.0) > sumRounding ? largest
                                                                                                           : 0.0;
}

/// The factor that makes the exponentials of every row sum to 1, where it is the same for all though the rows differ,
/// and no number is positive; else 0. 0.693 for logarithms to base 2.
double commonLogFactor(const std::vector<float>& values, std::size_t columns) {
  if (columns < 2 || values.size() < 3 * columns || !within(values, -std::numeric_limits<float>::max(), 0.0F))
    return 0.0;
  const auto excess = [&](std::size_t first, double factor) {
    double sum = -1.0;
    for (std::size_t c = 0; c < columns; ++c) sum += std::exp(factor * double{values[first + c]});
    return sum;
  };
  double low = 1e-3, high = 1e3;
  for (int i = 0; i < 60; ++i) {
    const double middle = std::sqrt(low * high);
    (excess(0, middle) > 0.0 ? low : high) = middle;
  }
  bool differ = false;
  for (std::size_t first = 0; first + columns <= values.size(); first += columns) {
    if (std::abs(excess(first, low)) > sumRounding) return 0.0;
    for (std::size_t c = 0; c < columns; ++c)
      differ = differ || std::abs(values[first + c] - values[c]) > 0.05F * std::abs(values[c]);
  }
  return differ ? low : 0.0;
}

OutputChoice guessed(Network& network, const std::vector<float>& values) {
  const std::size_t columns = network.outputs();
  // A branch that was not taken may have said it: then the numbers lie elsewhere.
  if (const auto hint = network.outputHint(); hint && (values.empty() || inRange(values, *hint))) {
    requireDistribution(values, columns, *hint);
    return {*hint,
            "the network ends in " + std::string(*hint == OutputKind::probabilities
                                                     ? "a softmax or sigmoid: its outputs are taken for "
                                                       "probabilities, not logits"
                                                     : "a logarithm of a softmax or sigmoid: its outputs are "
                                                       "taken for log-probabilities, not logits"),
            false};
  }
  if (columns > 1 && within(values, 0.0F, 1.0F + rounding) && sumsToOne(values, columns, false))
    return {OutputKind::probabilities,
            "the network's outputs lie between 0 and 1 and sum to 1: they are taken for probabilities, not logits",
            false};
  // Exactly normalized logits are log-probabilities; nothing changes but the name.
  if (columns > 1 && within(values, -std::numeric_limits<float>::max(), 0.0F) && sumsToOne(values, columns, true))
    return {OutputKind::logProbabilities,
            "the network's outputs are logarithms of numbers that sum to 1: they are taken for log-probabilities",
            false};
  if (const double sum = commonSum(values, columns); sum > 0.0)
    throw UserError("The network's outputs are never negative and sum to " + shortest(std::round(sum * 1e3) / 1e3) +
                    " for every sample, as probabilities do that were multiplied; export the network without that, or "
                    "say with \"output\" in run.json what they are.");
  if (const double factor = commonLogFactor(values, columns); factor > 0.0)
    throw UserError(
        "The exponentials of the network's outputs times " + shortest(std::round(factor * 1e3) / 1e3) +
        " sum to 1 for every sample: they are logarithms of probabilities to another base, or were "
        "multiplied; export natural logarithms or logits, or say with \"output\" in run.json what they are.");
  if (within(values, 0.0F, 1.0F))
    return {OutputKind::logits,
            "all outputs lie between 0 and 1, and are taken for logits; if they are probabilities, say so", true};
  return {};
}

void requireClassLabels(const SampleSet& set, std::size_t outputs) {
  if (set.measuredTargets)
    throw UserError("The labels of " + set.source +
                    " are measured values, which have no class to score; set \"output\": "
                    "\"value\" and \"score\": \"value\" in run.json to explain the network's value, or give classes "
                    "counted from 0.");
  if (set.labelsRenumbered)
    throw UserError(
        "The labels of " + set.source + " have negative numbers among them (" + listed(set.classes, 6) +
        "), which are not outputs of the network; leave out samples without a label, or save labels counted "
        "from 0.");
  const std::size_t classes = outputs == 1 ? 2 : outputs;
  if (classes > 2 && set.classes == std::vector<std::string>{"-1", "1"})
    throw UserError("The labels of " + set.source + " are -1 and 1, but the network has " + std::to_string(outputs) +
                    " outputs, and which of them they mean is unknown; save labels counted from 0.");
  if (set.classesGuessed && set.classes.size() < classes)
    throw UserError("The labels of " + set.source + " are words, of which there are " +
                    std::to_string(set.classes.size()) + ", but the network has " + std::to_string(classes) +
                    " classes; list them all, in the order of the network's outputs, with \"classes\" in run.json.");
}

}  // namespace

OutputChoice outputChoice(Network& network, const Run& run) {
  const auto values = someOutputs(network, run);
  if (!run.description().output) return guessed(network, values);
  OutputChoice choice{outputKindFrom(*run.description().output), {}, false};
  if (choice.kind == OutputKind::value) return choice;
  if (choice.kind == OutputKind::logits) {
    const bool hinted = network.outputHint() == OutputKind::probabilities;
    const bool seen =
        network.outputs() > 1 && within(values, 0.0F, 1.0F + rounding) && sumsToOne(values, network.outputs(), false);
    if (!hinted && !seen) return choice;
    return {choice.kind, "run.json says logits, but the network's outputs are probabilities", true};
  }
  if (!values.empty() && !inRange(values, choice.kind))
    throw UserError("\"output\" is \"" + toText(choice.kind) + "\" in run.json, but the network returns numbers " +
                    (choice.kind == OutputKind::probabilities ? "outside 0 to 1" : "above 0") +
                    "; correct \"output\".");
  requireDistribution(values, network.outputs(), choice.kind);
  return choice;
}

void requireLabelsFit(const Run& run, std::size_t outputs, OutputKind kind) {
  if (kind == OutputKind::value || run.samples().samples.empty()) return;
  const auto classes = static_cast<std::int64_t>(std::max<std::size_t>(2, outputs));
  const auto& samples = run.samples().samples;
  const auto [least, most] = std::minmax_element(samples.begin(), samples.end(),
                                                 [](const Sample& a, const Sample& b) { return a.target < b.target; });
  if (most->target < classes) return;
  const std::string range = std::to_string(least->target) + " to " + std::to_string(most->target);
  const std::string has = "the network has " + std::to_string(outputs) + (outputs == 1 ? " output" : " outputs");
  if (least->target == 1 && most->target == classes)
    throw UserError("The labels of " + run.samples().source + " seem to count from 1 (" + range + ", and " + has +
                    "); save them counted from 0.");
  throw UserError("The labels of " + run.samples().source + " run from " + range + ", but " + has +
                  "; labels are numbers of outputs, counted from 0.");
}

void requireSamePadding(const Network& network, const Run& run) {
  const SampleSet& set = run.samples();
  const auto padding = network.paddingToken();
  if (set.format.kind != InputKind::text || set.samples.empty() || !padding || *padding == set.paddingToken) return;
  const auto token = std::to_string(*padding);
  throw UserError("The network takes token " + token + " for padding (padding_idx of its embedding), but " +
                  (set.paddingKnown ? "in " + set.source + " it is token " + std::to_string(set.paddingToken)
                                    : "nothing says so of " + set.source + ", where token 0 would be") +
                  "; set \"padding\" under \"input\" in run.json to " + token +
                  (set.paddingKnown ? ", or give the vocabulary that the network was trained with." : "."));
}

OutputChoice checkedOutput(Network& network, const Run& run, Score score) {
  requireSamePadding(network, run);
  OutputChoice choice = outputChoice(network, run);
  requireLabelsFit(run, network.outputs(), choice.kind);
  if (score != Score::value) requireClassLabels(run.samples(), network.outputs());
  return choice;
}

}  // namespace spindle
