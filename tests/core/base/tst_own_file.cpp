// SPDX-License-Identifier: GPL-3.0-or-later
// What lies in the build tree; tests/app/tst_install.cpp has the installed tree.
#include "core/base/own_file.h"
#include "core/base/user_error.h"

#include <QDir>
#include <QTest>

using namespace spindle;

class OwnFileTest : public QObject {
  Q_OBJECT

 private slots:
  void programIsBesideItself() {
    QCOMPARE(ownFile("tst_core_base_own_file").string(), QFileInfo("/proc/self/exe").canonicalFilePath().toStdString());
  }

  void bundledRunIsTheOneOfTheSources() {
    QCOMPARE(ownFile("runs/fashion-lenet").string(),
             QFileInfo(SPINDLE_SOURCE_DIR "/sample_models/fashion-lenet").canonicalFilePath().toStdString());
  }

  void workingFolderDoesNotMatter() {
    const QString before = QDir::currentPath();
    const auto expected = ownFile("runs/fashion-lenet");
    QVERIFY(QDir::setCurrent("/"));
    QCOMPARE(ownFile("runs/fashion-lenet"), expected);
    QVERIFY(QDir::setCurrent(before));
  }

  void missingPartNamesWhereItWasLookedFor() {
    try {
      ownFile("no_such_part.so");
      QFAIL("no error");
    } catch (const UserError& error) {
      const QString sentence = error.what();
      for (const char* word : {"no_such_part.so", "/bin", "/share/spindle", "install Spindle again"})
        QVERIFY2(sentence.contains(word), qPrintable(sentence));
    }
  }
};

QTEST_APPLESS_MAIN(OwnFileTest)
#include "tst_own_file.moc"
