// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/main_window.h"
#include "app/theme.h"
#include "app/window_actions.h"
#include "tests/app/program.h"

#include <QTest>

#include <memory>

namespace spindle::test {

/// A window of its own for each test, beside a copy of the run "tiny". The tests that derive from it fail when Qt
/// warns.
class WindowFixture : public QObject {
 protected:
  static constexpr int patience = 300000;  ///< ms; sanitizers are slow
  static inline const QString bundled = QStringLiteral(SPINDLE_SOURCE_DIR "/sample_models/fashion-lenet");

  static void beginTests() {
    before_ = qInstallMessageHandler(collect);
    app::rememberDesktopPalette();
    app::applyTheme(app::Theme::light);
  }
  /// bundledResults: a folder of results that need not be computed.
  void showWindow(const QString& bundledResults = {}) {
    warnings_.clear();
    folder_ = std::make_unique<QTemporaryDir>();
    copyFolder(golden("tiny"), folder_->filePath("tiny"));
    window_ = std::make_unique<app::MainWindow>(
        app::WindowOptions{.resultsFolder = folder_->filePath("results").toStdString(),
                           .settingsFile = folder_->filePath("settings.ini"),
                           .bundledResults = bundledResults.toStdString()});
    window_->resize(1440, 900);
    window_->show();
    QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
  }
  void endWindow() {
    window_.reset();
    folder_.reset();
    QCOMPARE(warnings_.join('\n'), QString());
  }

  /// Until that many checkpoints are done; a computation that fails fails the test at once, with its sentence.
  void waitForPoints(std::size_t count) {
    QTRY_VERIFY_WITH_TIMEOUT(
        window_->session().track().doneCount() >= count || window_->session().state() == SessionState::failed,
        patience);
    QVERIFY2(window_->session().state() != SessionState::failed, qPrintable(window_->notice()));
  }
  void open(const QString& place) {
    window_->open(place.toStdString());
    QTRY_VERIFY_WITH_TIMEOUT(window_->session().facts() != nullptr, patience);
  }
  void waitFor(SessionState state) { QTRY_COMPARE_WITH_TIMEOUT(window_->session().state(), state, patience); }
  template <typename Widget>
  Widget* find(const char* name) {
    return window_->findChild<Widget*>(name);
  }
  QWidget* surface(QWidget* plot) { return plot->findChild<QWidget*>(); }
  void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    QTest::keyClick(window_.get(), key, modifiers);
  }

  std::unique_ptr<QTemporaryDir> folder_;
  std::unique_ptr<app::MainWindow> window_;

 private:
  static void collect(QtMsgType type, const QMessageLogContext& context, const QString& text) {
    const bool platform = text.contains("This plugin does not support") || text.contains("XDG_RUNTIME_DIR");
    if (type != QtDebugMsg && type != QtInfoMsg && !platform) warnings_ << text;
    before_(type, context, text);
  }
  static inline QStringList warnings_;
  static inline QtMessageHandler before_ = nullptr;
};

}  // namespace spindle::test
