// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/results_file.h"
#include "tests/core/store/sample_results.h"

#include <QTemporaryDir>
#include <QTest>
#include <hdf5.h>

#include <sys/stat.h>

using namespace spindle;
using namespace spindle::test;
namespace fs = std::filesystem;

// HDF5 1.10 itself forgets memory when a file turns out to be damaged while it is being opened.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() {
  return "leak:libhdf5";
}

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

void linkOutside(const fs::path& file, const char* name) {
  const fs::path other = file.parent_path() / "other.h5";
  fs::copy_file(file, other, fs::copy_options::overwrite_existing);
  remove(file, name);
  const hid_t id = H5Fopen(file.c_str(), H5F_ACC_RDWR, H5P_DEFAULT);
  H5Lcreate_external(other.c_str(), name, id, name, H5P_DEFAULT, H5P_DEFAULT);
  H5Fclose(id);
}

void replaceWith(const fs::path& file, const char* name, hid_t space, hid_t list) {
  const hid_t id = H5Fopen(file.c_str(), H5F_ACC_RDWR, H5P_DEFAULT);
  H5Ldelete(id, name, H5P_DEFAULT);
  H5Dclose(H5Dcreate2(id, name, H5T_IEEE_F64LE, space, H5P_DEFAULT, list, H5P_DEFAULT));
  H5Fclose(id);
  H5Sclose(space);
  H5Pclose(list);
}

void storeOutside(const fs::path& file, const char* name, hsize_t length) {
  const fs::path other = file.parent_path() / "users.txt";
  putBytes(other, std::string(8 * length, 'u'));
  const hid_t list = H5Pcreate(H5P_DATASET_CREATE);
  H5Pset_external(list, other.c_str(), 0, 8 * length);
  replaceWith(file, name, H5Screate_simple(1, &length, nullptr), list);
}

void putTogether(const fs::path& file, const char* name, hsize_t length) {
  const fs::path other = file.parent_path() / "other.h5";
  fs::copy_file(file, other, fs::copy_options::overwrite_existing);
  const hid_t list = H5Pcreate(H5P_DATASET_CREATE), space = H5Screate_simple(1, &length, nullptr);
  H5Pset_virtual(list, space, other.c_str(), name, space);
  replaceWith(file, name, space, list);
}

void replaceChunked(const fs::path& file, const char* name, const std::vector<hsize_t>& extent,
                    const std::vector<hsize_t>& chunk, H5Z_filter_t filter) {
  const hid_t list = H5Pcreate(H5P_DATASET_CREATE);
  std::vector<hsize_t> most(extent.size(), H5S_UNLIMITED);
  H5Pset_chunk(list, static_cast<int>(chunk.size()), chunk.data());
  if (filter == H5Z_FILTER_SCALEOFFSET) H5Pset_scaleoffset(list, H5Z_SO_FLOAT_DSCALE, 3);
  if (filter == H5Z_FILTER_DEFLATE) H5Pset_deflate(list, 9);
  replaceWith(file, name, H5Screate_simple(static_cast<int>(extent.size()), extent.data(), most.data()), list);
}

void makeNamesLong(const fs::path& file) {
  const hid_t id = H5Fopen(file.c_str(), H5F_ACC_RDWR, H5P_DEFAULT);
  H5Ldelete(id, "samples/name", H5P_DEFAULT);
  const hid_t type = H5Tcopy(H5T_C_S1), list = H5Pcreate(H5P_DATASET_CREATE);
  H5Tset_size(type, std::size_t{1} << 29);
  const hsize_t length = 2, chunk = 1;
  H5Pset_chunk(list, 1, &chunk);
  H5Pset_deflate(list, 9);
  const hid_t space = H5Screate_simple(1, &length, nullptr);
  H5Dclose(H5Dcreate2(id, "samples/name", type, space, H5P_DEFAULT, list, H5P_DEFAULT));
  H5Sclose(space);
  H5Pclose(list);
  H5Tclose(type);
  H5Fclose(id);
}

template <class T>
void append(std::string& bytes, const std::vector<T>& numbers) {
  bytes.append(reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof(T));
}

/// All that a results file tells, as bytes.
std::string contentsOf(const fs::path& file) {
  const auto reader = ResultsReader::open(file);
  const ResultsHeader& h = reader->header();
  std::string all = h.version + h.created + h.run + h.options + std::to_string(h.variables) + h.source.architecture +
                    h.source.settings + reader->phase().rule + std::to_string(reader->phase().checkpoint) +
                    std::to_string(reader->phase().step) + (reader->stopped() ? "stopped" : "");
  for (const auto* list :
       {&h.checkpointNames, &h.sampleNames, &h.sampleVariables, &h.source.checkpoints, &h.source.samples}) {
    for (const std::string& text : *list) all += text + "|";
  }
  for (const auto* list : {&h.step, &h.epoch, &h.trainLoss, &h.testLoss}) append(all, *list);
  for (const LoggedColumn& column : h.logged) {
    all += column.name + "|";
    append(all, column.values);
  }
  for (const StoredMeasurement& one : h.measurements) {
    all += one.name + "|" + one.options + "|" + std::to_string(one.schema);
    for (const MeasuredArray& array : one.arrays) {
      all += array.name;
      append(all, array.values);
    }
  }
  append(all, h.sampleIndex);
  append(all, h.sampleTarget);
  for (std::size_t c = 0; c < h.checkpoints(); ++c) {
    append(all, reader->strength(c).positive);
    append(all, reader->strength(c).negative);
    append(all, std::vector{reader->threshold(c)});
    for (std::size_t s = 0; s < h.samples(); ++s) {
      all += reader->done(c, s) ? "done" : "not";
      const PairResult pair = reader->pair(c, s);
      append(all, std::vector{pair.l1, pair.lowerBound});
      for (const auto* table : {&pair.values, &pair.andPart, &pair.orPart})
        append(all, std::vector(table->values().begin(), table->values().end()));
    }
  }
  return all;
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
                                          << "is an HDF5 file but contains no Spindle results.";
    QTest::newRow("a newer schema") << "newer"
                                    << "has schema version 2, but this Spindle reads version 1; open it with a newer";
    QTest::newRow("an older schema") << "older"
                                     << "has schema version 0, but this Spindle reads version 1; compute";
    QTest::newRow("cut in half") << "cut"
                                 << "is cut short";
    QTest::newRow("another shape") << "shape"
                                   << "is damaged (interactions/or has a different shape than the rest)";
    QTest::newRow("another type") << "type"
                                  << "is damaged (checkpoints/name is not text of fixed length)";
    QTest::newRow("not 2^n") << "size"
                             << "is damaged (its tables do not have 2^n entries";
    QTest::newRow("absurd sizes") << "absurd"
                                  << "is damaged (it claims more checkpoints";
    QTest::newRow("a table missing") << "missing"
                                     << "is damaged (";
    QTest::newRow("a pipe") << "pipe"
                            << "is a pipe or a device, not a results file.";
    QTest::newRow("a table that is a link to another file") << "link"
                                                            << "is damaged (values is a link, which is not followed";
    QTest::newRow("a list whose bytes stand in another file")
        << "storage"
        << "is damaged (checkpoints/train_loss lies in another file";
    QTest::newRow("a list put together from another file") << "virtual"
                                                           << "is damaged (checkpoints/step lies in another file";
    QTest::newRow("names of 512 MB") << "names"
                                     << "is damaged (samples/name ";
    QTest::newRow("a table in one block of 2 GB") << "block"
                                                  << "is damaged (values is stored in blocks that are too large";
    QTest::newRow("a filter out of a library") << "filter"
                                               << "is damaged (";
    QTest::newRow("phase two at no checkpoint") << "phase"
                                                << "is damaged (phase two begins at a checkpoint that does not exist)";
    QTest::newRow("infinite strengths") << "strength"
                                        << "is damaged (checkpoint 1: a strength is infinite)";
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
    if (fault == "pipe") {
      fs::remove(file_);
      QCOMPARE(::mkfifo(file_.c_str(), 0600), 0);
    }
    if (fault == "link") linkOutside(file_, "values");
    if (fault == "storage") storeOutside(file_, "checkpoints/train_loss", 2);
    if (fault == "virtual") putTogether(file_, "checkpoints/step", 2);
    if (fault == "names") makeNamesLong(file_);
    if (fault == "block") replaceChunked(file_, "values", {2, 2, 8}, {16384, 4096, 4}, H5Z_FILTER_DEFLATE);
    if (fault == "filter") replaceChunked(file_, "values", {2, 2, 8}, {1, 1, 8}, H5Z_FILTER_SCALEOFFSET);
    if (fault == "phase") {
      const auto writer = ResultsWriter::create(file_, sampleHeader(3, 2, 2));
      writeMissing(*writer, sampleHeader(3, 2, 2));
      writer->finish({2, 1.0, "rule"});
    }
    if (fault == "strength") {
      const auto writer = ResultsWriter::create(file_, sampleHeader(3, 2, 2));
      auto strength = sampleStrength(3, 1);
      strength.negative[2] = -std::numeric_limits<double>::infinity();
      writer->write(1, samplePairs(3, 1, 2), strength, 0.1);
      writer->finish({});
    }
    const std::string sentence = sentenceOf([&] { ResultsReader::open(file_); });
    QVERIFY2(sentence.find(says.toStdString()) != std::string::npos, sentence.c_str());
    QVERIFY(sentence.find(file_.string()) != std::string::npos);
    QVERIFY(sentence.ends_with("."));
    if (fault == "folder") fs::remove(file_);
  }

  void tablesWithoutNumbersAreDamage_data() {
    QTest::addColumn<int>("table");
    QTest::addColumn<QString>("says");
    const QString place = "is damaged (checkpoint 1, sample 0: ";
    QTest::newRow("a score") << 0 << place + "a score is not";
    QTest::newRow("an AND interaction") << 1 << place + "an AND interaction is not";
    QTest::newRow("an OR interaction") << 2 << place + "an OR interaction is not";
    QTest::newRow("the norm") << 3 << place + "the decomposition's norm or bound is not";
    QTest::newRow("the bound") << 4 << place + "the decomposition's norm or bound is not";
  }

  void tablesWithoutNumbersAreDamage() {
    QFETCH(int, table);
    QFETCH(QString, says);
    const auto header = sampleHeader(3, 2, 2);
    auto pairs = samplePairs(3, 1, 2);
    if (table == 0) pairs[0].values[5] = markedNaN();
    if (table == 1) pairs[0].andPart[1] = std::numeric_limits<double>::infinity();
    if (table == 2) pairs[0].orPart[7] = markedNaN();
    if (table == 3) pairs[0].l1 = markedNaN();
    if (table == 4) pairs[0].lowerBound = -std::numeric_limits<double>::infinity();
    const auto writer = ResultsWriter::create(file_, header);
    writer->write(1, pairs, sampleStrength(3, 1), 0.1);
    writer->finish({});
    const auto reader = ResultsReader::open(file_);
    QVERIFY(sameBits(reader->pair(1, 1), pairs[1]));
    const std::string sentence = sentenceOf([&] { (void)reader->pair(1, 0); });
    QVERIFY2(sentence.find(says.toStdString()) != std::string::npos, sentence.c_str());
    QVERIFY(sentence.find(file_.string()) != std::string::npos);
  }

  /// Single bits all over the file: the same contents, or a sentence.
  /// HDF5's own check sum (Fletcher's) does not see it.
  void noWordOfZerosBecomesOnesSilently() {
    writeAll(file_, sourceHeader(2, 2, 2));
    const std::string whole = bytesOf(file_), contents = contentsOf(file_);
    int tried = 0;
    for (std::size_t at = 0; at + 2 <= whole.size(); at += 3) {
      if (whole[at] != 0 || whole[at + 1] != 0) continue;
      std::string changed = whole;
      changed[at] = changed[at + 1] = '\xff';
      putBytes(file_, changed);
      std::string found;
      const std::string sentence = sentenceOf([&] { found = contentsOf(file_); });
      QVERIFY2(!sentence.empty() || found == contents, std::to_string(at).c_str());
      ++tried;
    }
    QVERIFY(tried > 500);
  }

  void noSingleBitChangesNumbersSilently() {
    writeAll(file_, sourceHeader(2, 2, 2));
    const std::string whole = bytesOf(file_), contents = contentsOf(file_);
    QVERIFY(contents.size() > 500);
    int told = 0, same = 0;
    for (std::size_t bit = 0; bit < 8 * whole.size(); bit += 43) {
      std::string changed = whole;
      changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << bit % 8));
      putBytes(file_, changed);
      std::string found;
      const std::string sentence = sentenceOf([&] { found = contentsOf(file_); });
      ++(sentence.empty() ? same : told);
      QVERIFY2(!sentence.empty() || found == contents, std::to_string(bit).c_str());
    }
    qInfo("%d told, %d without effect", told, same);
    QVERIFY(told > 500);
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
