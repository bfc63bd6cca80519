// SPDX-License-Identifier: GPL-3.0-or-later
// Short runs are repeated with other variables once nobody touches the window; long and stored ones are not.
#include "app/main_window.h"
#include "app/preferences_dialog.h"

#include <QCheckBox>
#include <QSettings>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QtTest>

using namespace spindle;
using app::MainWindow;
using app::PreferencesDialog;
namespace fs = std::filesystem;

namespace {

constexpr int patience = 120000;

/// The bundled run with its first and its last checkpoint.
void makeShortRun(const fs::path& folder) {
  const fs::path bundled = SPINDLE_SOURCE_DIR "/sample_models/fashion-lenet";
  fs::create_directories(folder / "checkpoints");
  for (const char* file : {"metrics.csv", "model.pt", "run.json", "samples.npz"})
    fs::copy(bundled / file, folder / file);
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(bundled / "checkpoints")) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  for (const fs::path& file : {files.front(), files.back()}) fs::copy(file, folder / "checkpoints" / file.filename());
}

}  // namespace

class IdleDrawsTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    folder_ = std::make_unique<QTemporaryDir>();
    run_ = folder_->filePath("run").toStdString();
    settings_ = folder_->filePath("settings.ini");
    makeShortRun(run_);
  }

  void aShortRunIsRepeatedOnce() {
    {
      const auto window = opened();
      DynamicsSession& session = window->session();
      QTRY_VERIFY_WITH_TIMEOUT(session.analysis() && session.analysis()->draws->any(), patience);
      QCOMPARE(session.analysis()->draws->byDraw.size(), std::size_t{4});
      QVERIFY(session.phaseTwo().checkpoint.has_value() == session.phaseTwo().choices.has_value());
    }
    // Stored now: nothing is computed, and the draws are shown at once.
    const auto window = opened();
    QTRY_VERIFY_WITH_TIMEOUT(window->session().analysis() && window->session().analysis()->draws->any(), patience);
    QVERIFY(window->session().allStored());
  }

  void theSwitchTurnsItOff() {
    QSettings settings(settings_, QSettings::IniFormat);
    QCOMPARE(PreferencesDialog::idleDraws(settings), std::size_t{4});
    PreferencesDialog dialog(settings, nullptr);
    dialog.findChild<QSpinBox*>()->setValue(3);
    dialog.accept();
    QCOMPARE(PreferencesDialog::idleDraws(settings), std::size_t{3});
    dialog.findChild<QCheckBox*>()->setChecked(false);
    dialog.accept();
    settings.sync();
    QCOMPARE(PreferencesDialog::idleDraws(settings), std::size_t{0});
    const auto window = opened();
    QTRY_VERIFY_WITH_TIMEOUT(window->session().analysis() != nullptr, patience);
    QTest::qWait(1000);
    QVERIFY(!window->session().drawing());
    QVERIFY(!window->session().analysis()->draws->any());
  }

 private:
  std::unique_ptr<MainWindow> opened() {
    auto window =
        std::make_unique<MainWindow>(app::WindowOptions{.resultsFolder = folder_->filePath("results").toStdString(),
                                                        .settingsFile = settings_,
                                                        .idleDelay = std::chrono::milliseconds(100)});
    window->show();
    window->open(run_);
    return window;
  }

  std::unique_ptr<QTemporaryDir> folder_;
  fs::path run_;
  QString settings_;
};

QTEST_MAIN(IdleDrawsTest)
#include "tst_idle_draws.moc"
