// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/results_file.h"
#include "tests/core/store/sample_results.h"

#include <QTemporaryDir>
#include <QTest>
#include <hdf5.h>

#include <atomic>
#include <limits>
#include <thread>

using namespace spindle;
using namespace spindle::test;
namespace fs = std::filesystem;

namespace {

std::vector<hsize_t> shapeOf(hid_t file, const char* name) {
  const hid_t dataset = H5Dopen2(file, name, H5P_DEFAULT), space = H5Dget_space(dataset);
  std::vector<hsize_t> shape(static_cast<std::size_t>(H5Sget_simple_extent_ndims(space)));
  H5Sget_simple_extent_dims(space, shape.data(), nullptr);
  H5Sclose(space);
  H5Dclose(dataset);
  return shape;
}

bool hasType(hid_t file, const char* name, hid_t expected) {
  const hid_t dataset = H5Dopen2(file, name, H5P_DEFAULT), type = H5Dget_type(dataset);
  const bool same = expected == H5T_C_S1 ? H5Tget_class(type) == H5T_STRING && H5Tget_cset(type) == H5T_CSET_UTF8
                                         : H5Tequal(type, expected) > 0;
  H5Tclose(type);
  H5Dclose(dataset);
  return same;
}

std::vector<hsize_t> chunkOf(hid_t file, const char* name, std::vector<int>& filters) {
  const hid_t dataset = H5Dopen2(file, name, H5P_DEFAULT), list = H5Dget_create_plist(dataset);
  std::vector<hsize_t> chunk(3);
  H5Pget_chunk(list, 3, chunk.data());
  for (int f = 0; f < H5Pget_nfilters(list); ++f) {
    unsigned flags = 0, config = 0;
    std::size_t none = 0;
    filters.push_back(H5Pget_filter2(list, static_cast<unsigned>(f), &flags, &none, nullptr, 0, nullptr, &config));
  }
  H5Pclose(list);
  H5Dclose(dataset);
  return chunk;
}

}  // namespace

class TestResultsFile : public QObject {
  Q_OBJECT
 private slots:
  void measuredInSinglePrecisionWhereNothingIsLost() {
    const auto file = path("single.h5");
    auto header = sampleHeader(2, 2, 1);
    const double nothing = std::numeric_limits<double>::quiet_NaN(), endless = std::numeric_limits<double>::infinity();
    header.measurements = {{"novel",
                            1,
                            "{}",
                            {{"gates", {2, 1, 3}, {0.5, nothing, -0.0, static_cast<double>(0.1F), endless, 3.0}},
                             {"tenth", {2, 1, 1}, {0.1, 0.5}},
                             {"large", {2, 1, 1}, {1e300, 0.5}},
                             {"marked", {2, 1, 1}, {markedNaN(), 0.5}}}}};
    ResultsWriter::create(file, header)->finish({});
    const auto found = ResultsReader::open(file)->header().measurements.at(0).arrays;
    for (std::size_t k = 0; k < found.size(); ++k)
      QVERIFY(sameBits(found[k].values, header.measurements[0].arrays[k].values));
    const hid_t id = H5Fopen(file.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
    QVERIFY(hasType(id, "measurements/novel/gates", H5T_IEEE_F32LE));
    for (const char* name : {"tenth", "large", "marked"})
      QVERIFY2(hasType(id, (std::string("measurements/novel/") + name).c_str(), H5T_IEEE_F64LE), name);
    H5Fclose(id);
  }

  void everythingComesBackBitForBit_data() {
    QTest::addColumn<int>("n");
    QTest::addColumn<int>("checkpoints");
    QTest::addColumn<int>("samples");
    QTest::newRow("one variable, one checkpoint, one sample") << 1 << 1 << 1;
    QTest::newRow("five variables") << 5 << 3 << 4;
    QTest::newRow("twelve variables") << 12 << 2 << 3;
    QTest::newRow("more checkpoints than an attribute of 64 KB holds") << 1 << 10'000 << 1;
  }

  void everythingComesBackBitForBit() {
    QFETCH(int, n);
    QFETCH(int, checkpoints);
    QFETCH(int, samples);
    const auto file = path("round.h5");
    const auto header = sampleHeader(n, static_cast<std::size_t>(checkpoints), static_cast<std::size_t>(samples));
    const PhaseRecord phase{checkpoints - 1, 1.0, "mean order stopped falling (tolerance 0.05)"};
    const bool many = checkpoints > 100;  // then only the first two are computed
    {
      const auto writer = ResultsWriter::create(file, header);
      for (std::size_t c = 0; c < (many ? 2 : header.checkpoints()); ++c)
        writer->write(c, samplePairs(n, c, header.samples()), sampleStrength(n, c), sampleThreshold(c));
      writer->finish(phase);
    }
    QVERIFY(!fs::exists(partsOf(file)));

    const auto reader = ResultsReader::open(file);
    const auto& found = reader->header();
    QCOMPARE(found.version, header.version);
    QCOMPARE(found.created, header.created);
    QCOMPARE(found.run, header.run);
    QCOMPARE(found.options, header.options);
    QCOMPARE(found.variables, n);
    QVERIFY(sameBits(found.step, header.step));
    QVERIFY(sameBits(found.epoch, header.epoch));
    QVERIFY(sameBits(found.trainLoss, header.trainLoss));
    QVERIFY(sameBits(found.testLoss, header.testLoss));
    QCOMPARE(found.checkpointNames, header.checkpointNames);
    QCOMPARE(found.measurements.size(), std::size_t{1});
    const StoredMeasurement &novel = found.measurements[0], &written = header.measurements[0];
    QCOMPARE(novel.name, written.name);
    QCOMPARE(novel.schema, written.schema);
    QCOMPARE(novel.options, written.options);
    QCOMPARE(novel.arrays[0].name, written.arrays[0].name);
    QCOMPARE(novel.arrays[0].extent, written.arrays[0].extent);
    QVERIFY(sameBits(novel.arrays[0].values, written.arrays[0].values));
    QCOMPARE(found.logged.size(), header.logged.size());
    for (std::size_t k = 0; k < header.logged.size(); ++k) {
      QCOMPARE(found.logged[k].name, header.logged[k].name);
      QVERIFY(sameBits(found.logged[k].values, header.logged[k].values));
    }
    QCOMPARE(found.sampleIndex, header.sampleIndex);
    QCOMPARE(found.sampleTarget, header.sampleTarget);
    QCOMPARE(found.sampleNames, header.sampleNames);
    QCOMPARE(found.sampleVariables, header.sampleVariables);
    QCOMPARE(reader->phase(), phase);
    for (std::size_t c = 0; c < (many ? 2 : header.checkpoints()); ++c) {
      QCOMPARE(reader->threshold(c), sampleThreshold(c));
      QVERIFY(sameBits(reader->strength(c).positive, sampleStrength(n, c).positive));
      QVERIFY(sameBits(reader->strength(c).negative, sampleStrength(n, c).negative));
      for (std::size_t s = 0; s < header.samples(); ++s) {
        QVERIFY(reader->done(c, s));
        QVERIFY(sameBits(reader->pair(c, s), samplePair(n, c, s)));
      }
    }
    if (many) QVERIFY(!reader->done(header.checkpoints() - 1, 0));
  }

  void strengthsAndThresholdsMayBeUnknown() {
    const auto writer = ResultsWriter::create(path("nan.h5"), sampleHeader(3, 1, 1));
    writer->write(0, samplePairs(3, 0, 1), {}, markedNaN());
    writer->finish({});
    const auto reader = ResultsReader::open(path("nan.h5"));
    QVERIFY(sameBits(std::vector{reader->threshold(0)}, std::vector{markedNaN()}));
    QVERIFY(std::isnan(reader->strength(0).positive.at(2)));
    QCOMPARE(reader->phase().checkpoint, std::int64_t{-1});
  }

  void failedSamplesAndCheckpointsAreNotDone() {
    const auto header = sampleHeader(4, 3, 2);
    auto pairs = samplePairs(4, 1, 2);
    pairs[0] = {};
    const auto writer = ResultsWriter::create(path("missing.h5"), header);
    writer->write(1, pairs, sampleStrength(4, 1), 0.5);
    writer->write(2, {PairResult(), PairResult()}, {}, 0.0);
    QVERIFY(!writer->done(0) && !writer->done(1) && !writer->done(2));
    const auto check = [&](const ResultsReader& reader) {
      QVERIFY(!reader.done(0, 1) && !reader.done(1, 0) && reader.done(1, 1) && !reader.done(2, 0));
      QCOMPARE(reader.pair(1, 0).values.variables(), 0);
      QVERIFY(std::isnan(reader.pair(1, 0).l1));
      QVERIFY(sameBits(reader.pair(1, 1), pairs[1]));
      QVERIFY(std::isnan(reader.strength(0).negative.at(3)));
      QVERIFY(std::isnan(reader.threshold(0)));
      QCOMPARE(reader.threshold(1), 0.5);
    };
    check(*ResultsReader::open(path("missing.h5")));
    writer->finish({});
    check(*ResultsReader::open(path("missing.h5")));
  }

  void fileHasTheSchemaOfVersionOne() {
    const auto file = path("schema.h5");
    writeAll(file, sampleHeader(3, 4, 5));
    const hid_t id = H5Fopen(file.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
    QVERIFY(id >= 0);
    using Shape = std::vector<hsize_t>;
    const std::vector<std::tuple<const char*, hid_t, Shape>> expected = {
        {"/checkpoints/step", H5T_IEEE_F64LE, {4}},
        {"/checkpoints/epoch", H5T_IEEE_F64LE, {4}},
        {"/checkpoints/name", H5T_C_S1, {4}},
        {"/checkpoints/train_loss", H5T_IEEE_F64LE, {4}},
        {"/checkpoints/test_loss", H5T_IEEE_F64LE, {4}},
        {"/samples/index", H5T_STD_I64LE, {5}},
        {"/samples/target", H5T_STD_I64LE, {5}},
        {"/samples/name", H5T_C_S1, {5}},
        {"/samples/variables", H5T_C_S1, {5}},
        {"/values", H5T_IEEE_F64LE, {4, 5, 8}},
        {"/interactions/and", H5T_IEEE_F64LE, {4, 5, 8}},
        {"/interactions/or", H5T_IEEE_F64LE, {4, 5, 8}},
        {"/decomposition/l1", H5T_IEEE_F64LE, {4, 5}},
        {"/decomposition/lower_bound", H5T_IEEE_F64LE, {4, 5}},
        {"/strength/positive", H5T_IEEE_F64LE, {4, 3}},
        {"/strength/negative", H5T_IEEE_F64LE, {4, 3}},
        {"/done", H5T_STD_U8LE, {4, 5}}};
    for (const auto& [name, type, shape] : expected) {
      QVERIFY2(H5Lexists(id, name, H5P_DEFAULT) > 0, name);
      QVERIFY2(hasType(id, name, type), name);
      QVERIFY2(shapeOf(id, name) == shape, name);
    }
    for (const char* name : {"/values", "/interactions/and", "/interactions/or"}) {
      std::vector<int> filters;
      QCOMPARE(chunkOf(id, name, filters), (Shape{1, 1, 8}));
      QCOMPARE(filters, (std::vector<int>{H5Z_FILTER_SHUFFLE, H5Z_FILTER_DEFLATE}));
    }
    for (const char* name : {"spindle_schema", "spindle_version", "created", "run", "options"})
      QVERIFY2(H5Aexists(id, name) > 0, name);
    QVERIFY(H5Aexists(id, "continues") == 0);
    QVERIFY(H5Aexists_by_name(id, "/strength", "threshold", H5P_DEFAULT) > 0);
    for (const char* name : {"phase_two_checkpoint", "phase_two_step", "rule"})
      QVERIFY2(H5Aexists_by_name(id, "/phase", name, H5P_DEFAULT) > 0, name);
    int schema = 0;
    const hid_t attribute = H5Aopen(id, "spindle_schema", H5P_DEFAULT);
    H5Aread(attribute, H5T_NATIVE_INT, &schema);
    H5Aclose(attribute);
    H5Fclose(id);
    QCOMPARE(schema, 1);
  }

  void tablesPackedOtherwiseAreTakenUp() {
    const auto file = path("repacked.h5");
    const auto header = sampleHeader(3, 2, 2);
    {
      const auto writer = ResultsWriter::create(file, header);
      writer->write(1, samplePairs(3, 1, 2), sampleStrength(3, 1), sampleThreshold(1));
      writer->finish({});
    }
    const hid_t id = H5Fopen(file.c_str(), H5F_ACC_RDWR, H5P_DEFAULT);
    std::vector<double> values(2 * 2 * 8);
    const hsize_t extent[] = {2, 2, 8};
    const hid_t space = H5Screate_simple(3, extent, nullptr), old = H5Dopen2(id, "values", H5P_DEFAULT);
    H5Dread(old, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data());
    H5Dclose(old);
    H5Ldelete(id, "values", H5P_DEFAULT);
    const hid_t plain = H5Dcreate2(id, "values", H5T_IEEE_F64BE, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
    H5Dwrite(plain, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data());
    H5Dclose(plain);
    H5Sclose(space);
    H5Fclose(id);

    const auto writer = takenUp(file, header);
    QVERIFY(!writer->done(0) && writer->done(1));
    writeMissing(*writer, header);
    writer->finish(samplePhase());
    const auto reader = ResultsReader::open(file);
    for (std::size_t c = 0; c < 2; ++c) {
      for (std::size_t s = 0; s < 2; ++s) QVERIFY(sameBits(reader->pair(c, s), samplePair(3, c, s)));
    }
  }

  void equalResultsAreEqualBytes() {
    writeAll(path("a.h5"), sampleHeader(4, 3, 3));
    QTest::qWait(1100);  // time stamps would differ now
    writeAll(path("b.h5"), sampleHeader(4, 3, 3));
    QCOMPARE(bytesOf(path("a.h5")), bytesOf(path("b.h5")));
  }

  void readerFollowsTheWriter() {
    const auto file = path("follow.h5");
    const auto header = sampleHeader(4, 3, 2);
    const auto writer = ResultsWriter::create(file, header);
    const auto reader = ResultsReader::open(file);
    QVERIFY(!reader->done(0, 0));
    for (std::size_t c = 0; c < 3; ++c) {
      writer->write(c, samplePairs(4, c, 2), sampleStrength(4, c), sampleThreshold(c));
      QVERIFY(!reader->done(c, 0));
      reader->refresh();
      QVERIFY(reader->done(c, 1));
      QVERIFY(sameBits(reader->pair(c, 1), samplePair(4, c, 1)));
    }
    QVERIFY(sameBits(reader->pair(0, 1), samplePair(4, 0, 1)));
    writer->finish(samplePhase());
    QVERIFY(sameBits(reader->pair(2, 0), samplePair(4, 2, 0)));  // without a refresh
    reader->refresh();
    QCOMPARE(reader->phase(), samplePhase());
    QVERIFY(sameBits(reader->pair(1, 0), samplePair(4, 1, 0)));
  }

  void readersOfSeveralThreadsSeeWholeCheckpoints() {
    const auto file = path("threads.h5");
    const auto header = sampleHeader(6, 20, 3);
    const auto writer = ResultsWriter::create(file, header);
    const auto shared = ResultsReader::open(file);
    std::atomic<bool> stop = false;
    std::atomic<int> wrong = 0, seen = 0;
    const auto read = [&] {
      while (!stop) {
        shared->refresh();
        for (std::size_t c = 0; c < 20; ++c) {
          if (!shared->done(c, 2)) continue;
          ++seen;
          if (!sameBits(shared->pair(c, 2), samplePair(6, c, 2))) ++wrong;
        }
      }
    };
    std::thread first(read), second(read);
    writeMissing(*writer, header);
    writer->finish({});
    while (seen < 40) std::this_thread::yield();
    stop = true;
    first.join();
    second.join();
    QCOMPARE(wrong.load(), 0);
  }

  void indicesAreChecked() {
    writeAll(path("range.h5"), sampleHeader(2, 2, 2));
    const auto reader = ResultsReader::open(path("range.h5"));
    QVERIFY_EXCEPTION_THROWN((void)reader->pair(2, 0), std::out_of_range);
    QVERIFY_EXCEPTION_THROWN((void)reader->pair(0, 2), std::out_of_range);
    QVERIFY_EXCEPTION_THROWN((void)reader->strength(2), std::out_of_range);
  }

  void writerChecksShapes() {
    const auto writer = ResultsWriter::create(path("shapes.h5"), sampleHeader(3, 2, 2));
    QVERIFY_EXCEPTION_THROWN(writer->write(0, samplePairs(3, 0, 1), {}, 0), std::invalid_argument);
    QVERIFY_EXCEPTION_THROWN(writer->write(0, samplePairs(4, 0, 2), {}, 0), std::invalid_argument);
    QVERIFY_EXCEPTION_THROWN(writer->write(2, samplePairs(3, 0, 2), {}, 0), std::invalid_argument);
    QVERIFY_EXCEPTION_THROWN(writer->write(0, samplePairs(3, 0, 2), sampleStrength(4, 0), 0), std::invalid_argument);
    writer->finish({});
    QVERIFY_EXCEPTION_THROWN(writer->write(0, samplePairs(3, 0, 2), {}, 0), std::logic_error);
    auto header = sampleHeader(3, 2, 2);
    header.epoch.pop_back();
    QVERIFY_EXCEPTION_THROWN(ResultsWriter::create(path("bad.h5"), header), std::invalid_argument);
    header = sampleHeader(3, 2, 2);
    header.logged[1].values.pop_back();
    QVERIFY_EXCEPTION_THROWN(ResultsWriter::create(path("bad.h5"), header), std::invalid_argument);
  }

 private:
  [[nodiscard]] fs::path path(const char* name) const { return fs::path(folder_.path().toStdString()) / name; }
  QTemporaryDir folder_;
};

QTEST_APPLESS_MAIN(TestResultsFile)
#include "tst_results_file.moc"
