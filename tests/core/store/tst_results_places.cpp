// SPDX-License-Identifier: GPL-3.0-or-later
// Where results cannot be written, and what is never written over.
#include "tests/core/store/results_folder.h"

#include <csignal>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace spindle;
using namespace spindle::test;

namespace {

/// No file may grow beyond this many bytes while it lives: it fails writes where a full disk does.
class LimitOnFiles {
 public:
  explicit LimitOnFiles(rlim_t bytes) : oldHandler_(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &old_);
    rlimit limit = old_;
    limit.rlim_cur = bytes;
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~LimitOnFiles() {
    ::setrlimit(RLIMIT_FSIZE, &old_);
    std::signal(SIGXFSZ, oldHandler_);
  }
  LimitOnFiles(const LimitOnFiles&) = delete;
  LimitOnFiles& operator=(const LimitOnFiles&) = delete;

 private:
  rlimit old_{};
  void (*oldHandler_)(int);
};

/// Root may write everywhere; tests of permissions run as nobody then.
class OrdinaryUser {
 public:
  OrdinaryUser() {
    if (root_) QCOMPARE(::seteuid(65534), 0);
  }
  ~OrdinaryUser() {
    if (root_ && ::seteuid(0) != 0) std::abort();
  }
  OrdinaryUser(const OrdinaryUser&) = delete;
  OrdinaryUser& operator=(const OrdinaryUser&) = delete;

 private:
  bool root_ = ::geteuid() == 0;
};

}  // namespace

class TestResultsPlaces : public ResultsFolder {
  Q_OBJECT
 private slots:
  void init() { makeFolder(); }

  void foldersOfOthersAreLeftAlone_data() {
    QTest::addColumn<QString>("what");
    QTest::newRow("a link to nowhere") << "link";
    QTest::newRow("a link to a folder") << "linked folder";
    QTest::newRow("a file") << "file";
    QTest::newRow("a thesis in it") << "thesis.h5";
    QTest::newRow("numbered files that are not results") << "00001.h5";
    QTest::newRow("a lock with something in it") << "lock";
    QTest::newRow("a header that is not of results") << "header.h5";
  }

  void foldersOfOthersAreLeftAlone() {
    QFETCH(QString, what);
    const auto file = path("x.h5"), parts = partsOf(file);
    if (what == "link") fs::create_symlink("/nonexistent/x", parts);
    if (what == "file") putBytes(parts, "mine");
    if (what == "linked folder") {
      fs::create_directory(path("elsewhere"));
      putBytes(path("elsewhere") / "00001.h5", "mine");
      fs::create_directory_symlink(path("elsewhere"), parts);
    }
    if (what.contains('.') || what == "lock") {
      fs::create_directory(parts);
      putBytes(parts / what.toStdString(), "mine");
    }
    const auto refused = [&](auto&& open) {
      const std::string sentence = sentenceOf(open);
      QVERIFY2(sentence.find("is in the way and was not written by Spindle") != std::string::npos, sentence.c_str());
    };
    refused([&] { ResultsWriter::create(file, sampleHeader(3, 2, 2)); });
    refused([&] { ResultsWriter::replace(file, sampleHeader(3, 2, 2)); });
    if (what != "header.h5") refused([&] { takenUp(file, sampleHeader(3, 2, 2)); });
    if (what == "file") QCOMPARE(bytesOf(parts), "mine");
    if (what == "linked folder") QCOMPARE(bytesOf(path("elsewhere") / "00001.h5"), "mine");
    if (what == "link") QVERIFY(fs::is_symlink(parts));
    if (what.contains('.') || what == "lock") QCOMPARE(bytesOf(parts / what.toStdString()), "mine");
  }

  void placesThatAreNoFilesAreTold_data() {
    QTest::addColumn<QString>("place");
    QTest::addColumn<QString>("says");
    QTest::newRow("an empty name") << ""
                                   << "The results file needs a name";
    QTest::newRow("a link to nothing") << "nothing"
                                       << "is a link that leads to no file";
    QTest::newRow("links in a circle") << "circle"
                                       << "is a link that leads to no file";
    QTest::newRow("a pipe") << "pipe"
                            << "is not a results file";
    QTest::newRow("a device") << "/dev/null"
                              << "is not a results file";
  }

  void placesThatAreNoFilesAreTold() {
    QFETCH(QString, place);
    QFETCH(QString, says);
    fs::path file = place.toStdString();
    if (!place.isEmpty() && !place.startsWith('/')) file = folder() / file;
    if (place == "nothing") fs::create_symlink(path("not there.h5"), file);
    if (place == "circle") {
      fs::create_symlink(path("circle2"), file);
      fs::create_symlink(file, path("circle2"));
    }
    if (place == "pipe") QCOMPARE(::mkfifo(file.c_str(), 0600), 0);
    const auto before = fs::symlink_status(file).type();
    const std::string sentence = sentenceOf([&] { ResultsWriter::create(file, sampleHeader(3, 2, 2)); });
    QVERIFY2(sentence.find(says.toStdString()) != std::string::npos, sentence.c_str());
    QVERIFY(!sentenceOf([&] { ResultsReader::open(file); }).empty());
    QCOMPARE(unfinishedResults(file).finished, std::size_t{0});
    QCOMPARE(fs::symlink_status(file).type(), before);
    QVERIFY(!fs::exists(path("not there.h5")));
  }

  void linksToResultsAreFollowed() {
    writeAll(path("real.h5"), sampleHeader(3, 2, 2));
    fs::create_symlink(path("real.h5"), path("link.h5"));
    writeAll(path("link.h5"), sampleHeader(4, 2, 1));
    QVERIFY(fs::is_symlink(path("link.h5")));
    QCOMPARE(ResultsReader::open(path("real.h5"))->header().variables, 4);
  }

  void aLimitOnFilesIsToldAndNothingIsLost() {
    const auto header = sampleHeader(8, 3, 4);
    writeAll(path("undisturbed.h5"), header);
    const auto file = path("full.h5");
    const auto writer = ResultsWriter::create(file, header);
    writer->write(0, samplePairs(8, 0, 4), sampleStrength(8, 0), sampleThreshold(0));
    writer->write(2, samplePairs(8, 1, 4), sampleStrength(8, 1), sampleThreshold(1));
    const auto part = fs::file_size(partsOf(file) / "00002.h5") - 1;
    // From the first byte to the last one: HDF5 meets the error in other places each time.
    for (std::uintmax_t limit = part % 40; limit <= part; limit += part / 40) {
      const LimitOnFiles full(limit);
      const std::string sentence =
          sentenceOf([&] { writer->write(1, samplePairs(8, 1, 4), sampleStrength(8, 1), sampleThreshold(1)); });
      QVERIFY2(sentence.find("a file may not be that large here") != std::string::npos, sentence.c_str());
      QVERIFY(!writer->done(1));
    }
    QCOMPARE(filesIn(partsOf(file)), (std::vector<std::string>{"00000.h5", "00002.h5", "header.h5", "lock"}));
    writer->write(2, samplePairs(8, 2, 4), sampleStrength(8, 2), sampleThreshold(2));
    writeMissing(*writer, header);
    const auto whole = fs::file_size(path("undisturbed.h5")) - 1;
    for (std::uintmax_t limit = whole % 40; limit <= whole; limit += whole / 40) {
      const LimitOnFiles full(limit);
      const std::string sentence = sentenceOf([&] { writer->finish(samplePhase()); });
      QVERIFY2(sentence.find("a file may not be that large here") != std::string::npos, sentence.c_str());
      QVERIFY(!fs::exists(file));
    }
    QVERIFY(sameBits(ResultsReader::open(file)->pair(2, 3), samplePair(8, 2, 3)));
    writer->finish(samplePhase());
    QVERIFY(bytesOf(file) == bytesOf(path("undisturbed.h5")));
  }

  void readOnlyFolderIsTold() {
    const auto header = sampleHeader(3, 2, 2);
    fs::create_directory(path("locked"));
    writeAll(path("locked") / "old.h5", header);
    fs::permissions(folder(), fs::perms(0755));
    fs::permissions(path("locked"), fs::perms(0555));
    std::string sentence;
    bool readable = false;
    {
      const OrdinaryUser user;
      sentence = sentenceOf([&] { ResultsWriter::create(path("locked") / "new.h5", header); });
      readable = ResultsReader::open(path("locked") / "old.h5")->done(1, 1);
    }
    fs::permissions(path("locked"), fs::perms::owner_all);
    QVERIFY2(sentence.ends_with("is read-only; choose another one."), sentence.c_str());
    QVERIFY(readable);
  }

  void missingFolderIsTold() {
    const auto sentence = sentenceOf([&] { ResultsWriter::create(path("no") / "new.h5", sampleHeader(3, 2, 2)); });
    QVERIFY2(sentence.ends_with("create it first."), sentence.c_str());
  }

  void filesThatAreNoResultsAreNotReplaced() {
    putBytes(path("thesis.pdf"), "%PDF-1.7");
    const auto sentence = sentenceOf([&] { ResultsWriter::create(path("thesis.pdf"), sampleHeader(3, 2, 2)); });
    QVERIFY2(sentence.find("is not a results file") != std::string::npos, sentence.c_str());
    QCOMPARE(filesIn(folder()), std::vector<std::string>{"thesis.pdf"});
  }
};

QTEST_APPLESS_MAIN(TestResultsPlaces)
#include "tst_results_places.moc"
