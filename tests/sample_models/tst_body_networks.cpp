// SPDX-License-Identifier: GPL-3.0-or-later
// Networks of moving bodies after a short training: what must not change, and what a body that is not there does.
#include "core/dynamics/bodies/body_row.h"
#include "core/dynamics/bodies/draw_bodies.h"
#include "core/model/load_network.h"
#include "sample_models/recipe/bodies.h"
#include "sample_models/train.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>

using namespace spindle;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t bodies = 5, wide = 3 * bodies;

using Matrix = std::array<Vector3, 3>;

Vector3 times(const Matrix& m, const Vector3& v) {
  Vector3 made{};
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t k = 0; k < 3; ++k) made[i] += m[i][k] * v[k];
  }
  return made;
}

/// A rotation about a skew axis; mirrored: a reflection beside.
Matrix turned(bool mirrored) {
  const double a = 0.7, b = 1.9;
  const Matrix first{{{std::cos(a), -std::sin(a), 0}, {std::sin(a), std::cos(a), 0}, {0, 0, 1}}};
  const Matrix second{{{mirrored ? -1.0 : 1.0, 0, 0}, {0, std::cos(b), -std::sin(b)}, {0, std::sin(b), std::cos(b)}}};
  Matrix made{};
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t j = 0; j < 3; ++j) {
      for (std::size_t k = 0; k < 3; ++k) made[i][j] += first[i][k] * second[k][j];
    }
  }
  return made;
}

std::vector<BodyScene> scenes() {
  SplitMix64 random(9);
  std::vector<BodyScene> list;
  for (int i = 0; i < 20; ++i) list.push_back({drawBodies(bodies, random), 0, {0.0, 0.6, 0.8}, 1.0});
  return list;
}

}  // namespace

class TestBodyNetworks : public QObject {
  Q_OBJECT

 private:
  QTemporaryDir folder_;
  std::unique_ptr<Network> network_;

  std::vector<float> answer(const std::vector<float>& row) const {
    std::vector<float> results(network_->outputs());
    network_->evaluate(row, 1, results);
    return results;
  }

  void load(const std::string& model) {
    const auto run = fs::path(folder_.path().toStdString()) / model;
    if (!fs::exists(run)) {
      TrainOptions options;
      options.model = model;
      options.folder = run;
      options.trainingSamples = 400;
      options.steps = 120;
      options.checkpoints = "0,120";
      RunControl control;
      QCOMPARE(trainSampleModel(options, control), Outcome::finished);
    }
    NetworkOptions how;
    how.inputShape = {bodies, static_cast<std::int64_t>(BodyColumns::count)};
    network_ = loadNetwork(run / "model.pt", run / "checkpoints" / "step=000120.pt", how);
  }

  static void rows() {
    QTest::addColumn<QString>("model");
    QTest::newRow("EGNN") << "bodies-egnn";
    QTest::newRow("SEGNO") << "bodies-segno";
  }

 private slots:
  void followsRotationsAndTranslations_data() { rows(); }
  void followsRotationsAndTranslations() {
    QFETCH(QString, model);
    load(model.toStdString());
    const Vector3 shift{0.8, -1.1, 0.4};
    double worst = 0.0, moved = 0.0, farthest = 1.0;
    for (const bool mirrored : {false, true}) {
      const Matrix turn = turned(mirrored);
      for (const BodyScene& scene : scenes()) {
        BodyScene other = scene;
        other.direction = times(turn, scene.direction);
        for (Body& body : other.bodies) {
          body.position = times(turn, body.position);
          for (std::size_t k = 0; k < 3; ++k) body.position[k] += shift[k];
          body.velocity = times(turn, body.velocity);
        }
        const auto before = answer(rowOf(scene, bodies)), after = answer(rowOf(other, bodies));
        worst = std::max(worst, std::abs(static_cast<double>(before[0] - after[0])));
        for (std::size_t place = 1; place < before.size(); place += 3) {
          const bool velocity = place + wide >= before.size();
          const auto expected = times(turn, {before[place], before[place + 1], before[place + 2]});
          for (std::size_t k = 0; k < 3; ++k) {
            const double wanted = expected[k] + (velocity ? 0.0 : shift[k]);
            worst = std::max(worst, std::abs(static_cast<double>(after[place + k]) - wanted));
            farthest = std::max(farthest, std::abs(wanted));
          }
        }
        moved = std::max(moved, std::abs(static_cast<double>(before[0])));
      }
    }
    QVERIFY2(worst < 1e-5 * farthest, qPrintable(QString::number(worst)));
    QVERIFY(moved > 0.01);
  }

  void followsTheOrderOfBodies_data() { rows(); }
  void followsTheOrderOfBodies() {
    QFETCH(QString, model);
    load(model.toStdString());
    const std::array<std::size_t, bodies> from{3, 0, 4, 2, 1};
    double worst = 0.0;
    for (const BodyScene& scene : scenes()) {
      BodyScene other = scene;
      for (std::size_t i = 0; i < bodies; ++i) other.bodies[i] = scene.bodies[from[i]];
      other.observed = 1;
      const auto before = answer(rowOf(scene, bodies)), after = answer(rowOf(other, bodies));
      worst = std::max(worst, std::abs(static_cast<double>(before[0] - after[0])));
      for (std::size_t part = 1; part < before.size(); part += wide) {
        for (std::size_t i = 0; i < wide; ++i)
          worst = std::max(worst, std::abs(static_cast<double>(after[part + i]) -
                                           static_cast<double>(before[part + 3 * from[i / 3] + i % 3])));
      }
    }
    QVERIFY2(worst < 1e-5, qPrintable(QString::number(worst)));
  }

  /// Whatever stands in its columns: only that it is there would let it act.
  void aBodyThatIsNotThereDoesNothing_data() { rows(); }
  void aBodyThatIsNotThereDoesNothing() {
    QFETCH(QString, model);
    load(model.toStdString());
    double missed = 0.0;
    for (const BodyScene& scene : scenes()) {
      auto row = rowOf(scene, bodies);
      const auto all = answer(row);
      row[3 * BodyColumns::count + BodyColumns::present] = 0.0F;
      const auto ghost = answer(row);
      std::fill_n(row.begin() + 3 * BodyColumns::count, BodyColumns::count, 0.0F);
      const auto none = answer(row);
      missed += std::abs(static_cast<double>(all[0] - none[0]));
      for (std::size_t i = 0; i < none.size(); ++i) {
        if ((i == 0 ? 0 : (i - 1) / 3 % bodies) != 3) QVERIFY(std::abs(ghost[i] - none[i]) < 1e-6F);
      }
    }
    QVERIFY(missed > 1e-3);
  }

  /// SEGNO then only integrates its velocity.
  void aloneItGoesStraightOn() {
    load("bodies-segno");
    for (const BodyScene& scene : scenes()) {
      const BodyScene alone{{scene.bodies[0]}, 0, scene.direction, 1.0};
      const auto found = answer(rowOf(alone, bodies));
      QVERIFY(std::abs(found[0]) < 1e-6F);
      for (std::size_t k = 0; k < 3; ++k) {
        const double wanted = scene.bodies[0].position[k] + scene.bodies[0].velocity[k];
        QVERIFY(std::abs(static_cast<double>(found[1 + 7 * wide + k]) - wanted) < 1e-5);
      }
    }
  }

  void theDataAreThoseOfTheSimulation() {
    const LabeledData data = readBodies({.trainingRows = 30, .testRows = 10, .leftOut = 0.5});
    QCOMPARE(data.training.rows(), std::size_t{30});
    QVERIFY(std::ranges::count(data.training.unfit, true) > 10);
    QVERIFY(std::ranges::count(data.test.unfit, true) == 0);
    const std::size_t elements = data.elements();
    for (std::size_t row = 0; row < 10; ++row) {
      const auto scene = sceneFrom(std::span(data.test.values).subspan(row * elements, elements));
      const float* end = data.test.positions.data() + row * wide;
      // The measured target is how far the first body is carried, along the direction of the row.
      QVERIFY(std::abs(scene.carried({end[0], end[1], end[2]}, 1.0) - data.test.targets[row]) < 1e-5);
    }
    // The same systems under the same seed, others for training.
    QVERIFY(readBodies({.trainingRows = 1, .testRows = 1}).test.values != data.training.values);
  }
};

QTEST_APPLESS_MAIN(TestBodyNetworks)
#include "tst_body_networks.moc"
