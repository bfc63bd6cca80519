// SPDX-License-Identifier: GPL-3.0-or-later
// Random clicks, keys, drags and sizes on the real window, from a seed. It fails when the program crashes, hangs until
// ctest's timeout, or when Qt warns. By hand, for longer and elsewhere:
//   QTEST_FUNCTION_TIMEOUT=3600000 SPINDLE_MONKEY_SECONDS=1800 SPINDLE_MONKEY_SEED=7 SPINDLE_MONKEY_LOG=steps.txt
//   tst_app_monkey
#include "app/main_window.h"
#include "app/theme.h"
#include "app/window_actions.h"
#include "tests/app/program.h"

#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDialog>
#include <QDrag>
#include <QElapsedTimer>
#include <QFileDialog>
#include <QListWidget>
#include <QMenu>
#include <QPointer>
#include <QTest>
#include <QTimer>
#include <QWheelEvent>

#include <memory>
#include <random>

using namespace spindle;
using namespace spindle::test;
using app::MainWindow;

namespace {

QStringList warnings;
QtMessageHandler before = nullptr;

void collect(QtMsgType type, const QMessageLogContext& context, const QString& text) {
  const bool platform = text.contains("This plugin does not support") || text.contains("XDG_RUNTIME_DIR") ||
                        text == "Unimplemented code.";    // of the offscreen platform
  const bool ofTheTest = text.startsWith("Mouse event");  // QTest: the widget has moved meanwhile
  if (type != QtDebugMsg && type != QtInfoMsg && !platform && !ofTheTest && warnings.size() < 50) warnings << text;
  before(type, context, text);
}

int number(const char* variable, int usual) {
  bool read = false;
  const int value = qEnvironmentVariableIntValue(variable, &read);
  return read ? value : usual;
}

}  // namespace

class MonkeyTest : public QObject {
  Q_OBJECT

 private slots:
  void anythingMayBeClicked();

 private:
  int below(int most) { return std::uniform_int_distribution<int>(0, most - 1)(random_); }
  template <typename List>
  auto oneOf(const List& list) {
    return list[static_cast<typename List::size_type>(below(static_cast<int>(list.size())))];
  }
  /// Visible widgets that can be reached now: those of a menu or dialog that is open, else all of the window.
  QList<QWidget*> reachable() {
    QWidget* root = QApplication::activePopupWidget();
    if (root == nullptr) root = QApplication::activeModalWidget();
    if (root == nullptr) root = window_.get();
    QList<QWidget*> list{root};
    for (QWidget* widget : root->findChildren<QWidget*>()) {
      if (widget->isVisible() && widget->window() == root && !widget->visibleRegion().isEmpty()) list << widget;
    }
    return list;
  }
  QPoint placeIn(const QWidget& widget) {
    const QRect seen = widget.visibleRegion().boundingRect();
    if (seen.isEmpty()) return {0, 0};
    return {seen.left() + below(seen.width()), seen.top() + below(seen.height())};
  }
  void note(const QString& step) {
    step_ = step;
    if (log_.isOpen()) {
      log_.write(step.toUtf8() + '\n');
      log_.flush();
    }
  }
  static QString called(const QWidget& widget) {
    return QString::fromLatin1(widget.metaObject()->className()) + ' ' + widget.objectName();
  }
  void step();
  void click();
  void drag();
  void key();
  void wheel();
  void trigger();
  void resize();
  void open();
  void choose();

  std::mt19937 random_;
  std::unique_ptr<QTemporaryDir> folder_;
  std::unique_ptr<MainWindow> window_;
  QList<QAction*> excluded_;
  QString step_;
  QFile log_;
};

void MonkeyTest::click() {
  const QPointer widget = oneOf(reachable());
  const QPoint place = placeIn(*widget);
  const Qt::MouseButton button = below(8) == 0 ? Qt::RightButton : Qt::LeftButton;
  const bool twice = below(6) == 0;
  note(QString("%1 %2 at %3 %4").arg(twice ? "double click" : "click", called(*widget)).arg(place.x()).arg(place.y()));
  if (twice) {
    QTest::mouseDClick(widget, button, {}, place);
  } else {
    QTest::mouseClick(widget, button, below(10) == 0 ? Qt::ShiftModifier : Qt::NoModifier, place);
  }
}

void MonkeyTest::drag() {
  const QPointer widget = oneOf(reachable());
  note("drag in " + called(*widget));
  QTest::mousePress(widget, Qt::LeftButton, {}, placeIn(*widget));
  for (int i = 0; i < 4 && widget; ++i) QTest::mouseMove(widget, placeIn(*widget));
  if (widget) QTest::mouseRelease(widget, Qt::LeftButton, {}, placeIn(*widget));
}

void MonkeyTest::key() {
  static const QList<Qt::Key> keys{
      Qt::Key_Space,  Qt::Key_Left,   Qt::Key_Right, Qt::Key_Up, Qt::Key_Down,   Qt::Key_Home,        Qt::Key_End,
      Qt::Key_Escape, Qt::Key_Return, Qt::Key_Tab,   Qt::Key_A,  Qt::Key_F,      Qt::Key_G,           Qt::Key_L,
      Qt::Key_M,      Qt::Key_N,      Qt::Key_P,     Qt::Key_X,  Qt::Key_3,      Qt::Key_7,           Qt::Key_Period,
      Qt::Key_Comma,  Qt::Key_Minus,  Qt::Key_Equal, Qt::Key_F1, Qt::Key_Delete, Qt::Key_PageUp,      Qt::Key_Backspace,
      Qt::Key_E,      Qt::Key_R,      Qt::Key_T,     Qt::Key_I,  Qt::Key_W,      Qt::Key_BracketLeft, Qt::Key_B,
      Qt::Key_J,      Qt::Key_O,      Qt::Key_S,     Qt::Key_V};
  static const QList<Qt::KeyboardModifiers> modifiers{Qt::NoModifier,    Qt::NoModifier,      Qt::NoModifier,
                                                      Qt::ShiftModifier, Qt::ControlModifier, Qt::AltModifier};
  QWidget* target = QApplication::activePopupWidget();
  if (target == nullptr) target = QApplication::activeModalWidget();
  if (target == nullptr) target = window_.get();
  if (target->focusWidget() != nullptr && below(3) > 0) target = target->focusWidget();
  const Qt::Key pressed = oneOf(keys);
  const Qt::KeyboardModifiers held = oneOf(modifiers);
  note(QString("key %1 %2 to %3").arg(int{pressed}).arg(held.toInt()).arg(called(*target)));
  QTest::keyClick(target, pressed, held);
}

void MonkeyTest::wheel() {
  QWidget* widget = oneOf(reachable());
  note("wheel on " + called(*widget));
  const QPoint place = placeIn(*widget);
  QWheelEvent event(place, widget->mapToGlobal(place), {}, {0, below(2) == 0 ? 120 : -120}, Qt::NoButton, {},
                    Qt::NoScrollPhase, false);
  QApplication::sendEvent(widget, &event);
}

void MonkeyTest::trigger() {
  QList<QAction*> list;
  for (QAction* action : window_->findChildren<QAction*>()) {
    if (action->isEnabled() && !excluded_.contains(action) && action->menu() == nullptr) list << action;
  }
  QAction* action = oneOf(list);
  note("action " + action->text());
  action->trigger();
}

void MonkeyTest::resize() {
  static const QList<QSize> sizes{{1440, 900}, {1440, 900}, {1024, 640}, {50, 50}, {1, 1}, {300, 1200}, {2000, 120}};
  const QSize size = oneOf(sizes);
  note(QString("resize %1 %2").arg(size.width()).arg(size.height()));
  window_->resize(size);
}

void MonkeyTest::open() {
  static const QStringList names{"tiny", "second", "tiny", "pictures", "empty", "nowhere"};
  const QString name = oneOf(names);
  note("open " + name);
  window_->open(folder_->filePath(name).toStdString());
}

void MonkeyTest::choose() {
  note("choose variables or a sample");
  auto* list = window_->findChild<QListWidget*>("variableList");
  if (list->count() > 0 && below(2) == 0) {
    window_->actions().editVariables->setChecked(below(4) != 0);
    const auto modifiers = below(3) == 0 ? Qt::ShiftModifier : Qt::NoModifier;
    const QRect place = list->visualItemRect(list->item(below(list->count())));
    QTest::mouseClick(list->viewport(), Qt::LeftButton, modifiers, place.center());
    if (below(2) == 0) window_->actions().computeVariables->trigger();
    return;
  }
  auto* chooser = window_->findChild<QComboBox*>("sampleChooser");
  if (chooser->count() > 0) chooser->setCurrentIndex(below(chooser->count()));
}

void MonkeyTest::step() {
  if (!window_->isVisible()) window_->show();
  const int dice = below(100);
  if (dice < 45) return click();
  if (dice < 55) return drag();
  if (dice < 75) return key();
  if (dice < 82) return wheel();
  if (dice < 90) return trigger();
  if (dice < 94) return resize();
  if (dice < 96) return open();
  choose();
}

void MonkeyTest::anythingMayBeClicked() {
  const int seconds = number("SPINDLE_MONKEY_SECONDS", 60);
  const int seed = number("SPINDLE_MONKEY_SEED", 1);
  random_.seed(static_cast<unsigned>(seed));
  if (const QString file = qEnvironmentVariable("SPINDLE_MONKEY_LOG"); !file.isEmpty()) {
    log_.setFileName(file);
    QVERIFY(log_.open(QIODevice::WriteOnly));
  }
  before = qInstallMessageHandler(collect);
  app::rememberDesktopPalette();
  folder_ = std::make_unique<QTemporaryDir>();
  qputenv("XDG_CACHE_HOME", folder_->filePath("cache").toUtf8());
  copyFolder(golden("tiny"), folder_->filePath("tiny"));
  copyFolder(golden("tiny"), folder_->filePath("second"));
  const QString bundled = QStringLiteral(SPINDLE_SOURCE_DIR "/sample_models/fashion-lenet");
  copyFolder(bundled, folder_->filePath("pictures"));
  for (const QString& name : QDir(bundled).entryList(QDir::Dirs | QDir::NoDotAndDotDot))
    copyFolder(bundled + '/' + name, folder_->filePath("pictures/" + name));
  QDir().mkpath(folder_->filePath("empty"));
  window_ = std::make_unique<MainWindow>(
      app::WindowOptions{folder_->filePath("results").toStdString(), folder_->filePath("settings.ini")});
  window_->setMinimumSize(1, 1);  // some window managers do not heed it
  window_->resize(1440, 900);
  window_->show();
  QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
  const app::WindowActions& actions = window_->actions();
  excluded_ = {actions.openRun,      actions.openResults,     actions.saveResults, actions.exportTables,
               actions.exportFigure, actions.exportAnimation, actions.quit};
  // A file dialog runs a loop of its own inside of a step, and so does a drag of text; none of them may stay.
  QElapsedTimer inStep;
  QTimer rescue;
  QTimer::connect(&rescue, &QTimer::timeout, this, [&] {
    if (auto* dialog = qobject_cast<QFileDialog*>(QApplication::activeModalWidget())) dialog->reject();
    if (inStep.isValid() && inStep.elapsed() > 2000) {
      QDrag::cancel();
      if (QWidget* popup = QApplication::activePopupWidget()) popup->close();
    }
  });
  rescue.start(100);
  QElapsedTimer clock, sinceTick;
  QTimer tick;
  qint64 worst = 0;
  QString during;
  QTimer::connect(&tick, &QTimer::timeout, this, [&] {
    if (sinceTick.isValid() && sinceTick.elapsed() > worst) {
      worst = sinceTick.elapsed();
      during = step_;
    }
    sinceTick.start();
  });
  tick.start(5);
  clock.start();
  int steps = 0, stuck = 0;
  window_->open(folder_->filePath("tiny").toStdString());
  while (clock.elapsed() < 1000 * seconds && warnings.size() < 20) {
    inStep.start();
    step();
    inStep.invalidate();
    QTest::qWait(below(4) == 0 ? 20 : 0);
    // Nor may a dialog keep all clicks to itself.
    stuck = QApplication::activeModalWidget() != nullptr ? stuck + 1 : 0;
    if (stuck > 40) QApplication::activeModalWidget()->close();
    ++steps;
  }
  for (int i = 0; i < 100 && QApplication::activeModalWidget() != nullptr; ++i) {
    QApplication::activeModalWidget()->close();
    QTest::qWait(10);
  }
  qInfo("%d steps with seed %d; the longest pause of the event loop was %lld ms, at: %s", steps, seed,
        static_cast<long long>(worst), qPrintable(during));
  window_->close();
  window_.reset();
  qInstallMessageHandler(before);
  QCOMPARE(warnings.join('\n'), QString());
}

QTEST_MAIN(MonkeyTest)
#include "tst_monkey.moc"
