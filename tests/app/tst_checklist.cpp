// SPDX-License-Identifier: GPL-3.0-or-later
// What a demanding user tries in her first ten minutes, as far as no other test does it.
#include "tests/app/window_fixture.h"
#include "ui/plots/order_bars_plot.h"
#include "ui/plots/timeline_plot.h"
#include "ui/session/series_words.h"
#include "ui/session/wording.h"

#include <QAction>
#include <QDockWidget>
#include <QLabel>
#include <QTableWidget>
#include <QToolButton>

#include <random>

using namespace spindle;
using namespace spindle::test;

class ChecklistTest : public WindowFixture {
  Q_OBJECT

 private slots:
  void initTestCase() { beginTests(); }
  void init() { showWindow(); }
  void cleanup() { endWindow(); }
  void theFirstStartComputesNothing();
  void heldRightShowsEveryCheckpointEverywhere();
  void wildDragsNeverBlankTheBars();
  void hoverTableAndFileAgree();
  void aFolderHandedOnOpensWithoutCheckpoints();
  void everyDockComesBack();

 private:
  const QString results_ = QStringLiteral(SPINDLE_BINARY_DIR "/bin/results");

  /// As the program does at its first start.
  void startWithBundledResults() {
    window_ = std::make_unique<app::MainWindow>(
        app::WindowOptions{.resultsFolder = folder_->filePath("results").toStdString(),
                           .settingsFile = folder_->filePath("settings.ini"),
                           .bundledResults = results_.toStdString()});
    window_->show();
    window_->openSample(bundled.toStdString());
  }
};

void ChecklistTest::theFirstStartComputesNothing() {
#ifdef SPINDLE_WITHOUT_BUNDLED_RESULTS
  QSKIP("Builds with sanitizers compute no bundled results.");
#endif
  startWithBundledResults();
  QVERIFY2(window_->notice().contains("sample run"), qPrintable(window_->notice()));
  waitFor(SessionState::finished);
  QVERIFY(window_->session().allStored());
  QTRY_VERIFY_WITH_TIMEOUT(window_->session().phaseTwo().checkpoint.has_value(), patience);
  QCOMPARE(window_->playhead().spot().nearest(), *window_->session().phaseTwo().checkpoint);
  QVERIFY(!window_->playhead().playing());
  QVERIFY(find<OrderBarsPlot>("orderBars")->bar(1, true).height() > 1.0);
}

void ChecklistTest::heldRightShowsEveryCheckpointEverywhere() {
  open(folder_->filePath("tiny"));
  waitFor(SessionState::finished);
  auto* bars = find<OrderBarsPlot>("orderBars");
  auto* list = find<QLabel>("interactionsPlace");
  const SeriesWords words(window_->session().track().series());
  press(Qt::Key_Home);
  for (std::size_t c = 0;; ++c) {
    QCOMPARE(window_->playhead().spot(), (PlayheadSpot{c, c, 0.0}));
    const QString place = shortPlaceText(words, window_->session().track().checkpoint(c));
    QVERIFY2(bars->heading().startsWith(place), qPrintable(bars->heading()));
    QTRY_VERIFY2(list->text().endsWith(place), qPrintable(list->text()));
    if (c + 1 == window_->session().track().size()) break;
    press(Qt::Key_Right);
  }
}

void ChecklistTest::wildDragsNeverBlankTheBars() {
#ifdef SPINDLE_WITHOUT_BUNDLED_RESULTS
  QSKIP("Builds with sanitizers compute no bundled results.");
#endif
  startWithBundledResults();
  waitFor(SessionState::finished);
  auto* timeline = find<TimelinePlot>("timeline");
  auto* bars = find<OrderBarsPlot>("orderBars");
  QWidget* strip = surface(timeline);
  std::mt19937 random(7);
  const auto somewhere = [&] {
    return timeline->placeOnScreen(std::uniform_real_distribution(0.0, 1.0)(random)).toPoint();
  };
  QTest::mousePress(strip, Qt::LeftButton, {}, somewhere());
  for (int i = 0; i < 100; ++i) {
    QTest::mouseMove(strip, somewhere());
    QVERIFY(bars->bar(1, true).height() > 1.0);
    QVERIFY(!bars->heading().isEmpty());
  }
  QTest::mouseRelease(strip, Qt::LeftButton, {}, somewhere());
}

void ChecklistTest::hoverTableAndFileAgree() {
  open(folder_->filePath("tiny"));
  waitFor(SessionState::finished);
  constexpr int checkpoint = 3;
  window_->playhead().moveTo(checkpoint);
  press(Qt::Key_T, Qt::ControlModifier);
  auto* table = find<QTableWidget>("strengthTable");
  QVERIFY(table->isVisible());
  const QString folder = folder_->filePath("csv");
  const auto file = QString::fromStdString(window_->session().results().string());
  QCOMPARE(spindleProgram({"analyze", "all", file, "--csv", folder}).status, 0);
  const QStringList lines = QString::fromUtf8(fileBytes(folder + "/dynamics.csv")).split('\n', Qt::SkipEmptyParts);
  const QString step = QString::number(window_->session().track().checkpoint(checkpoint).step);
  const int n = window_->session().track().variables();
  auto* bars = find<OrderBarsPlot>("orderBars");
  for (int k = 1; k <= n; ++k) {
    for (const bool positive : {true, false}) {
      double sum = 0.0;
      for (const char* kind : {"and", "or"}) {
        const QString end = QString(",%1,%2,%3,").arg(k).arg(positive ? "positive" : "negative", kind);
        double value = std::numeric_limits<double>::quiet_NaN();
        for (const QString& line : lines) {
          const QStringList cells = line.split(',');
          if (line.contains(end) && cells[1] == step) value = cells.back().toDouble();
        }
        const int column = (positive ? 0 : 2) + (kind == QString("or") ? 1 : 0);
        QCOMPARE(table->item(k - 1, column)->text(), valueText(value));
        sum += value;
      }
      QCOMPARE(table->item(k - 1, positive ? 4 : 5)->text(), valueText(sum));
      QVERIFY2(bars->hoverText(k, positive).contains("strength " + valueText(sum)),
               qPrintable(bars->hoverText(k, positive)));
    }
  }
}

void ChecklistTest::aFolderHandedOnOpensWithoutCheckpoints() {
  open(folder_->filePath("tiny"));
  waitFor(SessionState::finished);
  const QString copy = folder_->filePath("for a colleague.h5");
  QVERIFY(QFile::copy(QString::fromStdString(window_->session().results().string()), copy));
  const SampleSet set = window_->session().facts()->samples;
  const auto before = window_->session().track().point(3)->strength.andPositive;
  window_->session().close();
  QVERIFY(find<QToolButton>("recentPlace") != nullptr);
  QVERIFY(QDir(folder_->filePath("tiny")).removeRecursively());
  open(copy);
  waitFor(SessionState::finished);
  QCOMPARE(window_->session().track().point(3)->strength.andPositive, before);
  QCOMPARE(window_->session().facts()->samples.classes, set.classes);
  QCOMPARE(window_->session().facts()->samples.samples[0].words, set.samples[0].words);
}

void ChecklistTest::everyDockComesBack() {
  const auto docks = window_->findChildren<QDockWidget*>(QString(), Qt::FindDirectChildrenOnly);
  QVERIFY(docks.size() >= 5);
  std::vector<std::pair<QDockWidget*, bool>> before;
  for (QDockWidget* dock : docks) before.emplace_back(dock, dock->isHidden());
  for (QDockWidget* dock : docks) {
    dock->setFloating(dock->objectName() == "sampleDock");
    if (dock->objectName() != "sampleDock") dock->close();
  }
  window_->actions().resetLayout->trigger();
  for (const auto& [dock, hidden] : before) {
    QVERIFY2(dock->isHidden() == hidden, qPrintable(dock->objectName()));
    QVERIFY(!dock->isFloating());
  }
}

QTEST_MAIN(ChecklistTest)
#include "tst_checklist.moc"
