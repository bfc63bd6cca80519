// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/split_mix.h"
#include "core/base/user_error.h"
#include "ui/session/variable_editor.h"

#include <QSignalSpy>
#include <QTest>

using namespace spindle;

namespace {

InputFormat imageFormat() {
  InputFormat format;
  format.kind = InputKind::image;
  format.shape = {1, 28, 28};
  return format;
}

/// Three samples with the same ten cells.
VariableChoice threeSamples() {
  const InputVariables cells = drawGridCells(imageFormat(), {7, 7, 10, 0, {1, 1, 6, 6}});
  return {{2, 5, 7}, {cells, cells, cells}};
}

}  // namespace

class VariableEditorTest : public QObject {
  Q_OBJECT

 private slots:
  void nothingIsComputedBeforeItIsApplied() {
    ChoiceModel choices;
    choices.reset(threeSamples());
    VariableEditor editor(choices);
    const QSignalSpy computed(&choices, &ChoiceModel::changed);
    editor.edit(withCellToggled(editor.draft(), imageFormat(), 2, {}, 0, 0));
    QVERIFY(editor.pending());
    QCOMPARE(editor.draft().count(), 11);
    QCOMPARE(computed.count(), 0);
    editor.apply();
    QCOMPARE(computed.count(), 1);
    QVERIFY(!editor.pending());
    QCOMPARE(choices.current().count(), 11);
    editor.undo();
    QVERIFY(editor.pending());
    QCOMPARE(choices.current().count(), 11);
    editor.apply();
    QVERIFY(choices.current() == threeSamples());
  }

  void aStrokeIsOneStep() {
    ChoiceModel choices;
    choices.reset(threeSamples());
    VariableEditor editor(choices);
    editor.beginStroke();
    for (int column = 0; column < 4; ++column)
      editor.edit(withCellToggled(editor.draft(), imageFormat(), 2, {}, 0, column));
    editor.endStroke();
    QCOMPARE(editor.draft().count(), 14);
    editor.undo();
    QVERIFY(editor.draft() == threeSamples());
    QVERIFY(!editor.canUndo());
    editor.redo();
    QCOMPARE(editor.draft().count(), 14);
    QVERIFY(!editor.canRedo());
  }

  /// Undo after any edits returns the first state exactly, and redo the last one.
  void undoReturnsTheFirstStateAfterAnyEdits_data() {
    QTest::addColumn<int>("seed");
    for (int seed = 1; seed <= 5; ++seed) QTest::addRow("seed %d", seed) << seed;
  }
  void undoReturnsTheFirstStateAfterAnyEdits() {
    QFETCH(int, seed);
    ChoiceModel choices;
    choices.reset(threeSamples());
    VariableEditor editor(choices);
    SplitMix64 dice(static_cast<std::uint64_t>(seed));
    const auto roll = [&dice](int sides) { return static_cast<int>(dice.next() % static_cast<std::uint64_t>(sides)); };
    int edits = 0;
    while (edits < 200) {
      const std::size_t sample =
          editor.draft().samples[static_cast<std::size_t>(roll(static_cast<int>(editor.draft().samples.size())))];
      const EditScope scope = roll(4) == 0 ? EditScope::one : EditScope::alike;
      const int kind = roll(12);
      try {
        if (kind == 0) {
          editor.edit(withVariables(editor.draft(), sample,
                                    drawGridCells(imageFormat(), {5, 5, 1 + roll(12), dice.next(), {0, 0, 0, 0}}),
                                    scope));
        } else if (kind == 1) {
          editor.undo();
        } else if (kind == 2) {
          editor.redo();
        } else if (kind == 3) {
          editor.discard();
        } else if (kind == 4) {
          editor.edit(editor.whole());
        } else {
          editor.edit(withCellToggled(editor.draft(), imageFormat(), sample, {}, roll(7), roll(7), scope));
        }
        ++edits;
      } catch (const UserError&) {
        continue;  // the last variable, or too many
      }
    }
    const VariableChoice last = editor.draft();
    while (editor.canUndo()) editor.undo();
    QVERIFY(editor.draft() == threeSamples());
    QVERIFY(!editor.pending());
    while (editor.canRedo()) editor.redo();
    if (editor.draft() != last) {  // the last edits were undone by dice
      while (editor.canUndo() && editor.draft() != last) editor.undo();
    }
    QVERIFY(editor.draft() == last);
  }

  /// A sample with another number of variables cannot be averaged with the others; back at theirs it joins them again.
  void aSampleOfItsOwnComesBack() {
    ChoiceModel choices;
    choices.reset(threeSamples());
    VariableEditor editor(choices);
    editor.edit(withCellToggled(editor.draft(), imageFormat(), 5, {}, 0, 0, EditScope::one));
    QVERIFY(editor.alone());
    QCOMPARE(editor.draft().samples, std::vector<std::size_t>{5});
    editor.edit(withCellToggled(editor.draft(), imageFormat(), 5, {}, 0, 0, EditScope::one));
    QVERIFY(!editor.alone());
    QVERIFY(editor.draft() == threeSamples());
  }

  void aChoiceMadeElsewhereIsAStep() {
    ChoiceModel choices;
    choices.reset(threeSamples());
    VariableEditor editor(choices);
    VariableChoice other = threeSamples();
    other.samples.pop_back();
    other.variables.pop_back();
    choices.set(other);
    QVERIFY(editor.draft() == other);
    QVERIFY(!editor.pending());
    editor.undo();
    QVERIFY(editor.draft() == threeSamples());
  }

  void theCostIsCounted() { QCOMPARE(forwardPasses(threeSamples(), 32), 3.0 * 32.0 * 1024.0); }

  void groupsTakeTheirMembersPlace() {
    const InputFormat format = imageFormat();
    const VariableChoice choice = threeSamples();
    const auto& all = choice.variables.front().all();
    std::vector<PixelRect> rects{all[0].rects.front(), all[3].rects.front()};
    const VariableChoice grouped = withGroup(choice, 5, format.elements(), rectVariable(format, rects, "pair"));
    QCOMPARE(grouped.count(), 9);
    QCOMPARE(grouped.variables[1][0].name, std::string("pair"));
    QCOMPARE(grouped.variables[1][0].elements.size(), all[0].elements.size() + all[3].elements.size());
    QVERIFY(grouped.variables[0] == grouped.variables[1]);  // alike
  }
};

QTEST_GUILESS_MAIN(VariableEditorTest)
#include "tst_variable_editor.moc"
