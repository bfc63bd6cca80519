// SPDX-License-Identifier: GPL-3.0-or-later
// LibTorch takes longer to load than anything else: only what asks a network may load it.
#include "tests/app/program.h"

#include <QTest>

using namespace spindle::test;

namespace {

/// The shared libraries that a run of the program loaded, from the beginning or later, as the dynamic linker tells.
QString librariesOf(const QStringList& arguments) {
  QProcess process;
  QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
  environment.remove("DISPLAY");
  environment.remove("WAYLAND_DISPLAY");
  environment.insert("LD_DEBUG", "files");
  process.setProcessEnvironment(environment);
  process.start(programPath(), arguments);
  process.waitForFinished(-1);
  return process.exitCode() == 0 ? QString::fromUtf8(process.readAllStandardError()) : QString();
}

}  // namespace

class StartupTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase();
  void askingANetworkLoadsLibTorch();
  void whatAsksNoNetworkDoesNot_data();
  void whatAsksNoNetworkDoesNot();

 private:
  QTemporaryDir folder_;
  QString results_, libraries_;
};

void StartupTest::initTestCase() {
  results_ = folder_.filePath("results.h5");
  libraries_ = librariesOf({"extract", golden("tiny"), "-o", results_});
  if (!libraries_.contains("libc.so.6")) QSKIP("The dynamic linker does not tell what it loads.");
}

void StartupTest::askingANetworkLoadsLibTorch() {
  QVERIFY(libraries_.contains("spindle_torch.so"));
  QVERIFY(libraries_.contains("libtorch_cpu.so"));
}

void StartupTest::whatAsksNoNetworkDoesNot_data() {
  QTest::addColumn<QStringList>("arguments");
  QTest::newRow("--help") << QStringList{"--help"};
  QTest::newRow("--version") << QStringList{"--version"};
  QTest::newRow("extract --help") << QStringList{"extract", "--help"};
  QTest::newRow("show") << QStringList{"show", results_};
  QTest::newRow("figure") << QStringList{"figure", results_, "-o", folder_.filePath("figure.svg")};
}

void StartupTest::whatAsksNoNetworkDoesNot() {
  QFETCH(QStringList, arguments);
  const QString libraries = librariesOf(arguments);
  QVERIFY(libraries.contains("libQt6Core.so"));
  for (const char* module : {"libtorch", "libc10", "spindle_torch", "spindle_trainer"})
    QVERIFY2(!libraries.contains(module), module);
}

QTEST_GUILESS_MAIN(StartupTest)
#include "tst_startup.moc"
