// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/variables/input_variables.h"
#include "tests/core/input/failure.h"

#include <set>

using namespace spindle;
using spindle::test::failsWith;

namespace {

const InputFormat fashion{InputKind::image, {1, 28, 28}, {}, {}};

QString names(const InputVariables& variables) {
  QStringList list;
  for (const auto& variable : variables.all()) list << QString::fromStdString(variable.name);
  return list.join(' ');
}

}  // namespace

class InputVariablesTest : public QObject {
  Q_OBJECT
 private slots:
  void cellsTileTheImage_data() {
    QTest::addColumn<int>("height");
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("columns");
    QTest::newRow("7x7 of 28x28") << 28 << 28 << 7 << 7;
    QTest::newRow("8x8 of 28x28, uneven") << 28 << 28 << 8 << 8;
    QTest::newRow("3x5 of 10x11") << 10 << 11 << 3 << 5;
    QTest::newRow("one pixel each") << 4 << 3 << 4 << 3;
    QTest::newRow("one cell") << 4 << 3 << 1 << 1;
  }
  void cellsTileTheImage() {
    QFETCH(int, height);
    QFETCH(int, width);
    QFETCH(int, rows);
    QFETCH(int, columns);
    const InputFormat format{InputKind::image, {2, height, width}, {}, {}};
    std::multiset<std::uint32_t> covered;
    for (int r = 0; r < rows; ++r) {
      for (int c = 0; c < columns; ++c) {
        const auto variable = cellVariable(format, rows, columns, r, c);
        QCOMPARE(variable.rects.size(), std::size_t{1});
        QCOMPARE(variable.rects[0].top, static_cast<std::int64_t>(r * height / rows));
        covered.insert(variable.elements.begin(), variable.elements.end());
      }
    }
    QCOMPARE(covered.size(), format.elements());
    QCOMPARE(std::set<std::uint32_t>(covered.begin(), covered.end()).size(), format.elements());
  }

  // The cells of a seed are a promise: results of different machines are compared by them. Golden values by
  // tests/golden/input/draw_cells.py.
  void drawIsTheSameOnEveryMachine_data() {
    QTest::addColumn<quint64>("seed");
    QTest::addColumn<QString>("cells");
    QTest::newRow("seed 0") << quint64{0U} << "(0,3) (1,2) (1,6) (2,2) (3,4) (3,5) (4,3) (5,2) (5,4) (6,6)";
    QTest::newRow("seed 1") << quint64{1U} << "(0,0) (0,2) (1,1) (1,3) (2,3) (3,4) (4,2) (4,3) (5,4) (6,4)";
    QTest::newRow("seed 42") << quint64{42U} << "(0,0) (1,3) (2,1) (2,6) (3,0) (3,2) (3,6) (4,1) (6,0) (6,5)";
    QTest::newRow("seed 9223372036854775813")
        << quint64{9223372036854775813U} << "(0,4) (1,1) (1,5) (2,2) (3,3) (4,4) (4,6) (5,5) (5,6) (6,1)";
  }
  void drawIsTheSameOnEveryMachine() {
    QFETCH(quint64, seed);
    GridOptions options;
    options.seed = seed;
    QTEST(names(drawGridCells(fashion, options)), "cells");
  }

  void drawStaysWithin() {
    GridOptions options{8, 8, 10, 0, {1, 1, 7, 7}};
    for (options.seed = 0; options.seed < 200; ++options.seed) {
      const auto drawn = drawGridCells(fashion, options);
      QCOMPARE(drawn.count(), 10);
      for (const auto& variable : drawn.all()) {
        const auto& r = variable.rects.at(0);
        QVERIFY(r.top >= 3 && r.left >= 3 && r.top + r.height <= 24 && r.left + r.width <= 24);
      }
    }
    options.count = 20;
    QCOMPARE(drawGridCells(fashion, options).count(), 20);
  }

  void everyCellIsDrawnEquallyOften() {
    std::array<int, 4> hits{};
    GridOptions options{2, 2, 1, 0, {}};
    for (options.seed = 0; options.seed < 4000; ++options.seed) {
      const auto r = drawGridCells(fashion, options)[0].rects.at(0);
      ++hits[static_cast<std::size_t>(r.top / 14 * 2 + r.left / 14)];
    }
    for (const int h : hits) QVERIFY2(h > 880 && h < 1120, qPrintable(QString::number(h)));  // 4.4 sigma
  }

  void variablesOfEachKind() {
    const InputFormat rgb{InputKind::image, {3, 2, 2}, {}, {}};
    QCOMPARE(rectVariable(rgb, {{0, 1, 2, 1}}, "r").elements, (std::vector<std::uint32_t>{1, 3, 5, 7, 9, 11}));
    QCOMPARE(rectVariable(rgb, {{0, 0, 1, 2}, {0, 0, 2, 1}}, "r").elements.size(), std::size_t{9});
    const InputFormat table{InputKind::tabular, {5}, {}, {}};
    QCOMPARE(columnVariable(table, {3, 1, 3}, "c").elements, (std::vector<std::uint32_t>{1, 3}));
    Sample sample;
    sample.words = {"play", "spindle"};
    sample.wordTokens = {{1}, {2, 3}};
    QCOMPARE(wordVariable(sample, {1}, "w").elements, (std::vector<std::uint32_t>{2, 3}));
    const InputFormat points{InputKind::points, {4, 3}, {}, {}};
    const auto p = pointVariable(points, {3, 0}, "p");
    QCOMPARE(p.elements, (std::vector<std::uint32_t>{0, 1, 2, 9, 10, 11}));
    QCOMPARE(p.positions, (std::vector<std::uint32_t>{0, 3}));
  }

  void refusals() {
    const InputFormat table{InputKind::tabular, {5}, {}, {}};
    const auto a = columnVariable(table, {0, 1}, "a"), b = columnVariable(table, {1, 2}, "b");
    QVERIFY(failsWith([&] { InputVariables({a, b}, 5); }, {"\"a\"", "\"b\"", "two variables"}));
    QVERIFY(failsWith([&] { InputVariables({}, 5); }, {"0 input variables", "20"}));
    QVERIFY(failsWith([&] { InputVariables({a}, 1); }, {"\"a\"", "outside"}));
    QVERIFY(failsWith([&] { InputVariables({InputVariable{"e", {}, {}, {}}}, 5); }, {"\"e\"", "empty"}));
    QVERIFY(failsWith([&] { InputVariables(std::vector<InputVariable>(21, a), 5); }, {"21"}));
    QVERIFY(failsWith([&] { (void)columnVariable(table, {5}, "c"); }, {"column 5", "5 columns"}));
    QVERIFY(failsWith([&] { (void)columnVariable(fashion, {5}, "c"); }, {"columns", "image"}));
    QVERIFY(failsWith([&] { (void)rectVariable(fashion, {{27, 0, 2, 1}}, "r"); }, {"[27, 0, 2, 1]", "28 x 28"}));
    QVERIFY(failsWith([&] { (void)cellRect(fashion, 29, 7, 0, 0); }, {"29 x 7", "28 x 28"}));
    QVERIFY(failsWith([&] { (void)cellRect(fashion, 7, 7, 7, 0); }, {"(7,0)"}));
    QVERIFY(failsWith([&] { (void)drawGridCells(fashion, {2, 2, 5, 0, {}}); }, {"5 cells", "4"}));
    QVERIFY(failsWith([&] { (void)drawGridCells(fashion, {7, 7, 5, 0, {2, 2, 2, 6}}); }, {"[2, 2, 2, 6]"}));
    QVERIFY(failsWith([&] { (void)wordVariable(Sample{}, {0}, "w"); }, {"word 0"}));
    const InputFormat points{InputKind::points, {4, 3}, {}, {}};
    QVERIFY(failsWith([&] { (void)pointVariable(points, {4}, "p"); }, {"point 4", "4 points"}));
  }
};

QTEST_APPLESS_MAIN(InputVariablesTest)
#include "tst_input_variables.moc"
