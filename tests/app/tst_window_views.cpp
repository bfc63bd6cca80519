// SPDX-License-Identifier: GPL-3.0-or-later
// Views of the window beside one another: one selection, filters, hover, and room for their texts.
#include "tests/app/window_fixture.h"
#include "ui/panels/dynamics_view.h"
#include "ui/panels/interactions_panel.h"
#include "ui/plots/life_plot.h"
#include "ui/plots/order_bars_plot.h"
#include "ui/session/wording.h"

#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDialog>
#include <QDockWidget>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QTabBar>
#include <QTableView>
#include <QTableWidget>
#include <QToolButton>

#include <algorithm>

using namespace spindle;
using namespace spindle::test;

class WindowViewsTest : public WindowFixture {
  Q_OBJECT

 private slots:
  void initTestCase() { beginTests(); }
  void init() { showWindow(); }
  void cleanup() { endWindow(); }
  void everyTableTakesClicksBeforeThereIsAnAnalysis();
  void selectionIsOneInAllViews();
  void smallAndLargeText();
  void hoverTellsShareAndStrength();
  void filterThatFitsNothingShowsNothing();
  void commandsAreFoundByTheirNames();
  void tabsOfDocksKeepTheirOrder();
  void docksWaitForARun();
};

void WindowViewsTest::everyTableTakesClicksBeforeThereIsAnAnalysis() {
  const auto clickAll = [this] {
    const auto tables = window_->findChildren<QTableWidget*>();
    QVERIFY(tables.size() >= 3);
    for (QTableWidget* table : tables) {
      for (int row = 0; row < table->rowCount(); ++row) {
        for (int column = 0; column < table->columnCount(); ++column) {
          emit table->cellClicked(row, column);
          emit table->cellActivated(row, column);
        }
      }
    }
  };
  clickAll();
  open(folder_->filePath("tiny"));
  clickAll();
  waitFor(SessionState::finished);
  clickAll();
}

void WindowViewsTest::selectionIsOneInAllViews() {
  open(folder_->filePath("tiny"));
  waitFor(SessionState::finished);
  auto* panel = window_->findChild<InteractionsPanel*>();
  QTRY_VERIFY(panel->model().rowCount() > 1);
  auto* bars = find<OrderBarsPlot>("orderBars");
  const QRectF bar = bars->bar(1, true).united(bars->bar(1, false));
  QTest::mouseClick(surface(bars), Qt::LeftButton, {}, bar.center().toPoint());
  QCOMPARE(window_->selection().lit().order, 1);
  for (int row = 0; row < panel->model().rowCount(); ++row) QCOMPARE(order(panel->model().at(row).coalition), 1);
  press(Qt::Key_Escape);
  QCOMPARE(window_->selection().lit(), Lit());
  auto* table = find<QTableView>("interactions");
  const Interaction first = panel->model().at(0);
  const QRect cell = table->visualRect(panel->model().index(0, 0));
  QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, cell.center());
  QCOMPARE(window_->selection().lit().coalition, first.coalition);
  const Lit lit = window_->selection().lit();
  press(Qt::Key_Escape);
  QVERIFY(!window_->selection().any());
  press(Qt::Key_Z, Qt::ControlModifier);
  QCOMPARE(window_->selection().lit(), lit);
  // Its life over training, where the map of orders was.
  auto* view = window_->findChild<DynamicsView*>();
  QTRY_VERIFY(view->life()->isVisible());
  const LifeCurvePtr life = view->life()->life();
  QCOMPARE(life->values.size(), window_->session().track().size());
  QCOMPARE(life->values[window_->playhead().spot().nearest()], first.value);
  QVERIFY2(view->life()->accessibleDescription().contains("salient at"),
           qPrintable(view->life()->accessibleDescription()));
  // Another sample, another list.
  const InteractionListPtr list = panel->model().list();
  auto* chooser = find<QComboBox>("sampleChooser");
  QVERIFY(chooser->count() > 1);
  chooser->setCurrentIndex(1);
  QTRY_VERIFY(panel->model().list() != list);
}

/// Nothing that the user must read is cut off where the text is larger or the window small.
void WindowViewsTest::smallAndLargeText() {
  window_->resize(1024, 640);
  open(folder_->filePath("tiny"));
  waitFor(SessionState::finished);
  for (const double factor : {1.0, 1.25}) {
    QFont font = QApplication::font();
    font.setPointSizeF(factor * font.pointSizeF());
    window_->setFont(font);
    QTest::qWait(50);
    for (const QToolButton* button : window_->findChildren<QToolButton*>()) {
      if (!button->isVisible() || button->text().isEmpty() || button->toolButtonStyle() == Qt::ToolButtonIconOnly)
        continue;
      QVERIFY2(button->width() >= button->fontMetrics().horizontalAdvance(button->text()), qPrintable(button->text()));
    }
    const auto* bars = find<OrderBarsPlot>("orderBars");
    QVERIFY(bars->height() >= bars->minimumSizeHint().height());
  }
}

void WindowViewsTest::hoverTellsShareAndStrength() {
  open(folder_->filePath("tiny"));
  waitFor(SessionState::finished);
  window_->playhead().moveTo(3);
  auto* bars = find<OrderBarsPlot>("orderBars");
  const OrderStrength& strength = window_->session().track().point(3)->strength;
  double whole = 0.0;
  for (int k = 1; k <= strength.variables(); ++k) whole += strength.total(k);
  const auto strongest = std::max_element(strength.andPositive.begin(), strength.andPositive.end());
  const int k = static_cast<int>(strongest - strength.andPositive.begin()) + 1;
  for (const bool shares : {true, false}) {
    window_->actions().normalize->setChecked(shares);
    for (QAction* kind : {window_->actions().kindBoth, window_->actions().kindAnd}) {
      kind->setChecked(true);
      const double value = kind == window_->actions().kindAnd ? *strongest : strength.positive(k);
      QVERIFY(value > 0.0);
      const double share = 100.0 * value / whole;
      const QString text = bars->hoverText(k, true);
      QVERIFY2(text.contains("strength " + valueText(value)), qPrintable(text));
      QVERIFY2(text.contains(QString("share %1 %").arg(share, 0, 'f', share < 10.0 ? 1 : 0)), qPrintable(text));
    }
  }
}

void WindowViewsTest::filterThatFitsNothingShowsNothing() {
  open(folder_->filePath("tiny"));
  waitFor(SessionState::finished);
  auto* panel = window_->findChild<InteractionsPanel*>();
  auto* count = find<QLabel>("interactionsCount");
  auto* filter = find<QLineEdit>("interactionsFilter");
  QTRY_VERIFY(panel->model().rowCount() > 0);
  for (const char* text : {"FCPVHgg", "99", "1 nobody"}) {
    filter->setText(text);
    QCOMPARE(panel->model().rowCount(), 0);
    QVERIFY2(count->text().contains("No interaction matches"), qPrintable(count->text()));
  }
  const QString name = QString::fromStdString(window_->session().choice().variables.front().all().front().name);
  filter->setText(name);
  QVERIFY(panel->model().rowCount() > 0);
  for (int row = 0; row < panel->model().rowCount(); ++row) {
    const auto& shown = panel->model();
    QVERIFY((shown.at(row).coalition & 1u) != 0);
    const QString told = shown.data(shown.index(row, InteractionsModel::variablesColumn)).toString();
    QVERIFY2(told.contains(name) || told.startsWith("all"), qPrintable(told));
  }
  filter->clear();
  QVERIFY(!count->text().contains("No interaction"));
}

void WindowViewsTest::commandsAreFoundByTheirNames() {
  open(folder_->filePath("tiny"));
  waitFor(SessionState::finished);
  QVERIFY(window_->actions().normalize->isChecked());
  press(Qt::Key_K, Qt::ControlModifier);
  auto* search = window_->findChild<QDialog*>("commandSearch");
  QVERIFY(search != nullptr && search->isVisible());
  auto* words = search->findChild<QLineEdit*>();
  auto* list = search->findChild<QListWidget*>();
  QVERIFY(list->count() > 40);
  QTest::keyClicks(words, "view normal");
  QCOMPARE(list->count(), 1);
  QTest::keyClick(words, Qt::Key_Return);
  QVERIFY(!window_->actions().normalize->isChecked());
  QTRY_VERIFY(window_->findChild<QDialog*>("commandSearch") == nullptr);
}

/// Qt 6.4 crashes where they are dragged into another.
void WindowViewsTest::tabsOfDocksKeepTheirOrder() {
  open(folder_->filePath("tiny"));
  window_->actions().resetLayout->trigger();
  QTest::qWait(50);
  int tabs = 0;
  for (const QTabBar* bar : window_->findChildren<QTabBar*>(QString(), Qt::FindDirectChildrenOnly)) {
    QVERIFY(!bar->isMovable());
    tabs += bar->count();
  }
  QVERIFY(tabs >= 2);
}

void WindowViewsTest::docksWaitForARun() {
  const auto dock = [this](const char* name) { return window_->findChild<QDockWidget*>(name); };
  for (const char* name : {"samplesDock", "sampleDock", "runDock", "interactionsDock", "valuesDock"})
    QVERIFY(dock(name)->isHidden());
  open(folder_->filePath("tiny"));
  QVERIFY(dock("sampleDock")->isVisible() && dock("interactionsDock")->isVisible());
  dock("samplesDock")->close();
  dock("valuesDock")->raise();
  QTest::qWait(50);
  window_->actions().closeRun->trigger();
  waitFor(SessionState::closed);
  QVERIFY(dock("sampleDock")->isHidden() && dock("valuesDock")->isHidden());
  open(folder_->filePath("tiny"));
  QTest::qWait(50);
  QVERIFY(dock("samplesDock")->isHidden());
  QVERIFY(!dock("sampleDock")->visibleRegion().isEmpty());
  QVERIFY(!dock("valuesDock")->visibleRegion().isEmpty() && dock("interactionsDock")->visibleRegion().isEmpty());
}

QTEST_MAIN(WindowViewsTest)
#include "tst_window_views.moc"
