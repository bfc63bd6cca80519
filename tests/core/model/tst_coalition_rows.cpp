// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/coalition_rows.h"
#include "core/model/local_rows.h"
#include "core/model/subset_sums.h"
#include "core/model/variable_colors.h"
#include "tests/core/near.h"

#include <QTest>

#include <algorithm>
#include <bit>
#include <random>
#include <set>
#include <stdexcept>

using namespace spindle;
using spindle::test::allNear;

namespace {

/// n variables on random disjoint elements.
AdditiveInput randomInput(std::size_t n, std::size_t elements, std::mt19937_64& random) {
  std::normal_distribution<float> normal;
  AdditiveInput input;
  input.parts.resize(n);
  for (std::size_t e = 0; e < elements; ++e) {
    input.base.push_back(normal(random));
    auto& part = input.parts[random() % n];
    part.indices.push_back(static_cast<std::uint32_t>(e));
    part.present.push_back(normal(random));
  }
  return input;
}

std::vector<float> naiveRow(const AdditiveInput& input, std::uint32_t coalition) {
  auto row = input.base;
  for (std::size_t i = 0; i < input.parts.size(); ++i) {
    for (std::size_t k = 0; (coalition >> i & 1U) != 0 && k < input.parts[i].indices.size(); ++k) {
      row[input.parts[i].indices[k]] = input.parts[i].present[k];
    }
  }
  return row;
}

/// Random sets of at most three neighboring variables for each of 40 places.
std::vector<std::uint32_t> randomReach(int n, std::mt19937_64& random) {
  std::vector<std::uint32_t> reach;
  for (int place = 0; place < 40; ++place) {
    const auto first = static_cast<int>(random() % static_cast<unsigned>(n));
    std::uint32_t set = 0;
    for (int i = first; i < std::min(n, first + static_cast<int>(random() % 4)); ++i) set |= 1U << i;
    reach.push_back(set);
  }
  return reach;
}

}  // namespace

class TestCoalitionRows : public QObject {
  Q_OBJECT
 private slots:
  void rowsFollowAnyOrderOfCoalitions();
  void partsThatDoNotFitAreRefused();
  void grayCodesDifferInOneBit();
  void subsetSumsAreSums();
  void colorsSeparateWhatMeets();
  void localRowsAreWhatEachPlaceSees();
};

void TestCoalitionRows::rowsFollowAnyOrderOfCoalitions() {
  std::mt19937_64 random(1);
  const auto input = randomInput(7, 50, random);
  CoalitionRows rows(input, 3);
  for (int step = 0; step < 200; ++step) {
    const auto row = static_cast<std::size_t>(random() % 3);
    const auto coalition = static_cast<std::uint32_t>(random() % 128);
    rows.set(row, coalition);
    QVERIFY(std::ranges::equal(rows.values().subspan(row * 50, 50), naiveRow(input, coalition)));
  }
}

void TestCoalitionRows::partsThatDoNotFitAreRefused() {
  AdditiveInput outside{{0.0F, 0.0F}, {{{2}, {1.0F}}}};
  QVERIFY_EXCEPTION_THROWN(CoalitionRows(outside, 1), std::invalid_argument);
  AdditiveInput uneven{{0.0F, 0.0F}, {{{0, 1}, {1.0F}}}};
  QVERIFY_EXCEPTION_THROWN(CoalitionRows(uneven, 1), std::invalid_argument);
}

void TestCoalitionRows::grayCodesDifferInOneBit() {
  std::set<std::uint32_t> seen{grayCode(0)};
  for (std::uint32_t k = 1; k < 1024; ++k) {
    QCOMPARE(std::popcount(grayCode(k) ^ grayCode(k - 1)), 1);
    seen.insert(grayCode(k));
  }
  QCOMPARE(seen.size(), std::size_t{1024});
  QCOMPARE(*seen.rbegin(), 1023U);
}

void TestCoalitionRows::subsetSumsAreSums() {
  std::mt19937_64 random(2);
  std::normal_distribution<float> normal;
  constexpr std::size_t n = 9, length = 13;
  std::vector<float> outputs;
  for (std::size_t k = 0; k < (n + 1) * length; ++k) outputs.push_back(normal(random));
  const SubsetSums sums(outputs, n);
  QCOMPARE(sums.rowLength(), length);
  for (const std::size_t low : {0, 3, 9}) {
    std::vector<float> rows((std::size_t{1} << low) * length);
    for (std::uint32_t first = 0; first < 512; first += 1U << low) {
      sums.write(first, low, rows);
      for (std::uint32_t r = 0; r < 1U << low; ++r) {
        std::vector<double> expected(outputs.begin(), outputs.begin() + length);
        for (std::size_t i = 0; i < n; ++i) {
          for (std::size_t k = 0; ((first + r) >> i & 1U) != 0 && k < length; ++k) {
            expected[k] += static_cast<double>(outputs[(i + 1) * length + k]) - outputs[k];
          }
        }
        QVERIFY(allNear(std::span(rows).subspan(r * length, length), expected, 1e-5));
      }
    }
  }
}

void TestCoalitionRows::colorsSeparateWhatMeets() {
  std::mt19937_64 random(3);
  for (int trial = 0; trial < 50; ++trial) {
    const int n = 1 + trial % 12;
    const auto reach = randomReach(n, random);
    const auto colors = colorVariables(reach, n);
    for (const auto set : reach) {
      std::set<int> used;
      for (int i = 0; i < n; ++i) {
        if ((set >> i & 1U) != 0) used.insert(colors.color[static_cast<std::size_t>(i)]);
      }
      QCOMPARE(static_cast<int>(used.size()), std::popcount(set));
    }
    QVERIFY(std::ranges::all_of(colors.color, [&](int c) { return c >= 0 && c < colors.count; }));
  }
}

void TestCoalitionRows::localRowsAreWhatEachPlaceSees() {
  // The map is a made-up function of channel, place and the variables that the place sees.
  const auto value = [](std::size_t channel, std::size_t place, std::uint32_t seen) {
    return static_cast<float>(channel * 1000003 + place * 4099 + seen);
  };
  std::mt19937_64 random(4);
  const auto reach = randomReach(10, random);
  const Locality locality(reach, 10);
  const auto map = [&](std::uint32_t coalition) {
    std::vector<float> values;
    for (std::size_t channel = 0; channel < 3; ++channel) {
      for (std::size_t place = 0; place < reach.size(); ++place) {
        values.push_back(value(channel, place, coalition & reach[place]));
      }
    }
    return values;
  };
  QVERIFY(locality.coalitions().size() < 1024);
  QCOMPARE(locality.coalitions()[0], 0U);
  std::vector<float> maps;
  for (const auto coalition : locality.coalitions()) {
    const auto values = map(coalition);
    maps.insert(maps.end(), values.begin(), values.end());
  }
  LocalRows rows(locality, maps, 3, 2);
  for (int step = 0; step < 500; ++step) {
    const auto row = static_cast<std::size_t>(random() % 2);
    const auto coalition = static_cast<std::uint32_t>(random() % 1024);
    rows.set(row, coalition);
    QVERIFY(std::ranges::equal(rows.values().subspan(row * 3 * reach.size(), 3 * reach.size()), map(coalition)));
  }
}

QTEST_APPLESS_MAIN(TestCoalitionRows)
#include "tst_coalition_rows.moc"
