// SPDX-License-Identifier: GPL-3.0-or-later
// The plain values behind the views: variable choices, interaction lists, interpolation, shown strengths, wording.
#include "core/base/split_mix.h"
#include "core/base/user_error.h"
#include "core/game/decomposition.h"
#include "core/run/samples/default_variables.h"
#include "ui/session/interaction_list.h"
#include "ui/session/interactions_model.h"
#include "ui/session/interpolation.h"
#include "ui/session/strength_view.h"
#include "ui/session/variable_choice.h"
#include "ui/session/wording.h"

#include <QSignalSpy>
#include <QTest>

#include <cmath>
#include <limits>
#include <random>

using namespace spindle;

namespace {

InputFormat gray28() {
  InputFormat format;
  format.shape = {1, 28, 28};
  return format;
}

VariableChoice twoSamples() {
  GridOptions grid;
  grid.within = {1, 1, 6, 6};
  const InputVariables variables = drawGridCells(gray28(), grid);
  return {{3, 5}, {variables, variables}};
}

OrderStrength strengthOf(std::vector<double> positive, std::vector<double> negative) {
  OrderStrength strength;
  strength.orPositive.assign(positive.size(), 0.25);
  strength.orNegative.assign(positive.size(), -0.25);
  strength.andPositive = std::move(positive);
  strength.andNegative = std::move(negative);
  strength.samples = 1;
  return strength;
}

}  // namespace

class SessionValuesTest : public QObject {
  Q_OBJECT

 private slots:
  void togglingACellTwiceChangesNothing() {
    const VariableChoice choice = twoSamples();
    const PickGrid grid = pickGrid(gray28(), choice.variables.front());
    QCOMPARE(grid.rows, 7);
    for (int row = 0; row < grid.rows; ++row) {
      for (int column = 0; column < grid.columns; ++column) {
        const PixelRect cell = cellRect(gray28(), 7, 7, row, column);
        const auto there = variableAt(choice.variables.front(), cell.top, cell.left);
        const VariableChoice once = withCellToggled(choice, gray28(), 3, grid, row, column);
        QCOMPARE(once.count(), choice.count() + (there ? -1 : 1));
        QVERIFY(once.variables[0] == once.variables[1]);  // both samples change alike
        QVERIFY(withCellToggled(once, gray28(), 5, grid, row, column) == choice);
      }
    }
  }

  void countsAreBounded() {
    VariableChoice choice = twoSamples();
    const PickGrid grid{7, 7};
    const auto toggleAll = [&](bool add) {
      for (int row = 0; row < 7; ++row) {
        for (int column = 0; column < 7; ++column) {
          const PixelRect cell = cellRect(gray28(), 7, 7, row, column);
          if (variableAt(choice.variables.front(), cell.top, cell.left).has_value() == add) continue;
          choice = withCellToggled(choice, gray28(), 3, grid, row, column);
        }
      }
    };
    QVERIFY_EXCEPTION_THROWN(toggleAll(true), UserError);
    QCOMPARE(choice.count(), maxDecompositionVariables);
    QVERIFY_EXCEPTION_THROWN(toggleAll(false), UserError);
    QCOMPARE(choice.count(), 1);
  }

  void samplesWithVariablesOfTheirOwnStayAloneWhenCountsDiffer() {
    VariableChoice choice = twoSamples();
    GridOptions other;
    other.seed = 9;
    choice.variables[1] = drawGridCells(gray28(), other);
    const VariableChoice changed = withCellToggled(choice, gray28(), 3, {7, 7}, 0, 0);
    QCOMPARE(changed.samples, std::vector<std::size_t>{3});
    QCOMPARE(changed.count(), choice.count() + 1);
    QVERIFY_EXCEPTION_THROWN(withCellToggled(changed, gray28(), 5, {7, 7}, 0, 0), UserError);
  }

  void listHoldsEveryInteractionStrongestFirst() {
    std::mt19937 generator(1);
    std::normal_distribution<double> gauss;
    PairResult pair{CoalitionTable(5), CoalitionTable(5), CoalitionTable(5)};
    for (Coalition s = 0; s < 32; ++s) {
      pair.values[s] = gauss(generator);
      pair.andPart[s] = gauss(generator);
      pair.orPart[s] = s % 3 == 0 ? 0.0 : gauss(generator);
    }
    const double first = pair.andPart[1] + pair.orPart[1];
    const InteractionListPtr list = interactionList(pair, 0.5, OrderOne::merged);
    QCOMPARE(list->all, std::size_t{62});
    QCOMPARE(list->full, pair.values[31]);
    double sum = 0.0;
    std::size_t salient = 0;
    for (std::size_t i = 0; i < list->rows.size(); ++i) {
      const Interaction& row = list->rows[i];
      sum += std::abs(row.value);
      salient += std::abs(row.value) >= 0.5 ? 1 : 0;
      if (i > 0) QVERIFY(std::abs(row.value) <= std::abs(list->rows[i - 1].value));
      if (row.coalition == 1) QCOMPARE(row.value, first);  // merged
      if (order(row.coalition) == 1) QCOMPARE(row.kind, InteractionKind::andKind);
    }
    QCOMPARE(list->salient, salient);
    mergeOrderOne(pair.andPart, pair.orPart);
    QVERIFY(std::abs(sum - interactionL1(pair.andPart) - interactionL1(pair.orPart)) < 1e-12);

    InteractionsModel model;
    model.show(list);
    QCOMPARE(model.rowCount(), static_cast<int>(salient));
    model.setFilter({ShownKinds::andOnly, {0b001, 0b100}, 0, false});
    for (int row = 0; row < model.rowCount(); ++row) {
      QCOMPARE(model.at(row).coalition & 0b101u, 0b101u);
      QCOMPARE(model.at(row).kind, InteractionKind::andKind);
    }
    QCOMPARE(model.rowCount(), 8);
    model.setFilter({ShownKinds::both, {}, 4, false});
    // The life of the first row and of no other is known.
    const Interaction& strongest = model.at(0);
    const std::vector<InteractionLife> lives{
        {strongest.coalition, strongest.kind == InteractionKind::orKind, LifeClass::forgotten, {}}};
    const auto life = [&](int at) { return model.data(model.index(at, InteractionsModel::lifeColumn)).toString(); };
    QCOMPARE(life(0), QString());
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    model.setLives(std::make_shared<LifeClasses>(lives, 5));
    QCOMPARE(changed.size(), 1);
    QCOMPARE(life(0), QStringLiteral("forgotten"));
    for (int at = 1; at < model.rowCount(); ++at) QCOMPARE(life(at), QString());
    QVERIFY(
        model.data(model.index(0, InteractionsModel::lifeColumn), Qt::ToolTipRole).toString().contains("at the end"));
    for (int at = 0; at < model.rowCount(); ++at) QCOMPARE(order(model.at(at).coalition), 4);
  }

  /// A row can be watched while playing; afterwards the strongest are first again.
  void rowsStayInPlaceWhilePlaying() {
    const auto listOf = [](double first, double second, double third) {
      PairResult pair{CoalitionTable(2), CoalitionTable(2), CoalitionTable(2)};
      pair.andPart[1] = first;
      pair.andPart[2] = second;
      pair.andPart[3] = third;
      return interactionList(pair, 0.5, OrderOne::merged);
    };
    InteractionsModel model;
    const auto rows = [&model] {
      std::vector<Coalition> shown;
      for (int row = 0; row < model.rowCount(); ++row) shown.push_back(model.at(row).coalition);
      return shown;
    };
    model.show(listOf(3, 2, 0));
    model.keepOrder(true);
    model.show(listOf(1, 2, 4));
    QCOMPARE(rows(), (std::vector<Coalition>{1, 2, 3}));
    model.show(listOf(0.1, 2, 4));  // not salient any more, and back
    QCOMPARE(rows(), (std::vector<Coalition>{2, 3}));
    model.show(listOf(1, 2, 4));
    QCOMPARE(rows(), (std::vector<Coalition>{1, 2, 3}));
    model.keepOrder(false);
    QCOMPARE(rows(), (std::vector<Coalition>{3, 2, 1}));
  }

  void interpolationIsStraight() {
    const OrderStrength a = strengthOf({1, 2}, {-1, 0});
    const OrderStrength b = strengthOf({3, 0}, {0, -4});
    QCOMPARE(between(a, b, 0.0).andPositive, a.andPositive);
    QCOMPARE(between(a, b, 0.25).andPositive, (std::vector<double>{1.5, 1.5}));
    QCOMPARE(between(a, b, 0.25).andNegative, (std::vector<double>{-0.75, -1.0}));
    QVERIFY_EXCEPTION_THROWN(between(a, strengthOf({1}, {-1}), 0.5), std::invalid_argument);
  }

  void shownSharesSumToOne() {
    const OrderStrength strength = strengthOf({1, 2}, {-1, 0});
    const OrderStrength shares = shownStrength(strength, {ShownKinds::both, true});
    QVERIFY(std::abs(shares.total(1) + shares.total(2) - 1.0) < 1e-12);
    const OrderStrength andOnly = shownStrength(strength, {ShownKinds::andOnly, false});
    QCOMPARE(andOnly.andPositive, strength.andPositive);
    QCOMPARE(andOnly.orPositive, (std::vector<double>{0, 0}));
    // Hidden kinds do not change the shares of the others.
    QCOMPARE(shownStrength(strength, {ShownKinds::andOnly, true}).andPositive, shares.andPositive);
  }

  void wording() {
    QCOMPARE(valueText(0.8421), QStringLiteral("0.842"));
    QCOMPARE(valueText(-12.345), QStringLiteral("\u221212.3"));
    QCOMPARE(valueText(-0.00001), QStringLiteral("\u22121.00e\u221205"));
    QCOMPARE(valueText(1234.4), QStringLiteral("1,234"));
    QCOMPARE(valueText(std::numeric_limits<double>::quiet_NaN()), QStringLiteral("\u2013"));
    QCOMPARE(stepText(1200), QStringLiteral("1,200"));
    QCOMPARE(stepText(0.5), QStringLiteral("0.5"));
    QCOMPARE(placeText(1200, 4, false), QStringLiteral("step 1,200 (epoch 4)"));
    QCOMPARE(placeText(4, 4, true), QStringLiteral("epoch 4"));
    QCOMPARE(durationText(200), QStringLiteral("3 min"));
  }
};

QTEST_GUILESS_MAIN(SessionValuesTest)
#include "tst_session_values.moc"
