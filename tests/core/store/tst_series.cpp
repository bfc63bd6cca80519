// SPDX-License-Identifier: GPL-3.0-or-later
// The kind of a series and the name of its axis in results files.
#include "tests/core/store/sample_results.h"

#include <QTemporaryDir>
#include <QTest>
#include <hdf5.h>

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
    const hid_t id = H5Fopen(file("later.h5").c_str(), H5F_ACC_RDWR, H5P_DEFAULT);
    const hid_t attribute = H5Aopen(id, "series", H5P_DEFAULT), type = H5Aget_type(attribute);
    const char* word = "sweep";
    H5Awrite(attribute, type, H5Tis_variable_str(type) > 0 ? static_cast<const void*>(&word) : word);
    H5Tclose(type);
    H5Aclose(attribute);
    H5Fclose(id);
    const std::string told = sentenceOf([&] { ResultsReader::open(file("later.h5")); });
    QVERIFY2(told.find("holds a series of \"sweep\", which this Spindle does not know") != std::string::npos,
             told.c_str());
  }

 private:
  [[nodiscard]] std::filesystem::path file(const char* name) const { return folder_.filePath(name).toStdString(); }
  QTemporaryDir folder_;
};

QTEST_APPLESS_MAIN(SeriesTest)
#include "tst_series.moc"
