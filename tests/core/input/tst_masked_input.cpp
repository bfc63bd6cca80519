// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/variables/masked_input.h"
#include "tests/core/input/failure.h"

#include <limits>
#include <random>

using namespace spindle;
using spindle::test::failsWith;

namespace {

struct Case {
  InputFormat format;
  Sample sample;
  InputVariables variables;
  Baseline baseline;
};

Case randomCase(std::mt19937& random, InputKind kind) {
  const auto size = [&](int low, int high) { return std::uniform_int_distribution<std::int64_t>(low, high)(random); };
  std::uniform_real_distribution<double> value(-2.0, 2.0);
  Case c;
  c.format.kind = kind;
  if (kind == InputKind::image) c.format.shape = {size(1, 3), size(2, 9), size(2, 9)};
  if (kind == InputKind::tabular || kind == InputKind::text) c.format.shape = {size(2, 30)};
  if (kind == InputKind::points) c.format.shape = {size(2, 20), size(3, 6)};
  const auto channels = c.format.channels();
  if (kind != InputKind::text) {
    for (std::size_t i = 0; i < channels; ++i) {
      c.format.mean.push_back(value(random));
      c.format.std.push_back(0.1 + std::abs(value(random)));
    }
  }
  const auto elements = c.format.elements();
  for (std::size_t e = 0; e < elements; ++e) c.sample.values.push_back(static_cast<float>(value(random)));
  c.baseline.values.clear();
  for (std::size_t i = 0; i < channels; ++i) c.baseline.values.push_back(value(random));
  if (size(0, 2) == 0) {
    for (std::size_t e = 0; e < elements; ++e) c.baseline.elements.push_back(value(random));
  }
  // Any disjoint sets are variables, whatever shape the pickers can make.
  const auto n = static_cast<std::size_t>(size(1, 6));
  std::vector<InputVariable> variables(n);
  for (std::uint32_t e = 0; e < elements; ++e) {
    const auto owner = static_cast<std::size_t>(size(0, static_cast<int>(n)));
    if (owner < n) variables[owner].elements.push_back(e);
  }
  std::erase_if(variables, [](const InputVariable& v) { return v.elements.empty(); });
  if (variables.empty()) variables.push_back({"v", {0}, {}, {}});
  c.variables = InputVariables(variables, elements);
  return c;
}

double baselineOf(const Case& c, std::size_t e) {
  if (!c.baseline.elements.empty()) return c.baseline.elements[e];
  return c.baseline.values[c.format.channelOf(e)];
}

}  // namespace

class MaskedInputTest : public QObject {
  Q_OBJECT
 private slots:
  void writeIsTheDefinition_data() {
    QTest::addColumn<int>("kind");
    QTest::newRow("image") << 0;
    QTest::newRow("tabular") << 1;
    QTest::newRow("text") << 2;
    QTest::newRow("points") << 3;
  }
  void writeIsTheDefinition() {
    QFETCH(int, kind);
    std::mt19937 random(7);
    for (int repeat = 0; repeat < 40; ++repeat) {
      const auto c = randomCase(random, static_cast<InputKind>(kind));
      for (const auto background : {Background::keep, Background::mask}) {
        const MaskedInput input(c.sample, c.format, c.variables, c.baseline, background);
        QCOMPARE(input.variables(), c.variables.count());
        std::vector<float> row(input.elements());
        const auto full = fullCoalition(c.variables.count());
        for (const Coalition t : {Coalition{0}, full, static_cast<Coalition>(random()) & full}) {
          input.write(t, row);
          for (std::size_t e = 0; e < row.size(); ++e) {
            bool present = background == Background::keep;
            for (int i = 0; i < c.variables.count(); ++i) {
              const auto& elements = c.variables[static_cast<std::size_t>(i)].elements;
              if (std::find(elements.begin(), elements.end(), e) != elements.end()) present = (t >> i & 1U) != 0;
            }
            const double raw = present ? static_cast<double>(c.sample.values[e]) : baselineOf(c, e);
            QCOMPARE(row[e], c.format.normalized(raw, e));
          }
        }
      }
    }
  }

  void partsReproduceWrite() {
    std::mt19937 random(8);
    for (int repeat = 0; repeat < 40; ++repeat) {
      const auto c = randomCase(random, InputKind::image);
      const MaskedInput input(c.sample, c.format, c.variables, c.baseline, Background::keep);
      std::vector<float> row(input.elements());
      for (Coalition t = 0; t < coalitionCount(input.variables()); ++t) {
        input.write(t, row);
        std::vector<float> sum(input.base().begin(), input.base().end());
        for (int i = 0; i < input.variables(); ++i) {
          if ((t >> i & 1U) == 0) continue;
          for (std::size_t k = 0; k < input.indices(i).size(); ++k) sum[input.indices(i)[k]] = input.present(i)[k];
        }
        QCOMPARE(row, sum);
      }
    }
  }

  void fullCoalitionIsTheSample() {
    const InputFormat format{InputKind::image, {1, 28, 28}, {0.286}, {0.353}};
    Sample sample;
    for (int i = 0; i < 784; ++i) sample.values.push_back(static_cast<float>(i % 256) / 255.0F);
    const MaskedInput input(sample, format, drawGridCells(format, {}), {}, Background::keep);
    std::vector<float> row(784);
    input.write(fullCoalition(10), row);
    for (std::size_t e = 0; e < row.size(); ++e) {
      QCOMPARE(row[e], static_cast<float>((static_cast<double>(sample.values[e]) - 0.286) / 0.353));
    }
    input.write(0, row);
    QCOMPARE(std::vector<float>(input.base().begin(), input.base().end()), row);
    QCOMPARE(std::count(row.begin(), row.end(), static_cast<float>((0.0 - 0.286) / 0.353)) >= 160, true);
  }

  void textIsMaskedByATokenId() {
    const InputFormat format{InputKind::text, {5}, {}, {}};
    Sample sample;
    sample.values = {101, 2377, 19322, 2571, 102};
    sample.wordTokens = {{1}, {2, 3}};
    const InputVariables variables({wordVariable(sample, {0}, "play"), wordVariable(sample, {1}, "spindle")}, 5);
    const MaskedInput input(sample, format, variables, Baseline{{103.0}}, Background::keep);
    std::vector<float> row(5);
    input.write(1, row);
    QCOMPARE(row, (std::vector<float>{101, 2377, 103, 103, 102}));
  }

  void refusals() {
    const InputFormat format{InputKind::image, {3, 1, 2}, {}, {}};
    Sample sample;
    sample.name = "cat";
    sample.values = {0, 1, 2, 3, 4, 5};
    const InputVariables variables({rectVariable(format, {{0, 0, 1, 1}}, "left")}, 6);
    const auto make = [&](const Baseline& baseline) {
      return MaskedInput(sample, format, variables, baseline, Background::keep);
    };
    QVERIFY(failsWith([&] { make(Baseline{{1, 2}}); }, {"2 values", "3 channels"}));
    QVERIFY(failsWith([&] { make(Baseline{{}}); }, {"0 values"}));
    QVERIFY(failsWith([&] { make(Baseline{{}, {1, 2}}); }, {"2 element values", "6"}));
    QVERIFY(failsWith([&] { make(Baseline{{std::numeric_limits<double>::infinity()}}); }, {"not finite"}));
    sample.values[4] = std::numeric_limits<float>::quiet_NaN();
    QVERIFY(failsWith([&] { make(Baseline{}); }, {"\"cat\"", "nan", "channel 2, row 0, column 0"}));
    sample.values.pop_back();
    QVERIFY(failsWith([&] { make(Baseline{}); }, {"5 values", "[3, 1, 2]"}));
    sample.values = {0, 1, 2, 3, 4, 5};
    const InputVariables outside({InputVariable{"far", {6}, {}, {}}}, 7);
    QVERIFY(failsWith([&] { MaskedInput(sample, format, outside, {}, Background::keep); }, {"\"far\"", "outside"}));
  }
};

QTEST_APPLESS_MAIN(MaskedInputTest)
#include "tst_masked_input.moc"
