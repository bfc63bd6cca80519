// SPDX-License-Identifier: GPL-3.0-or-later
// Tables as JSON lines and for NumPy, byte by byte, and as NumPy reads them where it is installed.
#include "core/chart/table_formats.h"
#include "core/chart/table_npz.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <cstring>
#include <limits>

using namespace spindle;

namespace {

Table sample() {
  Table table("t", "A table",
              {{"step", "step", ColumnKind::step},
               {"share", "share"},
               {"order", "order", ColumnKind::count},
               {"salient", "salient", ColumnKind::flag},
               {"name", "name", ColumnKind::text}});
  table.addRow({0.0, 0.25, std::int64_t{1}, true, std::string("caf\u00e9 \"x\"")});
  table.addRow({1e6, std::numeric_limits<double>::quiet_NaN(), std::int64_t{-2}, false,
                std::string("\xff"
                            "b")});
  return table;
}

/// The bytes of a member after the head of its array.
QByteArray member(const QByteArray& zip, const QByteArray& name, const QByteArray& type) {
  const qsizetype at = zip.indexOf(name + "\x93NUMPY");
  if (at < 0) return "no such member";
  const qsizetype head = at + name.size();
  const auto length = static_cast<unsigned char>(zip[head + 8]) + 256 * static_cast<unsigned char>(zip[head + 9]);
  if ((10 + length) % 64 != 0 || !zip.mid(head + 10, length).contains("'descr': '" + type + "'")) return "no such type";
  return zip.mid(head + 10 + length);
}

template <class Number>
Number at(const QByteArray& bytes, int place) {
  Number number{};
  std::memcpy(&number, bytes.constData() + place * static_cast<int>(sizeof number), sizeof number);
  return number;
}

}  // namespace

class TableFilesTest : public QObject {
  Q_OBJECT

 private slots:
  void linesAreObjects() {
    const std::string lines = jsonLines(sample(), "run \"1\"");
    QCOMPARE(QString::fromStdString(lines).section('\n', 0, 0),
             QString("{\"table\": \"t\", \"run\": \"run \\\"1\\\"\", \"step\": 0, \"share\": 0.25, \"order\": 1, "
                     "\"salient\": true, \"name\": \"caf\u00e9 \\\"x\\\"\"}"));
    QVERIFY(QString::fromStdString(lines).section('\n', 1, 1).contains("\"share\": null"));
  }

  void arraysHoldTheNumbers() {
    const std::vector<Table> tables{sample()};
    const QByteArray zip = QByteArray::fromStdString(npzBytes(tables, "0.1"));
    QVERIFY(zip.startsWith("PK\3\4") && zip.mid(30).startsWith("spindle.npy"));
    QCOMPARE(at<double>(member(zip, "t.step.npy", "<f8"), 1), 1e6);
    QCOMPARE(at<double>(member(zip, "t.share.npy", "<f8"), 0), 0.25);
    QVERIFY(std::isnan(at<double>(member(zip, "t.share.npy", "<f8"), 1)));
    QCOMPARE(at<qint64>(member(zip, "t.order.npy", "<i8"), 1), qint64{-2});
    QCOMPARE(member(zip, "t.salient.npy", "|b1").left(2), QByteArray("\1\0", 2));
    const QByteArray name = member(zip, "t.name.npy", "<U8");
    QCOMPARE(at<quint32>(name, 3), 0xE9U);
    QCOMPARE(at<quint32>(name, 8), 0xFFFDU);  // no UTF-8
    QCOMPARE(zip, QByteArray::fromStdString(npzBytes(tables, "0.1")));
  }

  void numpyReadsThem() {
    QTemporaryDir folder;
    QFile file(folder.filePath("t.npz"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    const std::vector<Table> tables{sample()};
    file.write(QByteArray::fromStdString(npzBytes(tables, "0.1")));
    file.close();
    QProcess python;
    python.start("python3", {"-c",
                             "import sys\ntry:\n import numpy\nexcept ImportError:\n print('none'); sys.exit()\n"
                             "f = numpy.load(sys.argv[1])\n"
                             "print(str(f['spindle']), f['t.order'].tolist(), f['t.step'].sum(), f['t.name'][0][:4])",
                             file.fileName()});
    QVERIFY(python.waitForFinished());
    const QByteArray told = python.readAllStandardOutput().trimmed();
    if (told == "none") QSKIP("NumPy is not installed");
    QCOMPARE(QString::fromUtf8(told), QString("0.1 [1, -2] 1000000.0 caf\u00e9"));
  }
};

QTEST_GUILESS_MAIN(TableFilesTest)
#include "tst_table_files.moc"
