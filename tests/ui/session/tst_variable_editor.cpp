// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/split_mix.h"
#include "core/base/user_error.h"
#include "core/input/variables/point_clusters.h"
#include "core/input/variables/superpixels.h"
#include "core/run/samples/default_variables.h"
#include "ui/session/brush_stroke.h"
#include "ui/session/variable_editor.h"

#include <QSignalSpy>
#include <QTest>

#include <functional>
#include <set>

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

SampleSet samplesOf(InputKind kind) {
  SampleSet set;
  set.format.kind = kind;
  set.format.shape = kind == InputKind::image     ? std::vector<std::int64_t>{1, 28, 28}
                     : kind == InputKind::tabular ? std::vector<std::int64_t>{14}
                     : kind == InputKind::text    ? std::vector<std::int64_t>{24}
                                                  : std::vector<std::int64_t>{60, 3};
  SplitMix64 random(3);
  for (int s = 0; s < 3; ++s) {
    Sample& sample = set.samples.emplace_back();
    for (std::size_t e = 0; e < set.format.elements(); ++e)
      sample.values.push_back(static_cast<float>(random.uniform()));
    for (std::uint32_t word = 0; kind == InputKind::text && word < 20; ++word) {
      sample.words.push_back("word" + std::string(1, static_cast<char>('a' + word)));
      sample.wordTokens.push_back({word + 1});
    }
  }
  return set;
}

using Roll = std::function<int(int)>;

VariableChoice editedImage(const VariableChoice& draft, const SampleSet& set, std::size_t sample, const Roll& roll) {
  const EditScope scope = roll(4) == 0 ? EditScope::one : EditScope::alike;
  switch (roll(8)) {
    case 0:
      return withVariables(
          draft, sample,
          drawGridCells(set.format, {5, 5, 1 + roll(12), static_cast<std::uint64_t>(roll(1000)), {0, 0, 0, 0}}), scope);
    case 1: {
      std::vector<InputVariables> each;
      const SuperpixelOptions options{2 + roll(8), 1.0 + roll(40)};
      for (const std::size_t s : draft.samples)
        each.push_back(superpixelVariables(set.samples[s], set.format, options));
      return withEach(draft, std::move(each));
    }
    case 2:
    case 3:
    case 4: {
      BrushStroke stroke({28, 28}, 1 + roll(4), {roll(28), roll(28)}, roll(3) > 0);
      stroke.moveTo({roll(28), roll(28)});
      return withBrush(draft, set.format, sample, stroke.pixels(), stroke.add(), scope);
    }
    default:
      return withCellToggled(draft, set.format, sample, {}, roll(7), roll(7), scope);
  }
}

VariableChoice edited(const VariableChoice& draft, const SampleSet& set, std::size_t sample, const Roll& roll) {
  const std::size_t elements = set.format.elements();
  const auto place = static_cast<std::uint32_t>(roll(14));
  switch (set.format.kind) {
    case InputKind::image:
      return editedImage(draft, set, sample, roll);
    case InputKind::tabular:
      if (roll(3) == 0)
        return withGroup(draft, sample, elements, columnVariable(set.format, {place, (place + 1) % 14}, "both"));
      return withColumnToggled(draft, set.format, sample, place, "column " + std::to_string(place));
    case InputKind::text:
      if (roll(3) == 0)
        return withGroup(draft, sample, elements, wordVariable(set.samples[sample], {place, place + 1}, "both"));
      return withWordToggled(draft, set.samples[sample], sample, elements, place);
    case InputKind::points:
    case InputKind::bodies:
      break;
  }
  const int k = 8 + roll(8);
  const auto clusters = clusterPoints(set.samples[sample], set.format, k, 0);
  if (roll(3) > 0)
    return withClusterToggled(draft, set.format, sample, clusters[static_cast<std::size_t>(roll(k))], "cluster");
  std::vector<InputVariables> each;
  const int count = 2 + roll(6);
  for (const std::size_t s : draft.samples)
    each.push_back(drawClusters(set.format, clusterPoints(set.samples[s], set.format, k, 0), count, 1));
  return withEach(draft, std::move(each));
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

  /// Undo after any edits returns the first state exactly, and redo the last one: with every tool of every kind.
  void undoReturnsTheFirstStateAfterAnyEdits_data() {
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("seed");
    for (const InputKind kind : {InputKind::image, InputKind::tabular, InputKind::text, InputKind::points}) {
      for (int seed = 1; seed <= 3; ++seed)
        QTest::addRow("%s, seed %d", toText(kind).c_str(), seed) << static_cast<int>(kind) << seed;
    }
  }
  void undoReturnsTheFirstStateAfterAnyEdits() {
    QFETCH(int, kind);
    QFETCH(int, seed);
    const SampleSet set = samplesOf(static_cast<InputKind>(kind));
    const InputVariables first = defaultVariables(set, {0}).front();
    const VariableChoice start{{0, 1, 2}, {first, first, first}};
    ChoiceModel choices;
    choices.reset(start);
    VariableEditor editor(choices);
    SplitMix64 dice(static_cast<std::uint64_t>(seed));
    const auto roll = [&dice](int sides) { return static_cast<int>(dice.next() % static_cast<std::uint64_t>(sides)); };
    int edits = 0, grown = 0;
    while (edits < 200) {
      const std::size_t sample =
          editor.draft().samples[static_cast<std::size_t>(roll(static_cast<int>(editor.draft().samples.size())))];
      const int before = editor.draft().count();
      try {
        switch (roll(12)) {
          case 0:
            editor.undo();
            break;
          case 1:
            editor.redo();
            break;
          case 2:
            editor.discard();
            break;
          case 3:
            editor.edit(editor.whole());
            break;
          default:
            editor.edit(edited(editor.draft(), set, sample, roll));
        }
        ++edits;
        grown += editor.draft().count() > before ? 1 : 0;
      } catch (const UserError&) {
        continue;  // the last variable, or too many
      }
    }
    QVERIFY(grown > 5);  // the edits were some
    const VariableChoice last = editor.draft();
    while (editor.canUndo()) editor.undo();
    QVERIFY(editor.draft() == start);
    QVERIFY(!editor.pending());
    while (editor.canRedo()) editor.redo();
    if (editor.draft() != last) {  // the last edits were undone by dice
      while (editor.canUndo() && editor.draft() != last) editor.undo();
    }
    QVERIFY(editor.draft() == last);
  }

  void aBrushPaintsRegionsAndRubsThemOut() {
    const InputFormat format = imageFormat();
    const VariableChoice bare{{2, 5},
                              {InputVariables({cellVariable(format, 7, 7, 0, 0)}, 784),
                               InputVariables({cellVariable(format, 7, 7, 0, 0)}, 784)}};
    BrushStroke stroke({28, 28}, 3, {10, 10}, true);
    stroke.moveTo({20, 12});
    const VariableChoice painted = withBrush(bare, format, 5, stroke.pixels(), true);
    QCOMPARE(painted.count(), 2);
    QVERIFY(painted.variables[0] == painted.variables[1]);  // alike
    QCOMPARE(painted.variables[1][1].name, std::string("region 1"));
    QCOMPARE(painted.variables[1][1].elements.size(), stroke.pixels().size());
    // Painted on from the region, over the cell: the region grows, the cell keeps its own pixels, and its name.
    BrushStroke on({28, 28}, 2, {12, 10}, true);
    on.moveTo({1, 1});
    const VariableChoice grown = withBrush(painted, format, 5, on.pixels(), true);
    QCOMPARE(grown.count(), 2);
    QVERIFY(grown.variables[1][0] == painted.variables[1][0]);
    QVERIFY(grown.variables[1][1].elements.size() > painted.variables[1][1].elements.size());
    // Rubbed over, the cell loses pixels and is a cell no more.
    BrushStroke rub({28, 28}, 1, {0, 0}, false);
    const VariableChoice rubbed = withBrush(grown, format, 5, rub.pixels(), false);
    QCOMPARE(rubbed.variables[1][0].elements.size(), std::size_t{15});
    QCOMPARE(rubbed.variables[1][0].name, std::string("region 2"));
    // One that is rubbed out is gone; the last one stays.
    BrushStroke all({28, 28}, 40, {14, 14}, false);
    QVERIFY_EXCEPTION_THROWN((void)withBrush(rubbed, format, 5, all.pixels(), false), UserError);
    QVERIFY(withBrush(bare, format, 5, stroke.pixels(), false) == bare);
  }

  void aStrokeHasNoGaps() {
    BrushStroke stroke({28, 28}, 1, {2, 3}, true);
    stroke.moveTo({9, 24});
    QCOMPARE(stroke.pixels().front(), std::uint32_t{3 * 28 + 2});
    QCOMPARE(stroke.pixels().size(), std::size_t{22});
    std::set<int> rows;
    for (const std::uint32_t p : stroke.pixels()) rows.insert(static_cast<int>(p) / 28);
    QCOMPARE(rows.size(), std::size_t{22});
    stroke.moveTo({-5, 24});  // out of the picture
    for (const std::uint32_t p : stroke.pixels()) QVERIFY(p < 784);
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
