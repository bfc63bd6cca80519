// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/joint/joint_job.h"

#include "core/base/ordered_work.h"
#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/base/version.h"
#include "core/dynamics/no_phases.h"
#include "core/dynamics/order_strength.h"
#include "core/game/decompose_jointly.h"
#include "core/measure/joint/matched_networks.h"
#include "core/measure/joint/matched_pairs.h"
#include "core/results/open_results.h"
#include "core/results/pair_interactions.h"
#include "core/results/result_rows.h"
#include "core/results/results_options.h"
#include "core/results/stored_choices.h"
#include "core/store/joint_results.h"
#include "core/store/output_file.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <ctime>
#include <iomanip>
#include <map>
#include <sstream>

namespace spindle {
namespace {

template <class T>
std::vector<T> chosen(const std::vector<T>& list, const std::vector<std::size_t>& rows) {
  std::vector<T> result;
  for (const std::size_t row : rows) result.push_back(row < list.size() ? list[row] : T());
  return result;
}

std::string creationTime() {
  const std::time_t time = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  std::tm parts{};
  gmtime_r(&time, &parts);
  std::ostringstream text;
  text << std::put_time(&parts, "%FT%TZ");
  return text.str();
}

/// The run of each; where runs have the same name, with the name of the file; numbered where these are equal too.
std::vector<std::string> networkNames(const JointReaders& results, const std::vector<std::filesystem::path>& files,
                                      bool shuffled) {
  std::vector<std::string> names;
  std::map<std::string, int> runs, seen;
  for (const auto& reader : results) ++runs[reader->header().run];
  for (std::size_t i = 0; i < results.size(); ++i) {
    std::string name = results[i]->header().run;
    if (runs[name] > 1 || name.empty()) name += (name.empty() ? "" : " ") + files[i].stem().string();
    if (const int number = ++seen[name]; number > 1) name += " " + std::to_string(number);
    names.push_back(name + (shuffled && i > 0 ? ", variables shuffled" : ""));
  }
  return names;
}

ResultsHeader jointFileHeader(const ResultsHeader& first, const MatchedNetworks& matched,
                              const std::vector<std::string>& names, const JointRequest& request) {
  const auto& rows = matched.samples[0];
  const auto& checkpoints = matched.checkpoints[0];
  ResultsHeader header = first;
  header.version = programVersion;
  header.created = creationTime();
  header.run = names[0] + " (joint with " + listed({names.begin() + 1, names.end()}) + ")";
  for (const auto list :
       {&ResultsHeader::step, &ResultsHeader::epoch, &ResultsHeader::trainLoss, &ResultsHeader::testLoss})
    header.*list = chosen(first.*list, checkpoints);
  header.checkpointNames = chosen(first.checkpointNames, checkpoints);
  header.measurements.clear();
  for (LoggedColumn& column : header.logged) column.values = chosen(column.values, checkpoints);
  header.sampleIndex = chosen(first.sampleIndex, rows);
  header.sampleTarget = chosen(first.sampleTarget, rows);
  header.sampleNames = chosen(first.sampleNames, rows);
  header.sampleVariables = chosen(first.sampleVariables, rows);
  if (first.source.known()) {
    header.source.checkpoints = chosen(first.source.checkpoints, checkpoints);
    header.source.samples = chosen(first.source.samples, rows);
  }
  ResultsOptions options = readOptions(first);
  const JointOptions& asked = request.options;
  options.measurement.decomposition = asked.method;
  options.measurement.gap = asked.gap;
  options.measurement.ties = TieBreak::none;
  options.measurement.others["joint_alpha"] = shortest(asked.alpha);
  if (asked.method == DecompositionMethod::published) {
    options.measurement.others["joint_learning_rate"] = shortest(asked.published.learningRate);
    options.measurement.others["joint_iterations"] = std::to_string(asked.published.iterations);
  }
  if (request.shuffle) options.measurement.others["joint_shuffle"] = std::to_string(*request.shuffle);
  options.measurement.others["joint_networks"] = std::to_string(names.size());
  Provenance& from = options.provenance;
  if (!from.samples.empty()) from.samples = chosen(from.samples, rows);
  if (!from.checkpoints.empty()) from.checkpoints = chosen(from.checkpoints, checkpoints);
  from.splits.resize(first.samples(), Split::unknown);
  from.splits = chosen(from.splits, rows);
  if (!from.mislabeled.empty()) {
    from.mislabeled.resize(first.samples(), false);
    std::vector<bool> flags;
    for (const std::size_t row : rows) flags.push_back(from.mislabeled[row]);
    from.mislabeled = std::move(flags);
  }
  header.options = writeOptions(options);
  return header;
}

struct SolvedPair {
  JointSample sample;
  double l1 = 0.0, lowerBound = 0.0;  ///< of the first network
  double separate = 0.0;              ///< joint loss of the inputs
};

SolvedPair solvePair(const MatchedPairs& pairs, std::size_t s, const std::vector<double>& bounds,
                     const JointOptions& options, const RunControl& control) {
  SolvedPair solved;
  if (!isThere(pairs[0][s])) return solved;
  std::vector<CoalitionTable> tables;
  std::vector<Decomposition> inputs;
  for (const auto& network : pairs) {
    tables.push_back(network[s].values);
    inputs.push_back({.andPart = network[s].andPart, .orPart = network[s].orPart});
  }
  JointDecomposition joint = decomposeJointly(tables, bounds, options, control);
  solved.sample.objective = joint.objective;
  solved.sample.lowerBound = joint.lowerBound;
  solved.separate = jointLoss(inputs, options.alpha);
  solved.l1 = joint.networks[0].l1;
  solved.lowerBound = joint.networks[0].lowerBound;
  for (std::size_t i = 0; i < pairs.size(); ++i)
    solved.sample.networks.push_back({std::move(joint.networks[i].andPart), std::move(joint.networks[i].orPart),
                                      pairs[i][s].andPart, pairs[i][s].orPart, rangeOf(pairs[i][s])});
  return solved;
}

class JointJob {
 public:
  JointJob(const JointRequest& request, RunControl& control) : request_(request), control_(control) {
    if (request.networks.size() < 2)
      throw UserError("A joint decomposition needs the results of two networks or more.");
    if (request.networks.size() > std::size_t{maxJointNetworks})
      throw UserError("A joint decomposition takes at most " + std::to_string(maxJointNetworks) + " networks.");
    for (const auto& file : request.networks) {
      requireDifferentOutputs(file, request.output);
      results_.push_back(openResults(file));
    }
    if (results_[0]->header().variables > maxDecompositionVariables)
      throw UserError("The joint decomposition takes at most " + std::to_string(maxDecompositionVariables) +
                      " input variables; " + request.networks[0].string() + " has " +
                      std::to_string(results_[0]->header().variables) + ".");
    report_.networks = networkNames(results_, request.networks, request.shuffle.has_value());
    std::vector<std::string> files;
    for (const auto& file : request.networks) files.push_back(file.string());
    matched_ = matchedNetworks(results_, files);
    report_.notes = matched_.notes;
    report_.samples = matched_.samples[0].size();
    report_.checkpoints = matched_.checkpoints[0].size();
    options_ = request.options;
    const MeasurementOptions measured = readOptions(results_[0]->header()).measurement;
    if (measured.noiseScale == NoiseScale::mean)
      throw UserError(
          files[0] +
          ": its noise bound is a share of the mean range, which the joint decomposition does not have; compute the "
          "results with the noise range of each sample.");
    options_.noiseBound = measured.noiseBound.value_or(options_.noiseBound);
    if (const auto problems = options_.problems(); !problems.empty()) throw UserError(problemText(problems.front()));
  }

  JointReport run() {
    const ResultsHeader header = jointFileHeader(results_[0]->header(), matched_, report_.networks, request_);
    const JointHeader joint{report_.networks, options_.alpha, options_.noiseBound, options_.gap,
                            std::vector<double>(results_.size(), request_.differenceShare)};
    std::unique_ptr<JointResultsWriter> writer = JointResultsWriter::create(request_.output, header, joint);
    std::vector<OrderStrength> series(report_.checkpoints);
    try {
      for (std::size_t c = 0; c < report_.checkpoints; ++c) writeCheckpoint(*writer, header, c, series[c]);
    } catch (const Stopped&) {
      report_.outcome = Outcome::stopped;
    }
    if (report_.pairs == 0 && report_.outcome == Outcome::finished)
      throw UserError("No sample is computed in all of the results at the same checkpoint; resume their computation.");
    if (report_.written > 0)
      writer->finish(phaseRecord(phaseTwoStart(header.series, series), header), report_.outcome == Outcome::stopped);
    tellPairs();
    return report_;
  }

 private:
  [[nodiscard]] bool certified() const { return options_.method == DecompositionMethod::sparsest; }

  void writeCheckpoint(JointResultsWriter& writer, const ResultsHeader& header, std::size_t c,
                       OrderStrength& strength) {
    const MatchedPairs pairs = matchedPairs(results_, matched_, c, request_.shuffle);
    const auto bounds = differenceBounds(pairs, request_.differenceShare);
    std::vector<PairResult> first;
    std::vector<JointSample> samples;
    double objective = 0.0, separate = 0.0, worst = 0.0;
    std::size_t decomposed = 0, unreached = 0;
    const auto workers = static_cast<std::size_t>(std::max(1, request_.workers));
    OrderedWork<SolvedPair>::run(
        report_.samples, workers, 2 * workers,
        [&](std::size_t, std::size_t s) {
          if (control_.stopRequested()) throw Stopped{};
          return solvePair(pairs, s, bounds, options_, control_);
        },
        [&](std::size_t s, SolvedPair solved) {
          PairResult own;
          if (isThere(pairs[0][s])) {
            ++decomposed;
            const JointSample& sample = solved.sample;
            if (certified()) {
              const double gap =
                  sample.objective > 0.0 ? (sample.objective - sample.lowerBound) / sample.objective : 0.0;
              worst = std::max(worst, gap);
              unreached += gap > options_.gap ? 1 : 0;
            }
            objective += sample.objective;
            separate += solved.separate;
            own = {pairs[0][s].values, sample.networks[0].andPart, sample.networks[0].orPart, solved.l1,
                   solved.lowerBound};
          }
          first.push_back(std::move(own));
          samples.push_back(std::move(solved.sample));
          control_.progress(c * report_.samples + s + 1, report_.checkpoints * report_.samples,
                            header.checkpointNames[c]);
        });
    const Salience salience = storedSalience(header);
    strength = orderStrength(interactionsOf(first, salience.orderOne), salience);
    writer.write(c, first, samples, strengthRow(strength), strength.threshold);
    ++report_.written;
    report_.pairs += decomposed;
    missing_ += report_.samples - decomposed;
    unreached_ += unreached;
    if (certified()) report_.worstGap = std::max(report_.worstGap.value_or(0.0), worst);
    report_.objective += objective;
    report_.separate += separate;
  }

  void tellPairs() {
    if (report_.pairs > 0) {
      report_.objective /= static_cast<double>(report_.pairs);
      report_.separate /= static_cast<double>(report_.pairs);
    }
    if (!certified() && report_.objective > report_.separate)
      report_.notes.push_back(
          "The published procedure ends at a larger loss than the networks apart: its learning rate of " +
          shortest(options_.published.learningRate) + " does not suit these scores; choose another (--learning-rate).");
    if (missing_ > 0)
      report_.notes.push_back(std::to_string(missing_) +
                              " samples of a checkpoint are not computed in all of the results: left out.");
    if (unreached_ > 0)
      report_.notes.push_back(std::to_string(unreached_) + " of " + std::to_string(report_.pairs) +
                              " decompositions stopped before the gap of " + shortest(options_.gap) +
                              "; the largest is " + shortest(report_.worstGap.value_or(0.0)) + ".");
  }

  const JointRequest& request_;
  RunControl& control_;
  JointReaders results_;
  MatchedNetworks matched_;
  JointOptions options_;
  JointReport report_;
  std::size_t missing_ = 0, unreached_ = 0;
};

}  // namespace

JointReport decomposeFiles(const JointRequest& request, RunControl& control) {
  return JointJob(request, control).run();
}

}  // namespace spindle
