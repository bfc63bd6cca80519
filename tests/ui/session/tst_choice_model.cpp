// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/choice_model.h"

#include <QSignalSpy>
#include <QTest>

using namespace spindle;

namespace {

/// Variables of one element each, out of eight.
InputVariables variablesOf(const std::vector<std::uint32_t>& elements) {
  std::vector<InputVariable> list;
  for (const std::uint32_t element : elements) {
    InputVariable variable;
    variable.name = "e" + std::to_string(element);
    variable.elements = {element};
    list.push_back(variable);
  }
  return {std::move(list), 8};
}

VariableChoice threeSamples() {
  return {{2, 5, 7}, {variablesOf({0, 1}), variablesOf({0, 2}), variablesOf({3, 4})}};
}

}  // namespace

class ChoiceModelTest : public QObject {
  Q_OBJECT

 private slots:
  void anotherRunBringsItsOwnChoice() {
    ChoiceModel model;
    const QSignalSpy changed(&model, &ChoiceModel::changed);
    model.reset(threeSamples());
    QCOMPARE(changed.count(), 0);
    QVERIFY(model.current() == threeSamples());
    QVERIFY(model.whole() == threeSamples());
    QVERIFY(!model.alone());
  }

  void theSameChoiceIsNoChange() {
    ChoiceModel model;
    model.reset(threeSamples());
    const QSignalSpy changed(&model, &ChoiceModel::changed);
    model.set(threeSamples());
    model.pick(threeSamples());
    QCOMPARE(changed.count(), 0);
  }

  void aSampleWithAnotherNumberOfVariablesIsAlone() {
    ChoiceModel model;
    model.reset(threeSamples());
    const QSignalSpy changed(&model, &ChoiceModel::changed);
    const VariableChoice one{{5}, {variablesOf({0, 2, 6})}};
    model.pick(one);
    QCOMPARE(changed.count(), 1);
    QVERIFY(model.current() == one);
    QVERIFY(model.alone());
    QVERIFY(model.whole() == threeSamples());
    model.set(model.whole());
    QVERIFY(!model.alone());
    QVERIFY(model.current() == threeSamples());
  }

  void withAsManyVariablesAsTheOthersItJoinsThemAgain() {
    ChoiceModel model;
    model.reset(threeSamples());
    model.pick({{5}, {variablesOf({0, 2, 6})}});
    model.pick({{5}, {variablesOf({0, 6})}});
    QVERIFY(!model.alone());
    VariableChoice expected = threeSamples();
    expected.variables[1] = variablesOf({0, 6});
    QVERIFY(model.current() == expected);
    QVERIFY(model.whole() == expected);
  }

  void setTakesASingleSampleAsItIs() {
    ChoiceModel model;
    model.reset(threeSamples());
    model.set({{5}, {variablesOf({0, 6})}});
    QVERIFY(model.alone());
  }
};

QTEST_GUILESS_MAIN(ChoiceModelTest)
#include "tst_choice_model.moc"
