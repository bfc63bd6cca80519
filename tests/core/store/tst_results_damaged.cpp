#include "core/store/results_file.h"
#include "tests/core/store/sample_results.h"

#include <QTemporaryDir>
#include <QTest>
#include <hdf5.h>

using namespace spindle;
using namespace spindle::test;
namespace fs = std::filesystem;

// HDF5 1.10 itself forgets memory when a file turns out to be damaged while it is being opened.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() { return "leak:libhdf5"; }

namespace {

void setSchema(const fs::path& file, int schema) {
  const hid_t id = H5Fopen(file.c_str(), H5F_ACC_RDWR, H5P_DEFAULT);
  const hid_t attribute = H5Aopen(id, "spindle_schema", H5P_DEFAULT);
  H5Awrite(attribute, H5T_NATIVE_INT, &schema);
  H5Aclose(attribute);
  H5Fclose(id);
}

void replaceDataset(const fs::path& file, const char* name, hid_t type, const std::vector<hsize_t>& extent) {
  const hid_t id = H5Fopen(file.c_str(), H5F_ACC_RDWR, H5P_DEFAULT);
  H5Ldelete(id, name, H5P_DEFAULT);
  const hid_t space = H5Screate_simple(static_cast<int>(extent.size()), extent.data(), nullptr);
  H5Dclose(H5Dcreate2(id, name, type, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT));
  H5Sclose(space);
  H5Fclose(id);
}

void remove(const fs::path& file, const char* name) {
  const hid_t id = H5Fopen(file.c_str(), H5F_ACC_RDWR, H5P_DEFAULT);
  H5Ldelete(id, name, H5P_DEFAULT);
  H5Fclose(id);
}

// Opens and reads all there is. Anything but success and a UserError fails the test.
bool readsOrTells(const fs::path& file) {
  try {
    const auto reader = ResultsReader::open(file);
    for (std::size_t c = 0; c < reader->header().checkpoints(); ++c) {
      for (std::size_t s = 0; s < reader->header().samples(); ++s) (void)reader->pair(c, s);
    }
    return true;
  } catch (const UserError& error) {
    const std::string text = error.what();
    return text.find(file.string()) != std::string::npos && text.find('\n') == std::string::npos && text.ends_with(".");
  }
}

}  // namespace

class TestResultsDamaged : public QObject {
  Q_OBJECT
 private slots:
  void init() {
    file_ = fs::path(folder_.path().toStdString()) / "results.h5";
    fs::remove(file_);
    writeAll(file_, sampleHeader(3, 2, 2));
  }

  void eachFaultHasItsSentence_data() {
    QTest::addColumn<QString>("fault");
    QTest::addColumn<QString>("says");
    QTest::newRow("nothing there") << "gone"
                                   << "There is no results file";
    QTest::newRow("a folder") << "folder"
                              << "is a folder, not a results file.";
    QTest::newRow("an empty file") << "empty"
                                   << "is not a results file: it is empty.";
    QTest::newRow("a text") << "text"
                            << "is not a results file: it is not in HDF5 format.";
    QTest::newRow("somebody else's HDF5") << "foreign"
                                          << "is an HDF5 file but holds no results of Spindle.";
    QTest::newRow("a newer schema") << "newer"
                                    << "has schema version 2, but this Spindle reads version 1; open it with a newer";
    QTest::newRow("an older schema") << "older"
                                     << "has schema version 0, but this Spindle reads version 1; compute";
    QTest::newRow("cut in half") << "cut"
                                 << "is cut short";
    QTest::newRow("another shape") << "shape"
                                   << "is damaged (interactions/or has another shape than the rest)";
    QTest::newRow("another type") << "type"
                                  << "is damaged (checkpoints/name holds no text of fixed length)";
    QTest::newRow("not 2^n") << "size"
                             << "is damaged (its tables do not have 2^n entries";
    QTest::newRow("absurd sizes") << "absurd"
                                  << "is damaged (it claims more checkpoints";
    QTest::newRow("a table missing") << "missing"
                                     << "is damaged (";
  }

  void eachFaultHasItsSentence() {
    QFETCH(QString, fault);
    QFETCH(QString, says);
    if (fault == "gone" || fault == "folder") fs::remove(file_);
    if (fault == "folder") fs::create_directory(file_);
    if (fault == "empty") putBytes(file_, "");
    if (fault == "text") putBytes(file_, "step,strength\n0,1\n");
    if (fault == "foreign") H5Fclose(H5Fcreate(file_.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT));
    if (fault == "newer") setSchema(file_, 2);
    if (fault == "older") setSchema(file_, 0);
    if (fault == "cut") fs::resize_file(file_, fs::file_size(file_) / 2);
    if (fault == "shape") replaceDataset(file_, "interactions/or", H5T_IEEE_F64LE, {2, 2, 4});
    if (fault == "type") replaceDataset(file_, "checkpoints/name", H5T_IEEE_F64LE, {2});
    if (fault == "size") replaceDataset(file_, "values", H5T_IEEE_F64LE, {2, 2, 6});
    if (fault == "absurd") replaceDataset(file_, "values", H5T_IEEE_F64LE, {hsize_t{1} << 40, 2, 8});
    if (fault == "missing") remove(file_, "done");
    const std::string sentence = sentenceOf([&] { ResultsReader::open(file_); });
    QVERIFY2(sentence.find(says.toStdString()) != std::string::npos, sentence.c_str());
    QVERIFY(sentence.find(file_.string()) != std::string::npos);
    QVERIFY(sentence.ends_with("."));
    if (fault == "folder") fs::remove(file_);
  }

  void everyTruncationIsTold() {
    const std::string whole = bytesOf(file_);
    for (std::size_t size = 0; size < whole.size(); size += 61) {
      putBytes(file_, whole.substr(0, size));
      QVERIFY2(!sentenceOf([&] { ResultsReader::open(file_); }).empty(), std::to_string(size).c_str());
    }
  }

  void changedBytesNeverCrash() {
    const std::string whole = bytesOf(file_);
    for (std::size_t at = 0; at < whole.size(); at += 17) {
      std::string changed = whole;
      changed[at] = static_cast<char>(~changed[at]);
      putBytes(file_, changed);
      QVERIFY2(readsOrTells(file_), std::to_string(at).c_str());
    }
  }

 private:
  QTemporaryDir folder_;
  fs::path file_;
};

QTEST_APPLESS_MAIN(TestResultsDamaged)
#include "tst_results_damaged.moc"
