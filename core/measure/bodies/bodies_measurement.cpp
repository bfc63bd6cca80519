// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/bodies/bodies_measurement.h"

#include "core/base/user_error.h"
#include "core/dynamics/bodies/true_motion.h"
#include "core/input/variables/other_bodies.h"
#include "core/measure/bodies/body_systems.h"
#include "core/measure/by_checkpoint.h"
#include "core/measure/checkpoint_worker.h"
#include "core/measure/option_number.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace spindle {
namespace {

using At = BodyColumns;

/// What the network says of one row: [score, K x 3 N positions, 3 N velocities].
class BodyAnswer {
 public:
  BodyAnswer(std::span<const float> values, std::size_t bodies) : values_(values), wide_(3 * bodies) {}

  [[nodiscard]] static std::size_t timesIn(std::size_t outputs, std::size_t bodies) {
    const std::size_t wide = 3 * bodies;
    return outputs > 2 * wide && (outputs - 1) % wide == 0 ? (outputs - 1) / wide - 1 : 0;
  }
  [[nodiscard]] std::vector<double> positions(std::size_t time) const { return part(time); }
  [[nodiscard]] std::vector<double> last() const { return part(count() - 2); }
  [[nodiscard]] std::vector<double> velocities() const { return part(count() - 1); }

 private:
  [[nodiscard]] std::size_t count() const { return (values_.size() - 1) / wide_; }
  [[nodiscard]] std::vector<double> part(std::size_t place) const {
    const auto from = values_.subspan(1 + place * wide_, wide_);
    return {from.begin(), from.end()};
  }

  std::span<const float> values_;
  std::size_t wide_;
};

ExtractionOptions networkAlone(const MeasurementRequest& request) {
  ExtractionOptions options = extractionOptions(request.run, request.rows.samples);
  options.maskAt.clear();
  return options;
}

/// The row of coalition t: zeros for each other body that is not in it.
std::vector<float> without(std::vector<float> row, Coalition t) {
  std::vector<std::size_t> places;
  const BodyScene scene = sceneFrom(row, &places);
  Coalition bit = 1;
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (i == scene.observed) continue;
    if ((t & bit) == 0) std::fill_n(row.begin() + static_cast<std::ptrdiff_t>(places[i] * At::count), At::count, 0.0F);
    bit <<= 1U;
  }
  return row;
}

Vector3 bodyIn(const std::vector<double>& positions, std::size_t body) {
  return {positions[3 * body], positions[3 * body + 1], positions[3 * body + 2]};
}

/// The first output must be the score that the positions give, and a system without others must not be carried.
void requireBodies(const MeasurementRequest& request, Network& network, const BodySystems& systems) {
  const std::size_t outputs = network.outputs();
  const std::string name = request.run.name();
  if (BodyAnswer::timesIn(outputs, systems.bodies) == 0)
    throw UserError("measure bodies: the network of " + name + " returns " + std::to_string(outputs) +
                    " values a row, not a score, positions at one time or more and velocities of " +
                    std::to_string(systems.bodies) + " bodies.");
  std::vector<float> results(outputs);
  network.evaluate(systems.systems.front(), 1, results);
  const BodyScene scene = sceneFrom(systems.systems.front());
  const BodyAnswer answer(results, systems.bodies);
  const double carried = scene.carried(bodyIn(answer.last(), scene.observed), scene.time);
  if (std::abs(carried - static_cast<double>(results[0])) > 1e-3 * (1.0 + std::abs(carried)))
    throw UserError("measure bodies: the first output of the network of " + name +
                    " is not how far its own positions carry the observed body; this is no network of moving bodies.");
}

void repeatRow(MeasuredArray& array, std::size_t count) {
  const std::vector<double> row = std::move(array.values);
  array.values.clear();
  array.extent[0] = count;
  for (std::size_t c = 0; c < count; ++c) array.values.insert(array.values.end(), row.begin(), row.end());
}

class BodiesMeasurement : public Measurement {
 public:
  [[nodiscard]] const MeasurementInfo& info() const override {
    static const MeasurementInfo info{
        BodyMotion::name,
        "Where the network says that bodies move, beside a simulation of every subset of them (analyze bodies shows "
        "it)",
        "Liu et al., ICLR 2024 (arXiv 2308.13212); true interactions are ours",
        {{"horizons", "How many times the network is fed with its own answer, less one; at most 10", "3"}}};
    return info;
  }

  [[nodiscard]] MeasurementReport measure(const MeasurementRequest& request, RunControl& control) const override {
    const BodySystems systems = bodySystems(request);
    const ExtractionOptions options = networkAlone(request);
    BodyMotion motion;
    motion.horizons = static_cast<std::size_t>(optionNumber<std::uint64_t>(request, "horizons", 3, 1, 10));
    motion.force = toText(systems.how.force);
    motion.horizon = systems.horizon;
    motion.bodies = systems.bodies;
    motion.times = timesOf(request, options, systems, control);
    const std::size_t c = request.rows.checkpoints.size(), all = motion.times * motion.horizons;
    motion.error = {"", {c, systems.systems.size(), all}, {}};
    motion.paths = {"", {c, std::min(systems.systems.size(), BodyMotion::drawnSystems), all * 3 * motion.bodies}, {}};
    motion.scores = {"", {c, systems.samples.size(), motion.times * motion.coalitions()}, {}};
    addTruth(systems, control, motion);
    StoredMeasurement stored = asStored(motion);
    // Those of the truth are the same for every checkpoint; they come behind the others.
    const auto isTruth = [](const MeasuredArray& one) {
      return one.name == "still" || one.name == "straight" || one.name.starts_with("true_");
    };
    std::vector<MeasuredArray> truth;
    std::ranges::copy_if(stored.arrays, std::back_inserter(truth), isTruth);
    std::erase_if(stored.arrays, isTruth);
    const std::vector<std::vector<double>> truePaths = onward(systems, motion);
    MeasurementReport report = measureByCheckpoint(
        request, stored,
        [&](std::size_t, std::size_t checkpoint, std::vector<MeasuredArray>& rows) {
          const auto network = loadCheckpoint(request.run, checkpoint, options, &control);
          rollOut(*network, systems, motion, truePaths, control, rows);
          score(*network, systems, motion, control, rows[2].values);
          for (const double value : rows[0].values) {
            if (std::isfinite(value)) continue;
            throw UserError(request.run.series().checkpoints[checkpoint].name +
                            ": the network sends a body to infinity; the checkpoint is left out of the motion.");
          }
        },
        control);
    for (MeasuredArray& one : truth) repeatRow(one, c);
    if (report.measured) std::ranges::move(truth, std::back_inserter(report.measured->arrays));
    return report;
  }

 private:
  static std::size_t timesOf(const MeasurementRequest& request, const ExtractionOptions& options,
                             const BodySystems& systems, const RunControl& control) {
    std::string failure;
    for (const std::size_t checkpoint : request.rows.checkpoints) {
      std::unique_ptr<Network> network;
      try {
        network = loadCheckpoint(request.run, checkpoint, options, &control);
      } catch (const UserError& error) {
        if (failure.empty()) failure = error.what();
        continue;
      }
      requireBodies(request, *network, systems);
      return BodyAnswer::timesIn(network->outputs(), systems.bodies);
    }
    throw UserError(failure);
  }

  /// True positions of each system, one time after the other.
  static std::vector<std::vector<double>> onward(const BodySystems& systems, const BodyMotion& motion) {
    std::vector<std::size_t> steps;
    for (std::size_t k = 0; k < motion.times * motion.horizons; ++k)
      steps.push_back(static_cast<std::size_t>(std::lround(motion.timeAt(k) / systems.how.dt)));
    std::vector<std::vector<double>> all;
    for (const auto& row : systems.systems) {
      auto& one = all.emplace_back();
      for (const auto& positions : truePaths(sceneFrom(row), steps, systems.how)) {
        for (const Vector3& place : positions) one.insert(one.end(), place.begin(), place.end());
      }
    }
    return all;
  }

  /// rows[0]: errors; rows[1]: paths of the first systems.
  static void rollOut(Network& network, const BodySystems& systems, const BodyMotion& motion,
                      const std::vector<std::vector<double>>& truth, const RunControl& control,
                      std::vector<MeasuredArray>& rows) {
    const std::size_t n = systems.bodies, wide = 3 * n, outputs = network.outputs(), m = systems.systems.size();
    const std::size_t all = motion.times * motion.horizons;
    std::vector<float> inputs, results(m * outputs);
    for (const auto& row : systems.systems) inputs.insert(inputs.end(), row.begin(), row.end());
    for (std::size_t r = 0; r < motion.horizons; ++r) {
      if (control.stopRequested()) throw Stopped{};
      network.evaluate(inputs, m, results);
      for (std::size_t i = 0; i < m; ++i) {
        const BodyAnswer answer{std::span(results).subspan(i * outputs, outputs), n};
        for (std::size_t k = 0; k < motion.times; ++k) {
          const std::size_t place = r * motion.times + k;
          const auto positions = answer.positions(k);
          rows[0].values[i * all + place] = coordinateError(positions, std::span(truth[i]).subspan(place * wide, wide));
          if (i < rows[1].extent[1])
            std::ranges::copy(positions,
                              rows[1].values.begin() + static_cast<std::ptrdiff_t>((i * all + place) * wide));
        }
        const auto positions = answer.last(), velocities = answer.velocities();
        for (std::size_t b = 0; b < n; ++b) {
          for (std::size_t k = 0; k < 3; ++k) {
            inputs[(i * n + b) * At::count + At::position + k] = static_cast<float>(positions[3 * b + k]);
            inputs[(i * n + b) * At::count + At::velocity + k] = static_cast<float>(velocities[3 * b + k]);
          }
        }
      }
    }
  }

  static void score(Network& network, const BodySystems& systems, const BodyMotion& motion, const RunControl& control,
                    std::vector<double>& values) {
    const std::size_t outputs = network.outputs(), count = motion.coalitions();
    std::vector<float> inputs, results(count * outputs);
    for (std::size_t s = 0; s < systems.samples.size(); ++s) {
      if (control.stopRequested()) throw Stopped{};
      inputs.clear();
      for (Coalition t = 0; t < count; ++t) {
        const auto row = without(systems.samples[s], t);
        inputs.insert(inputs.end(), row.begin(), row.end());
      }
      network.evaluate(inputs, count, results);
      std::vector<std::size_t> places;
      const BodyScene scene = sceneFrom(systems.samples[s], &places);
      for (Coalition t = 0; t < count; ++t) {
        const BodyAnswer answer{std::span(results).subspan(t * outputs, outputs), systems.bodies};
        for (std::size_t k = 0; k < motion.times; ++k)
          values[(s * motion.times + k) * count + t] =
              scene.carried(bodyIn(answer.positions(k), places[scene.observed]), motion.timeAt(k));
      }
    }
  }
};

}  // namespace

std::shared_ptr<const Measurement> bodiesMeasurement() {
  return std::make_shared<BodiesMeasurement>();
}

}  // namespace spindle
