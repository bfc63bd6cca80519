// SPDX-License-Identifier: GPL-3.0-or-later
// Tools of the window: the masked input under the mouse, brush, superpixels, grouping by keyboard, numbers of every
// plot, preferences.
#include "app/window_commands.h"
#include "core/base/version.h"
#include "core/model/torch_facts.h"
#include "core/results/open_results.h"
#include "tests/app/window_fixture.h"
#include "ui/panels/dynamics_view.h"
#include "ui/panels/interactions_panel.h"
#include "ui/panels/mask_delegate.h"
#include "ui/panels/numbers_dialog.h"
#include "ui/panels/plot_menu.h"
#include "ui/panels/points_view.h"
#include "ui/panels/sample_view.h"
#include "ui/panels/variable_items.h"
#include "ui/plots/life_plot.h"
#include "ui/plots/order_bars_plot.h"
#include "ui/plots/order_map_plot.h"
#include "ui/plots/plot_style.h"
#include "ui/plots/timeline_plot.h"
#include "ui/session/masked_sight.h"
#include "ui/session/variable_picker.h"
#include "ui/session/wording.h"

#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QDialog>
#include <QFile>
#include <QGuiApplication>
#include <QLabel>
#include <QMouseEvent>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTableView>
#include <QTableWidget>

#include <algorithm>
#include <cmath>
#include <set>

using namespace spindle;
using namespace spindle::test;

class WindowToolsTest : public WindowFixture {
  Q_OBJECT

 private slots:
  void initTestCase() { beginTests(); }
  void init() { showWindow(); }
  void cleanup() { endWindow(); }
  void theMaskedInputIsUnderTheMouse();
  void picturesAreMaskedAndPainted();
  void pointsAreDividedIntoClusters();
  void columnsAreGroupedByKeyboard();
  void everyPlotTellsItsNumbers();
  void preferencesAreObeyed();
  void aboutTellsWhatToCite();
  void commandsDoWhatTheWindowDoes();

 private:
  /// As the mouse moves, not as a test may: without a button, with the keys that are held.
  void hover(QWidget* widget, const QPoint& place, Qt::KeyboardModifiers held = Qt::NoModifier) {
    QMouseEvent event(QEvent::MouseMove, place, widget->mapToGlobal(place), Qt::NoButton, Qt::NoButton, held);
    QApplication::sendEvent(widget, &event);
  }
  void leave(QWidget* widget) {
    QEvent event(QEvent::Leave);
    QApplication::sendEvent(widget, &event);
  }
  QStringList shownTexts() {
    QStringList texts;
    auto* list = find<VariableItems>("variableList");
    for (int i = 0; i < list->count(); ++i) texts << list->item(i)->text();
    return texts;
  }
};

void WindowToolsTest::theMaskedInputIsUnderTheMouse() {
  open(folder_->filePath("tiny"));
  waitFor(SessionState::finished);
  window_->playhead().moveTo(2);
  auto* panel = window_->findChild<InteractionsPanel*>();
  auto* table = find<QTableView>("interactions");
  const std::size_t sample = window_->selection().sample();
  const auto reader = openResults(window_->session().results());
  const PairResult pair = reader->pair(2, *window_->session().choice().position(sample));
  QTRY_VERIFY(panel->model().list() && panel->model().list()->full == pair.values.values().back());
  const QStringList before = shownTexts();
  for (const int row : {0, 1}) {
    const Coalition t = panel->model().at(row).coalition;
    hover(table->viewport(), table->visualRect(panel->model().index(row, 0)).center());
    QCOMPARE(window_->selection().hovered(), std::optional(t));
    const auto& values = window_->session().facts()->samples.samples[sample].values;
    const QStringList texts = shownTexts();
    for (int column = 0; column < texts.size(); ++column) {  // the baseline is 0
      const bool present = (t >> column & 1U) != 0;
      const double value = present ? static_cast<double>(values[static_cast<std::size_t>(column)]) : 0.0;
      QVERIFY2(texts[column].endsWith(" = " + valueText(value)), qPrintable(texts[column]));
      QCOMPARE(find<VariableItems>("variableList")->item(column)->font().italic(), !present);
    }
    const QString told = find<QLabel>("sampleTarget")->text();
    QVERIFY2(told.contains("v(T) = " + valueText(pair.values[t]) + ","), qPrintable(told));
    QVERIFY2(told.contains("v(\u2205) = " + valueText(pair.values[0])), qPrintable(told));
  }
  leave(table->viewport());
  QVERIFY(!window_->selection().hovered());
  QCOMPARE(shownTexts(), before);
  QVERIFY(!find<QLabel>("sampleTarget")->text().contains("v(T)"));
  // A bar stands for its strongest interaction.
  auto* bars = find<OrderBarsPlot>("orderBars");
  hover(surface(bars), bars->bar(2, true).center().toPoint());
  const auto& rows = panel->model().list()->rows;
  const auto strongest = std::find_if(
      rows.begin(), rows.end(), [](const Interaction& one) { return order(one.coalition) == 2 && one.value > 0.0; });
  QCOMPARE(window_->selection().hovered(),
           strongest == rows.end() ? std::nullopt : std::optional(strongest->coalition));
  leave(surface(bars));
  QVERIFY(!window_->selection().hovered());
  // Kept while it is wanted.
  window_->selection().toggleInteraction(rows[0].coalition, rows[0].kind);
  QCOMPARE(shownTexts(), before);
  press(Qt::Key_W);
  QVERIFY(shownTexts() != before);
  press(Qt::Key_W);
  QCOMPARE(shownTexts(), before);
}

void WindowToolsTest::picturesAreMaskedAndPainted() {
  open(bundled);
  waitForPoints(1);
  window_->session().cancel();
  // Names that do not fit have a second line.
  auto* panel = window_->findChild<InteractionsPanel*>();
  auto* rows = find<QTableView>("interactions");
  QTRY_VERIFY(panel->model().rowCount() > 0);
  int widest = 0;
  for (int row = 0; row < panel->model().rowCount(); ++row)
    widest = std::max(widest, rows->fontMetrics().horizontalAdvance(panel->model().index(row, 0).data().toString()));
  QVERIFY(widest > rows->columnWidth(0));
  QVERIFY(rows->wordWrap());
  QVERIFY(rows->rowHeight(0) > 2 * rows->fontMetrics().height());
  // In a small window the names get what room there is, and lines enough.
  const QSize size = window_->size();
  window_->resize(1024, 640);
  QTRY_VERIFY(rows->isColumnHidden(InteractionsModel::lifeColumn));
  const auto* names = qobject_cast<MaskDelegate*>(rows->itemDelegateForColumn(0));
  for (int row = 0; row < panel->model().rowCount(); ++row) {
    const int lines = names->linesOf(panel->model().index(row, 0), rows->fontMetrics(), rows->columnWidth(0));
    QVERIFY2(rows->rowHeight(row) >= std::min(lines, 2) * rows->fontMetrics().height(),
             qPrintable(QString::number(lines)));
  }
  window_->resize(size);

  auto* picture = find<SampleView>("sampleView");
  QTRY_VERIFY(picture->isVisible());
  const QImage whole = picture->grab().toImage();
  const PixelRect first = window_->session().choice().variables.front()[0].rects.front();
  const QPoint inside = picture->pixelCenter(static_cast<int>(first.top) + 1, static_cast<int>(first.left) + 1);
  hover(picture, inside, Qt::AltModifier);
  QCOMPARE(window_->selection().hovered(), std::optional<Coalition>(1));
  QVERIFY(picture->grab().toImage() != whole);
  leave(picture);
  QVERIFY(!window_->selection().hovered());
  QCOMPARE(picture->grab().toImage(), whole);

  const VariableEditor& editor = window_->session().editor();
  const VariableChoice start = editor.draft();
  press(Qt::Key_B);
  QVERIFY(window_->actions().editVariables->isChecked());
  find<QSpinBox>("brushRadius")->setValue(1);
  QTest::mousePress(picture, Qt::LeftButton, {}, picture->pixelCenter(1, 1));
  hover(picture, picture->pixelCenter(1, 20));
  QVERIFY(editor.draft() == start);  // nothing before the button is released
  QTest::mouseRelease(picture, Qt::LeftButton, {}, picture->pixelCenter(1, 20));
  QCOMPARE(editor.draft().count(), start.count() + 1);
  QCOMPARE(editor.draft().variables.front().all().back().elements.size(), std::size_t{20});
  QVERIFY(editor.draft().variables.front() == editor.draft().variables.back());
  QTest::mouseClick(picture, Qt::RightButton, {}, picture->pixelCenter(1, 5));
  QCOMPARE(editor.draft().variables.front().all().back().elements.size(), std::size_t{19});
  press(Qt::Key_Z, Qt::ControlModifier);
  press(Qt::Key_Z, Qt::ControlModifier);
  QVERIFY(editor.draft() == start);

  find<QSpinBox>("superpixelCount")->setValue(8);
  press(Qt::Key_S);
  QTRY_COMPARE(editor.draft().count(), 8);
  QCOMPARE(editor.draft().samples, start.samples);
  std::set<std::size_t> sizes;
  for (const InputVariables& each : editor.draft().variables) {
    std::size_t pixels = 0;
    for (const InputVariable& region : each.all()) pixels += region.elements.size();
    QCOMPARE(pixels, std::size_t{784});  // every pixel is in one
    sizes.insert(each[0].elements.size());
  }
  QVERIFY(sizes.size() > 1);  // each picture has its own

  QImage map(28, 28, QImage::Format_Grayscale8);
  map.fill(0);
  for (int y = 0; y < 20; ++y) std::fill_n(map.scanLine(y), 14, y < 10 ? 3 : 7);
  QVERIFY(map.save(folder_->filePath("map.png")));
  window_->findChild<VariablePicker*>()->useMap(folder_->filePath("map.png").toStdString());
  QTRY_COMPARE(editor.draft().count(), 2);
  for (const InputVariables& each : editor.draft().variables) {
    QCOMPARE(each[1].name, std::string("region 7"));
    QCOMPARE(each[1].elements.size(), std::size_t{140});
  }
  press(Qt::Key_O);
  press(Qt::Key_R);
  QVERIFY(editor.alone());
  press(Qt::Key_O);
  while (editor.canUndo()) press(Qt::Key_Z, Qt::ControlModifier);
  QVERIFY(editor.draft() == start);
  QVERIFY(!editor.pending());
}

void WindowToolsTest::pointsAreDividedIntoClusters() {
  open(QStringLiteral(SPINDLE_SOURCE_DIR "/sample_models/furniture-pointnet"));
  window_->session().cancel();
  const VariableEditor& editor = window_->session().editor();
  const VariableChoice start = editor.draft();
  press(Qt::Key_V);
  auto* clusters = find<QSpinBox>("clusterCount");
  auto* cloud = window_->findChild<PointsView*>();
  QVERIFY(clusters->isVisible() && cloud->isVisible());
  clusters->setValue(12);
  find<QSpinBox>("drawnClusters")->setValue(12);
  QTRY_COMPARE(editor.draft().count(), 12);
  for (const InputVariables& each : editor.draft().variables) {
    std::set<std::uint32_t> points;
    for (const InputVariable& cluster : each.all()) points.insert(cluster.positions.begin(), cluster.positions.end());
    QCOMPARE(points.size(), std::size_t{1024});  // all clusters cover the whole object
  }
  // A click on a point takes its cluster away, from this sample and, as each has its own, from no other.
  const auto* picker = window_->findChild<VariablePicker*>();
  QTRY_COMPARE(picker->clusters().size(), std::size_t{12});
  const QPoint place = cloud->onScreen(picker->clusters()[3].front()).toPoint();
  const auto hit = cloud->pointAt(place);
  QVERIFY(hit);
  QTest::mouseClick(cloud, Qt::LeftButton, {}, place);
  const VariableChoice clicked = editor.draft();
  const auto shown = clicked.position(window_->selection().sample());
  QVERIFY(shown);
  QCOMPARE(clicked.variables[*shown].count(), 11);
  for (const InputVariable& cluster : clicked.variables[*shown].all())
    QVERIFY(std::find(cluster.positions.begin(), cluster.positions.end(), *hit) == cluster.positions.end());
  while (editor.canUndo()) press(Qt::Key_Z, Qt::ControlModifier);
  QVERIFY(editor.draft() == start);
}

void WindowToolsTest::columnsAreGroupedByKeyboard() {
  open(folder_->filePath("tiny"));
  waitFor(SessionState::finished);
  press(Qt::Key_V);
  auto* list = find<VariableItems>("variableList");
  list->setFocus();
  list->setCurrentRow(1);
  const VariableEditor& editor = window_->session().editor();
  const int n = editor.draft().count();
  QTest::keyClick(list, Qt::Key_Down, Qt::ShiftModifier);
  QTest::keyClick(list, Qt::Key_Down, Qt::ShiftModifier);
  QCOMPARE(list->currentRow(), 3);
  QTest::keyClick(list, Qt::Key_J);
  QCOMPARE(editor.draft().count(), n - 2);
  QCOMPARE(editor.draft().variables.front()[1].positions, (std::vector<std::uint32_t>{1, 2, 3}));
  QVERIFY(list->item(2)
              ->data(Qt::AccessibleTextRole)
              .toString()
              .contains(QString::fromStdString(editor.draft().variables.front()[1].name)));
  press(Qt::Key_Z, Qt::ControlModifier);
  QVERIFY(!editor.pending());
  // The same with Return, and by Shift and click.
  QTest::keyClick(list, Qt::Key_Up, Qt::ShiftModifier);
  QTest::keyClick(list, Qt::Key_Return, Qt::ShiftModifier);
  QCOMPARE(editor.draft().count(), n - 1);
  const auto at = [list](int row) { return list->visualItemRect(list->item(row)).center(); };
  QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, at(5));
  QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, at(5));
  QTest::mouseClick(list->viewport(), Qt::LeftButton, Qt::ShiftModifier, at(4));
  QCOMPARE(editor.draft().count(), n - 2);
}

void WindowToolsTest::everyPlotTellsItsNumbers() {
  open(folder_->filePath("tiny"));
  waitFor(SessionState::finished);
  window_->playhead().moveTo(1);
  const DynamicsTrack& track = window_->session().track();
  const auto lines = [] { return QGuiApplication::clipboard()->text().split('\n', Qt::SkipEmptyParts); };
  const QList<QWidget*> plots{find<OrderBarsPlot>("orderBars"), window_->findChild<OrderMapPlot*>(),
                              window_->findChild<LifePlot*>(), window_->findChild<TimelinePlot*>()};
  for (QWidget* plot : plots) {
    PlotMenu* menu = PlotMenu::of(plot);
    QVERIFY(menu != nullptr);
    menu->copyNumbers();
    const bool bars = plot == plots.front();
    QCOMPARE(lines().size(), 1 + (bars ? track.variables() : static_cast<int>(track.size())));
    for (const QString& line : lines()) QCOMPARE(line.count('\t'), lines().front().count('\t'));
    menu->copyImage();
    QVERIFY(!QGuiApplication::clipboard()->pixmap().isNull());
  }
  PlotMenu::of(plots.back())->copyNumbers();
  const QStringList cells = lines()[2].split('\t');
  QCOMPARE(cells[lines().front().split('\t').indexOf("mean_order")].toDouble(), track.point(1)->strength.meanOrder());
  QCOMPARE(cells[lines().front().split('\t').indexOf("negative_2")].toDouble(), track.point(1)->strength.negative(2));
  press(Qt::Key_T, Qt::ControlModifier | Qt::ShiftModifier);
  auto* dialog = window_->findChild<NumbersDialog*>();
  QVERIFY(dialog != nullptr && dialog->isVisible());
  QCOMPARE(dialog->findChild<QTableWidget*>()->rowCount(), static_cast<int>(track.size()));
  dialog->reject();
}

void WindowToolsTest::preferencesAreObeyed() {
  open(folder_->filePath("tiny"));
  waitFor(SessionState::finished);
  QCOMPARE(valueText(0.12345678), QString("0.123"));
  const auto change = [this](auto&& set) {
    window_->actions().preferences->trigger();
    QDialog* dialog = nullptr;
    for (QDialog* one : window_->findChildren<QDialog*>()) {
      if (one->findChild<QSpinBox*>("decimals") != nullptr && one->isVisible()) dialog = one;
    }
    QVERIFY(dialog != nullptr);
    set(*dialog);
    dialog->accept();
  };
  change([](QDialog& dialog) {
    dialog.findChild<QSpinBox*>("decimals")->setValue(6);
    dialog.findChild<QSpinBox*>("threads")->setValue(1);
    dialog.findChild<QSpinBox*>("tableMemory")->setValue(64);
    dialog.findChild<QComboBox*>("theme")->setCurrentIndex(static_cast<int>(app::Theme::dark));
    dialog.findChild<QAbstractButton*>("reducedDrawing")->setChecked(true);
  });
  QCOMPARE(valueText(0.12345678), QString("0.123457"));
  QVERIFY(QApplication::palette().color(QPalette::Window).lightness() < 128);
  QVERIFY(reducedDrawing());
  // Between two checkpoints the nearer one is shown.
  window_->playhead().moveToPlace(0.37);
  QVERIFY(window_->playhead().spot().real());
  change([](QDialog& dialog) {
    QCOMPARE(dialog.findChild<QSpinBox*>("threads")->value(), 1);
    QCOMPARE(dialog.findChild<QSpinBox*>("tableMemory")->value(), 64);
    dialog.findChild<QSpinBox*>("decimals")->setValue(3);
    dialog.findChild<QComboBox*>("theme")->setCurrentIndex(static_cast<int>(app::Theme::light));
    dialog.findChild<QAbstractButton*>("reducedDrawing")->setChecked(false);
  });
  QCOMPARE(valueText(0.12345678), QString("0.123"));
  QVERIFY(!window_->playhead().spot().real());
  QVERIFY(!reducedDrawing());
}

/// The same as README says.
void WindowToolsTest::aboutTellsWhatToCite() {
  window_->actions().about->trigger();
  auto* text = window_->findChild<QPlainTextEdit*>("citation");
  auto* torch = window_->findChild<QLabel*>("torchFacts");
  QVERIFY(text != nullptr && torch != nullptr);
  QVERIFY(text->toPlainText().contains(QStringLiteral("version = {%1}").arg(programVersion)));
  QFile readme(QStringLiteral(SPINDLE_SOURCE_DIR "/README.md"));
  QVERIFY(readme.open(QIODevice::ReadOnly));
  const QString article = text->toPlainText().section("@software", 0, 0).trimmed();
  QVERIFY(QString::fromUtf8(readme.readAll()).contains("    " + QString(article).replace("\n", "\n    ")));
  QTRY_VERIFY(torch->text().contains(QString::fromStdString(torchFacts().version)));
  auto* dialog = qobject_cast<QDialog*>(text->window());
  const auto buttons = dialog->findChildren<QPushButton*>();
  const auto copy =
      std::find_if(buttons.begin(), buttons.end(), [](auto* one) { return one->text().contains("Copy"); });
  (*copy)->click();
  QCOMPARE(QGuiApplication::clipboard()->text(), text->toPlainText());
  dialog->close();
}

void WindowToolsTest::commandsDoWhatTheWindowDoes() {
  open(folder_->filePath("tiny"));
  waitFor(SessionState::finished);
  const auto line = [this](const QString& name) {
    for (const app::WindowCommand& command : app::windowCommands(window_->session(), {})) {
      if (command.name == name) return command.line;
    }
    return QString("none");
  };
  QStringList words = line("This computation").split(' ');
  QCOMPARE(words.takeFirst(), QString("spindle"));
  const Ended extracted = spindleProgram(words, folder_->path());
  QVERIFY2(extracted.status == 0, qPrintable(extracted.err));
  const auto ours = openResults(window_->session().results());
  const auto theirs = openResults(folder_->filePath("results.h5").toStdString());
  for (std::size_t c = 0; c < ours->header().checkpoints(); ++c) {
    const CoalitionTable own = ours->pair(c, 0).values, other = theirs->pair(c, 0).values;
    QCOMPARE(own.size(), other.size());
    // Batches of other sizes round otherwise.
    for (Coalition t = 0; t < own.size(); ++t) QVERIFY(std::abs(own[t] - other[t]) < 1e-4);
  }
  QVERIFY(line("All tables").startsWith("spindle analyze all "));
  QVERIFY(line("Animation").contains("-o dynamics.mp4"));
  window_->actions().editVariables->setChecked(true);
  auto* list = find<VariableItems>("variableList");
  QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualItemRect(list->item(2)).center());
  window_->actions().computeVariables->trigger();
  waitFor(SessionState::finished);
  QVERIFY(line("This computation").isEmpty());  // no command says these variables
}

QTEST_MAIN(WindowToolsTest)
#include "tst_window_tools.moc"
