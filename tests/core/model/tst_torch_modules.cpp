// SPDX-License-Identifier: GPL-3.0-or-later
// Which module with LibTorch is taken, and what is said of one that does not fit. None of these loads LibTorch but the
// last.
#include "core/base/own_file.h"
#include "core/base/user_error.h"
#include "core/model/module_function.h"
#include "core/model/torch_entry.h"
#include "core/model/torch_modules.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace spindle;

class TorchModulesTest : public QObject {
  Q_OBJECT
 private slots:
  void cleanup() { qunsetenv(torchModuleVariable); }
  void withoutAChoiceTheUsualOne();
  void chosenByFileAndByName();
  void whatDoesNotFitIsTold_data();
  void whatDoesNotFitIsTold();
  void theOneThatFitsIsTaken();
};

void TorchModulesTest::withoutAChoiceTheUsualOne() {
  QCOMPARE(chosenTorchModule(), ownFile("spindle_torch.so"));
  qputenv(torchModuleVariable, "");
  QCOMPARE(chosenTorchModule(), ownFile("spindle_torch.so"));
}

void TorchModulesTest::chosenByFileAndByName() {
  const auto file = ownFile("spindle_torch.so");
  qputenv(torchModuleVariable, QByteArray::fromStdString(file.string()));
  QCOMPARE(chosenTorchModule(), file);
  // A second one beside it.
  const auto named = file.parent_path() / "spindle_torch-named by a test.so";
  QFile::remove(QString::fromStdString(named.string()));
  QVERIFY(QFile::link(QString::fromStdString(file.string()), QString::fromStdString(named.string())));
  qputenv(torchModuleVariable, "named by a test");
  const auto chosen = chosenTorchModule();
  const auto all = torchModules();
  QVERIFY(QFile::remove(QString::fromStdString(named.string())));
  QCOMPARE(chosen, named);
  QVERIFY(std::ranges::find(all, named) != all.end());
}

void TorchModulesTest::whatDoesNotFitIsTold_data() {
  QTest::addColumn<QString>("chosen");
  QTest::addColumn<QString>("said");
  const QString folder = QStringLiteral(SPINDLE_STRANGE_MODULES "/");
  QTest::newRow("missing file") << "/nowhere/spindle_torch.so"
                                << "There is no module /nowhere/spindle_torch.so with PyTorch";
  QTest::newRow("missing name") << "9.9"
                                << "There is no module 9.9 with PyTorch";
  QTest::newRow("no library") << QStringLiteral(SPINDLE_SOURCE_DIR "/README.md") << "cannot be loaded";
  QTest::newRow("another library") << folder + "stranger.so"
                                   << "is not a module of this Spindle with PyTorch";
  QTest::newRow("another version") << folder + "other_version.so"
                                   << "belongs to another version of Spindle (0.0.9-012345, this is ";
  QTest::newRow("another PyTorch") << folder + "other_torch.so"
                                   << "was built with PyTorch 2.15.0 but finds 2.16.1+cpu";
}

void TorchModulesTest::whatDoesNotFitIsTold() {
  QFETCH(QString, chosen);
  QFETCH(QString, said);
  qputenv(torchModuleVariable, chosen.toUtf8());
  try {
    (void)moduleFunction(torchModule, torchFactsSymbol);
    QFAIL("was taken");
  } catch (const UserError& error) {
    const QString sentence = error.what();
    QVERIFY2(sentence.contains(said), qPrintable(sentence));
    QVERIFY2(sentence.endsWith('.') && !sentence.contains('\n'), qPrintable(sentence));
  }
}

void TorchModulesTest::theOneThatFitsIsTaken() {
  QVERIFY(moduleFunction(torchModule, torchFactsSymbol) != nullptr);
  QVERIFY_EXCEPTION_THROWN(moduleFunction(torchModule, "noSuchFunction"), UserError);
}

QTEST_APPLESS_MAIN(TorchModulesTest)
#include "tst_torch_modules.moc"
