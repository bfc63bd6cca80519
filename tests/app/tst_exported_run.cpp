// SPDX-License-Identifier: GPL-3.0-or-later
// A run whose network is a program of torch.export, through the commands that look inside it: what they say is what
// they say of the same network as TorchScript.
#include "tests/app/program.h"
#include "tests/core/near.h"

#include <QTest>

using namespace spindle::test;

class ExportedRunTest : public QObject {
  Q_OBJECT

 private:
  QTemporaryDir folder_;
  Ended spindle(const QStringList& arguments) const { return spindleProgram(arguments, folder_.path()); }

  /// The same cells, numbers to 1e-4 of their size.
  static bool sameTable(const QByteArray& one, const QByteArray& other) {
    const auto lines = one.trimmed().split('\n'), others = other.trimmed().split('\n');
    if (lines.size() != others.size() || lines.size() < 2) return false;
    for (qsizetype i = 0; i < lines.size(); ++i) {
      const auto cells = lines[i].split(','), beside = others[i].split(',');
      if (cells.size() != beside.size()) return false;
      for (qsizetype k = 0; k < cells.size(); ++k) {
        bool number = false;
        const double value = cells[k].toDouble(&number);
        const bool same = number && std::isfinite(value)
                              ? near(beside[k].toDouble(), value, 1e-4 * (1e-2 + std::abs(value)))
                              : cells[k] == beside[k];
        if (!same) return false;
      }
    }
    return true;
  }

 private slots:
  void initTestCase() {
    for (const char* kind : {"script", "export"}) copyFolder(golden("tiny"), folder_.filePath(QString(kind) + "/tiny"));
    QVERIFY(QFile::remove(folder_.filePath("export/tiny/model.pt")));
    QVERIFY(QFile::copy(golden("../model/exported/tiny_run.pt2"), folder_.filePath("export/tiny/model.pt2")));
  }

  void asTorchScript_data() {
    QTest::addColumn<QStringList>("extract");
    QTest::addColumn<QStringList>("measure");
    QTest::addColumn<QString>("analysis");
    QTest::addColumn<QString>("table");
    QTest::newRow("layers") << QStringList{"--layers", "all", "--probe-data", "script/tiny/samples.csv"}
                            << QStringList() << "dynamics"
                            << "dynamics";
    QTest::newRow("gradients") << QStringList() << QStringList{"kernel"} << "kernel"
                               << "kernel";
    QTest::newRow("gates") << QStringList() << QStringList{"gates", "--epochs", "2"} << "paths"
                           << "paths";
  }

  void asTorchScript() {
    QFETCH(QStringList, extract);
    QFETCH(QStringList, measure);
    QFETCH(QString, analysis);
    QFETCH(QString, table);
    QByteArray tables[2];
    for (const int kind : {0, 1}) {
      const QString folder = kind == 0 ? "script" : "export", run = folder + "/tiny", results = folder + ".h5";
      const Ended extracted = spindle(QStringList{"extract", run, "-o", results, "--anew"} + extract);
      QVERIFY2(extracted.status == 0, qPrintable(extracted.err));
      if (!measure.isEmpty()) {
        const Ended measured = spindle(QStringList{"measure", measure[0], run, "--into", results} + measure.mid(1));
        QVERIFY2(measured.status == 0, qPrintable(measured.err));
      }
      const Ended analyzed = spindle({"analyze", analysis, results, "--csv", folder + "-csv"});
      QVERIFY2(analyzed.status == 0, qPrintable(analyzed.err));
      tables[kind] = fileBytes(folder_.filePath(folder + "-csv/" + table + ".csv"));
    }
    QVERIFY2(sameTable(tables[0], tables[1]), tables[0] + "\n" + tables[1]);
  }
};

QTEST_GUILESS_MAIN(ExportedRunTest)
#include "tst_exported_run.moc"
