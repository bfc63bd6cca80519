// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/user_error.h"
#include "core/dynamics/bodies/body_row.h"
#include "core/dynamics/bodies/draw_bodies.h"
#include "core/dynamics/bodies/simulation.h"
#include "core/dynamics/bodies/true_motion.h"
#include "core/game/moebius.h"
#include "tests/core/near.h"

#include <QtTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

using namespace spindle;
using spindle::test::near;

namespace {

double distance(const Body& a, const Body& b) {
  return std::hypot(a.position[0] - b.position[0], a.position[1] - b.position[1], a.position[2] - b.position[2]);
}

/// Two bodies on a circle around each other, a distance of 1 apart.
std::vector<Body> circle(double first, double second) {
  const double v = std::sqrt(0.5);
  return {{{0.5, 0, 0}, {0, v, 0}, first}, {{-0.5, 0, 0}, {0, -v, 0}, second}};
}

/// Bodies of which no two are near each other, as the generator draws them.
std::vector<Body> wideApart(SplitMix64& random) {
  for (;;) {
    auto bodies = drawBodies(5, random);
    if (leastDistance(bodies) > 0.8) return bodies;
  }
}

/// The first body observed along the direction in which the others carry it in so many steps.
BodyScene observedScene(const std::vector<Body>& bodies, std::size_t steps, const Simulation& how) {
  BodyScene scene{bodies, 0, {1, 0, 0}, static_cast<double>(steps) * how.dt};
  const std::array<std::size_t, 1> end{steps};
  const Vector3 moved = truePaths(scene, end, how).front().front();
  double length = 0.0;
  for (std::size_t k = 0; k < 3; ++k) {
    scene.direction[k] = moved[k] - bodies[0].position[k] - scene.time * bodies[0].velocity[k];
    length += scene.direction[k] * scene.direction[k];
  }
  for (double& part : scene.direction) part /= std::sqrt(length);
  return scene;
}

}  // namespace

class TstBodies : public QObject {
  Q_OBJECT

 private slots:
  void circularOrbit() {
    // Opposite unit charges a distance r = 1 apart: each on a circle of radius 1/2 at v^2 = 1 / (2 r).
    auto bodies = circle(1.0, -1.0);
    for (int k = 0; k < 100; ++k) {
      advance(bodies, 10, {});
      QVERIFY(near(distance(bodies[0], bodies[1]), 1.0, 1e-3));
    }
    // After a time of 1 the angle is v / radius = sqrt(2).
    QVERIFY(near(bodies[0].position[0], 0.5 * std::cos(std::sqrt(2.0)), 2e-3));
    QVERIFY(near(bodies[0].position[1], 0.5 * std::sin(std::sqrt(2.0)), 2e-3));
  }

  void gravityAttractsWhateverTheCharge() {
    Simulation gravity{.force = Force::gravity};
    gravity.softening = 0.0;
    auto alike = circle(1.0, 1.0);
    advance(alike, 1000, gravity);
    QVERIFY(near(distance(alike[0], alike[1]), 1.0, 2e-3));
    auto repelled = circle(1.0, 1.0);
    advance(repelled, 1000, {});
    QVERIFY(distance(repelled[0], repelled[1]) > 2.0);
  }

  /// Two bodies that start at rest: r falls from 1 by r'' = -2 / r^2, so that t(r) = (sqrt(r (1 - r)) + acos sqrt r)
  /// / 2.
  void headOnFall() {
    std::vector<Body> bodies{{{0.5, 0, 0}, {}, 1.0}, {{-0.5, 0, 0}, {}, -1.0}};
    const double r = 0.5, time = (std::sqrt(r * (1.0 - r)) + std::acos(std::sqrt(r))) / 2.0;
    Simulation fine{.integrator = Integrator::leapfrog};
    fine.dt = time / 10000.0;
    advance(bodies, 10000, fine);
    QVERIFY(near(distance(bodies[0], bodies[1]), r, 1e-6));
  }

  void energyAndMomentum() {
    for (const Force force : {Force::charged, Force::gravity}) {
      for (const Integrator integrator : {Integrator::kickDrift, Integrator::leapfrog}) {
        SplitMix64 random(7);
        const Simulation how{.force = force, .integrator = integrator};
        for (int i = 0; i < 5; ++i) {
          auto bodies = wideApart(random);
          const double before = energy(bodies, how);
          const Vector3 moving = momentum(bodies);
          advance(bodies, 500, how);
          for (std::size_t k = 0; k < 3; ++k) QVERIFY(near(momentum(bodies)[k], moving[k], 1e-10));
          QVERIFY(near(energy(bodies, how), before, integrator == Integrator::leapfrog ? 1e-3 : 2e-2));
        }
      }
    }
  }

  void leapfrogRunsBackward() {
    SplitMix64 random(3);
    const auto start = wideApart(random);
    auto bodies = start;
    Simulation how{.integrator = Integrator::leapfrog};
    advance(bodies, 1000, how);
    QVERIFY(distance(bodies[0], start[0]) > 0.1);
    how.dt = -how.dt;
    advance(bodies, 1000, how);
    for (std::size_t i = 0; i < start.size(); ++i) QVERIFY(distance(bodies[i], start[i]) < 1e-9);
  }

  void forcesAreLimited() {
    std::vector<Body> bodies{{{0, 0, 0}, {}, 1.0}, {{1e-3, 0, 0}, {}, 1.0}};
    advance(bodies, 1, {});
    QVERIFY(near(bodies[0].velocity[0], -0.1, 1e-15));  // 0.001 * 100
  }

  void generator() {
    SplitMix64 random(43);
    double square = 0.0;
    int positive = 0;
    for (int i = 0; i < 2000; ++i) {
      for (const Body& body : drawBodies(5, random)) {
        QVERIFY(near(std::hypot(body.velocity[0], body.velocity[1], body.velocity[2]), 0.5, 1e-12));
        for (const double part : body.position) square += part * part / 30000.0;
        positive += body.charge > 0 ? 1 : 0;
      }
    }
    QVERIFY(near(square, 1.0, 0.03));
    QVERIFY(near(positive / 10000.0, 0.5, 0.02));
    SplitMix64 again(43);
    SplitMix64 other(44);
    const auto first = drawBodies(5, again);
    QVERIFY(first != drawBodies(5, other));
  }

  void gameOfTwoBodies() {
    // With one other body the only interaction is the pair's, in full.
    const BodyScene scene = observedScene(circle(1.0, -1.0), 500, {});
    const std::array<std::size_t, 2> steps{100, 500};
    auto motion = trueMotion(scene, steps, {});
    QCOMPARE(motion.variables, 1);
    QVERIFY(near(motion.scores[1][0], 0.0, 1e-12));
    const Vector3 moved = truePaths(scene, steps, {}).back().front();
    auto dividends = motion.scores[1];
    moebius(dividends);
    QVERIFY(near(dividends[1], scene.carried(moved, 0.5), 1e-12));
    QVERIFY(dividends[1] > 0.05);
  }

  void dividendsAddUp() {
    SplitMix64 random(5);
    const BodyScene scene = observedScene(wideApart(random), 1000, {});
    const std::array<std::size_t, 1> end{1000};
    auto scores = trueMotion(scene, end, {}).scores.front();
    const double all = scores.back(), length = scene.carried(truePaths(scene, end, {}).front().front(), 1.0);
    QVERIFY(near(all, length, 1e-9));
    moebius(scores);
    QVERIFY(near(std::accumulate(scores.begin(), scores.end(), 0.0), all, 1e-12));
  }

  /// k bodies act on the observed one through a chain of k forces, each of which takes two powers of time.
  void strengthGrowsWithThePowerOfTheOrder() {
    const std::array<std::size_t, 3> steps{50, 100, 200};
    std::array<std::array<double, 3>, 5> strength{};
    SplitMix64 random(11);
    for (int system = 0; system < 44; ++system) {
      const BodyScene scene = observedScene(wideApart(random), 200, {});
      auto motion = trueMotion(scene, steps, {});
      for (std::size_t t = 0; t < steps.size(); ++t) {
        moebius(motion.scores[t]);
        for (Coalition s = 1; s < motion.scores[t].size(); ++s)
          strength[static_cast<std::size_t>(order(s))][t] += std::abs(motion.scores[t][s]);
      }
    }
    for (std::size_t k = 1; k <= 3; ++k) {
      const double slope = std::log2(strength[k][2] / strength[k][0]) / 2.0;
      QVERIFY2(near(slope, 2.0 * static_cast<double>(k), 0.15), qPrintable(QString("order %1").arg(k)));
    }
  }

  void rowsAndBack() {
    SplitMix64 random(2);
    BodyScene scene{drawBodies(3, random), 1, {0, 0.6, 0.8}, 2.0};
    auto row = rowOf(scene, 5);
    QCOMPARE(row.size(), std::size_t{5 * BodyColumns::count});
    std::vector<std::size_t> places;
    BodyScene back = sceneFrom(row, &places);
    QCOMPARE(places, (std::vector<std::size_t>{0, 1, 2}));
    QCOMPARE(back.observed, std::size_t{1});
    QCOMPARE(back.time, 2.0);
    for (std::size_t i = 0; i < 3; ++i) QVERIFY(distance(back.bodies[i], scene.bodies[i]) < 1e-6);
    // A body that is taken away leaves zeros, and none of it is read.
    std::fill_n(row.begin(), BodyColumns::count, 0.0F);
    back = sceneFrom(row);
    QCOMPARE(back.bodies.size(), std::size_t{2});
    QCOMPARE(back.observed, std::size_t{0});
    std::fill(row.begin(), row.end(), 0.0F);
    QVERIFY_THROWS_EXCEPTION(UserError, sceneFrom(row));
  }
};

QTEST_APPLESS_MAIN(TstBodies)
#include "tst_bodies.moc"
