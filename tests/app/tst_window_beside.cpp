// SPDX-License-Identifier: GPL-3.0-or-later
// Two runs in one window, docks of analyses, and the strip of samples.
#include "tests/app/window_fixture.h"
#include "ui/chart/chart_view.h"
#include "ui/panels/analysis_page.h"
#include "ui/panels/analysis_tabs.h"
#include "ui/panels/drop_overlay.h"
#include "ui/panels/dynamics_view.h"
#include "ui/panels/samples_panel.h"
#include "ui/plots/order_bars_plot.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QDockWidget>
#include <QDragEnterEvent>
#include <QLabel>
#include <QListView>
#include <QMimeData>
#include <QToolButton>

using namespace spindle;
using namespace spindle::test;

class WindowBesideTest : public WindowFixture {
  Q_OBJECT

 private slots:
  void initTestCase() { beginTests(); }
  void init() { showWindow(); }
  void cleanup() { endWindow(); }
  void aDroppedFileIsComparedInTheRightHalf();
  void docksOfAnalysesFollowThePlayhead();
  void pagesWithoutNumbersSayWhatToDo();
  void theSessionBringsAllBack();
  void samplesAreChosenInTheStrip();

 private:
  void openTiny() {
    open(folder_->filePath("tiny"));
    waitFor(SessionState::finished);
    QTRY_VERIFY_WITH_TIMEOUT(window_->session().analysis() != nullptr, patience);
  }
  /// The results of the open run in a file of their own.
  [[nodiscard]] QString copyOfResults() const {
    const QString copy = folder_->filePath("other.h5");
    QFile::copy(QString::fromStdString(window_->session().results().string()), copy);
    return copy;
  }
  void drop(const QString& path, double across) {
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(path)});
    const QPoint at(static_cast<int>(across * window_->width()), window_->height() / 2);
    QDragEnterEvent enter(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(window_.get(), &enter);
    QVERIFY(enter.isAccepted());
    QVERIFY(find<DropOverlay>("dropOverlay")->isVisible());
    QDropEvent dropped(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(window_.get(), &dropped);
    QVERIFY(!find<DropOverlay>("dropOverlay")->isVisible());
  }
};

void WindowBesideTest::aDroppedFileIsComparedInTheRightHalf() {
  drop(folder_->filePath("tiny"), 0.9);  // nothing is open: there is nothing to compare with
  QTRY_VERIFY_WITH_TIMEOUT(window_->session().facts() != nullptr, patience);
  openTiny();
  const QString file = copyOfResults();
  auto* bar = find<QWidget>("compareBar");
  QVERIFY(!bar->isVisible());
  drop(file, 0.75);
  QTRY_VERIFY_WITH_TIMEOUT(window_->beside().session().state() == SessionState::finished, patience);
  QVERIFY(!window_->session().facts()->resultsOnly);  // the first is still there
  QVERIFY(bar->isVisible());
  auto* tabs = window_->findChild<AnalysisTabs*>();
  QCOMPARE(tabs->openPageName(), std::string("compare"));
  QTRY_VERIFY_WITH_TIMEOUT(find<QLabel>("comparedDiffering")->text().startsWith("Nothing"), patience);
  QVERIFY(tabs->page("compare")->chart("compared")->chart().marks.size() >= 2);
  find<QComboBox>("compareBy")->setCurrentIndex(1);
  emit find<QComboBox>("compareBy")->activated(1);
  window_->playhead().moveTo(2);
  auto* bars = find<OrderBarsPlot>("orderBars");
  QVERIFY2(bars->heading().contains("other.h5: "), qPrintable(bars->heading()));
  const double both = bars->bar(1, true).width();
  press(Qt::Key_D);
  QVERIFY(find<QCheckBox>("compareDifferences")->isChecked());
  QVERIFY(bars->bar(1, true).width() > both);
  QCOMPARE(bars->bar(1, true).height(), 0.0);  // the same results
  find<QToolButton>("removeRun")->click();
  QVERIFY(!bar->isVisible());
  QVERIFY(!window_->beside().isOpen());
  QVERIFY2(!bars->heading().contains("other.h5"), qPrintable(bars->heading()));
  drop(file, 0.25);
  waitFor(SessionState::finished);
  QVERIFY(window_->session().facts()->resultsOnly);
}

void WindowBesideTest::pagesWithoutNumbersSayWhatToDo() {
  openTiny();
  auto* tabs = window_->findChild<AnalysisTabs*>();
  tabs->openPage("kernel");
  QTRY_VERIFY(find<QLabel>("kernelFindings")->isVisible());
  QVERIFY(find<QLabel>("kernelFindings")->text().contains("spindle measure kernel"));
  QVERIFY(!find<QWidget>("kernelPanels")->isVisible());
  tabs->openPage("theory");
  QTRY_VERIFY(find<QWidget>("theoryPanels")->isVisible());
}

void WindowBesideTest::docksOfAnalysesFollowThePlayhead() {
  openTiny();
  auto* tabs = window_->findChild<AnalysisTabs*>();
  tabs->openPage("theory");
  find<QToolButton>("theoryDock")->click();
  window_->openDock("trust");
  QCOMPARE(window_->openDocks().size(), std::size_t{2});
  window_->openDock("trust");
  QCOMPARE(window_->openDocks().size(), std::size_t{2});
  auto* page = window_->findChild<QDockWidget*>("analysis.theory")->findChild<AnalysisPage*>();
  QTRY_VERIFY(page->isVisible());
  const auto& found = *window_->session().analysis()->found.at("theory");
  for (const std::size_t checkpoint : {std::size_t{0}, std::size_t{3}}) {
    window_->playhead().moveTo(checkpoint);
    QCOMPARE(std::get<Bars>(page->chart("shares")->chart().marks.front()).y,
             std::get<Bars>(found.chartsAt({checkpoint}).front().marks.front()).y);
  }
  window_->findChild<QDockWidget*>("analysis.theory")->close();
  QTRY_COMPARE(window_->openDocks(), std::vector<std::string>{"trust"});
  window_->actions().resetLayout->trigger();
  QVERIFY(window_->openDocks().empty());
}

void WindowBesideTest::theSessionBringsAllBack() {
  openTiny();
  const QString file = copyOfResults();
  window_->openBeside(file.toStdString());
  QTRY_VERIFY_WITH_TIMEOUT(window_->beside().session().state() == SessionState::finished, patience);
  window_->beside().setBy(CompareBy::trainLoss);
  window_->openDock("phases");
  window_->openDock("trust");
  window_->close();
  window_ = std::make_unique<app::MainWindow>(
      app::WindowOptions{folder_->filePath("results").toStdString(), folder_->filePath("settings.ini")});
  window_->show();
  QCOMPARE(window_->openDocks(), (std::vector<std::string>{"phases", "trust"}));
  open(folder_->filePath("tiny"));
  QTRY_VERIFY_WITH_TIMEOUT(window_->beside().session().state() == SessionState::finished, patience);
  QCOMPARE(window_->beside().session().facts()->place, std::filesystem::path(file.toStdString()));
  QCOMPARE(window_->beside().by(), CompareBy::trainLoss);
  QCOMPARE(window_->openDocks(), (std::vector<std::string>{"phases", "trust"}));
  waitFor(SessionState::finished);
}

void WindowBesideTest::samplesAreChosenInTheStrip() {
  openTiny();
  auto* panel = window_->findChild<SamplesPanel*>();
  QListView* list = panel->list();
  const auto& chosen = window_->session().choice().samples;
  QCOMPARE(panel->model().rowCount(), static_cast<int>(chosen.size()));
  const auto click = [&](int row, Qt::KeyboardModifiers modifiers) {
    list->scrollTo(panel->model().index(row));
    QTest::mouseClick(list->viewport(), Qt::LeftButton, modifiers,
                      list->visualRect(panel->model().index(row)).center());
  };
  click(1, Qt::NoModifier);
  QCOMPARE(window_->selection().sample(), chosen[1]);
  QCOMPARE(window_->session().scope(), SampleScope());  // looking at one does not change the average
  click(2, Qt::ControlModifier);
  QCOMPARE(window_->session().scope().some, (std::vector<std::size_t>{chosen[1], chosen[2]}));
  auto* bars = find<OrderBarsPlot>("orderBars");
  QVERIFY2(bars->heading().contains("mean of 2 selected samples"), qPrintable(bars->heading()));
  QVERIFY(find<QComboBox>("scope")->currentText().contains("2 selected"));
  click(0, Qt::NoModifier);
  QCOMPARE(window_->session().scope(), SampleScope());
  press(Qt::Key_PageDown);
  QCOMPARE(window_->selection().sample(), chosen[1]);
  // From elsewhere.
  window_->selection().setSample(chosen[2]);
  QCOMPARE(list->currentIndex().row(), 2);
  press(Qt::Key_S, Qt::ShiftModifier);
  QVERIFY2(bars->hoverText(1, true).contains("Middle 80 %"), qPrintable(bars->hoverText(1, true)));
}

QTEST_MAIN(WindowBesideTest)
#include "tst_window_beside.moc"
