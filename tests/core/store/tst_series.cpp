// SPDX-License-Identifier: GPL-3.0-or-later
// The kind of a series and the name of its axis in results files.
#include "tests/core/store/sample_results.h"

#include <QTemporaryDir>
#include <QTest>

using namespace spindle;
using namespace spindle::test;

class SeriesTest : public QObject {
  Q_OBJECT

 private slots:
  void keptInTheFile() {
    ResultsHeader header = sampleHeader(3, 2, 2);
    header.series = SeriesKind::depth;
    writeAll(file("depth.h5"), header);
    QVERIFY(ResultsReader::open(file("depth.h5"))->header().series == SeriesKind::depth);
    QVERIFY(ResultsReader::open(file("depth.h5"))->header().named());
    header.series = SeriesKind::models;
    header.axis = "pruning ratio";
    writeAll(file("models.h5"), header);
    const auto models = ResultsReader::open(file("models.h5"));
    QVERIFY(models->header().series == SeriesKind::models && !models->header().named());
    QCOMPARE(models->header().axis, std::string("pruning ratio"));
  }

  /// Files of training have neither attribute, as before there were any.
  void filesOfTrainingAreAsBefore() {
    writeAll(file("training.h5"), sampleHeader(3, 2, 2));
    const std::string bytes = bytesOf(file("training.h5"));
    QVERIFY(bytes.find("series") == std::string::npos);
    const auto results = ResultsReader::open(file("training.h5"));
    QVERIFY(results->header().series == SeriesKind::training && results->header().axis.empty());
  }

  void anUnknownKindIsRefused() {
    ResultsHeader header = sampleHeader(3, 2, 2);
    header.series = SeriesKind::depth;
    writeAll(file("later.h5"), header);
    std::string bytes = bytesOf(file("later.h5"));
    for (auto at = bytes.find("depth"); at != std::string::npos; at = bytes.find("depth", at + 1))
      bytes.replace(at, 5, "sweep");
    putBytes(file("later.h5"), bytes);
    const std::string told = sentenceOf([&] { ResultsReader::open(file("later.h5")); });
    // The check sum of the object header may refuse it first; silently read as something else it must never be.
    QVERIFY2(told.find("later.h5") != std::string::npos, told.c_str());
  }

 private:
  [[nodiscard]] std::filesystem::path file(const char* name) const { return folder_.filePath(name).toStdString(); }
  QTemporaryDir folder_;
};

QTEST_APPLESS_MAIN(SeriesTest)
#include "tst_series.moc"
