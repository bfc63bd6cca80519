// SPDX-License-Identifier: GPL-3.0-or-later
// The program as SPINDLE_GUI=OFF builds it: the same results, no Qt, and a sentence where something is to be drawn.
#include "tests/app/program.h"

#include <QTest>

using namespace spindle::test;

namespace {

const QString program = QStringLiteral(SPINDLE_BINARY_DIR "/bin/spindle_without_window");

Ended ended(const QString& name, const QStringList& arguments, const QString& folder = QDir::currentPath()) {
  QProcess process;
  process.setWorkingDirectory(folder);
  process.start(name, arguments);
  process.waitForFinished(-1);
  return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
          QString::fromUtf8(process.readAllStandardOutput()), QString::fromUtf8(process.readAllStandardError())};
}

}  // namespace

class WithoutWindowTest : public QObject {
  Q_OBJECT
 private slots:
  void itLoadsNoQt();
  void itComputesTheSame();
  void drawingIsRefused_data();
  void drawingIsRefused();
};

void WithoutWindowTest::itLoadsNoQt() {
  const QString with = ended("ldd", {programPath()}).out, without = ended("ldd", {program}).out;
  QVERIFY2(with.contains("libQt6Core"), qPrintable(with));
  QVERIFY2(without.contains("libhdf5") && !without.contains("Qt"), qPrintable(without));
}

void WithoutWindowTest::itComputesTheSame() {
  qputenv("SOURCE_DATE_EPOCH", "1700000000");
  QTemporaryDir folder;
  const QStringList common{"extract", golden("tiny"), "--batch", "16", "-o"};
  QCOMPARE(ended(programPath(), common + QStringList{"with.h5"}, folder.path()).status, 0);
  const Ended extracted = ended(program, common + QStringList{"without.h5"}, folder.path());
  QVERIFY2(extracted.status == 0, qPrintable(extracted.err));
  QVERIFY(fileBytes(folder.filePath("without.h5")) == fileBytes(folder.filePath("with.h5")));
  for (const QStringList& reading : {QStringList{"show"}, QStringList{"analyze", "phases"}}) {
    const Ended shown = ended(program, reading + QStringList{"without.h5"}, folder.path());
    QVERIFY2(shown.status == 0, qPrintable(shown.err));
    QCOMPARE(shown.out, ended(programPath(), reading + QStringList{"without.h5"}, folder.path()).out);
  }
}

void WithoutWindowTest::drawingIsRefused_data() {
  QTest::addColumn<QStringList>("arguments");
  QTest::newRow("window") << QStringList{};
  QTest::newRow("window of a run") << QStringList{golden("tiny")};
  QTest::newRow("figure") << QStringList{"figure", "x.h5", "-o", "x.pdf"};
  QTest::newRow("animate") << QStringList{"animate", "x.h5", "-o", "x.gif"};
  QTest::newRow("report") << QStringList{"report", "x.h5", "-o", "x.html"};
}

void WithoutWindowTest::drawingIsRefused() {
  QFETCH(QStringList, arguments);
  const Ended refused = ended(program, arguments);
  QCOMPARE(refused.status, 2);
  QVERIFY2(refused.err.contains("built without window and figures") && refused.err.count('\n') == 1,
           qPrintable(refused.err));
}

QTEST_GUILESS_MAIN(WithoutWindowTest)
#include "tst_without_window.moc"
