// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/results_file.h"
#include "tests/core/store/sample_results.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <csignal>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace spindle;
using namespace spindle::test;
namespace fs = std::filesystem;

namespace {

/// No file may grow beyond this many bytes while it lives: what a full disk does to a writer.
class FullDisk {
 public:
  explicit FullDisk(rlim_t bytes) : oldHandler_(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &old_);
    rlimit limit = old_;
    limit.rlim_cur = bytes;
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FullDisk() {
    ::setrlimit(RLIMIT_FSIZE, &old_);
    std::signal(SIGXFSZ, oldHandler_);
  }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;

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

/// Runs f in a child process; false when it did not come to its end.
template <class F>
pid_t inChild(F&& f) {
  const pid_t child = ::fork();
  if (child != 0) return child;
  try {
    f();
    ::_exit(0);
  } catch (...) {
    ::_exit(1);
  }
}

std::vector<std::string> filesIn(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

class TestResultsInterrupted : public QObject {
  Q_OBJECT
 private slots:
  void init() {
    folder_ = std::make_unique<QTemporaryDir>();
    QVERIFY(folder_->isValid());
  }

  void killedAtRandomMomentsItEndsWithTheSameBytes() {
    const auto header = sampleHeader(7, 10, 4);
    writeAll(path("undisturbed.h5"), header);
    const std::string expected = bytesOf(path("undisturbed.h5"));
    const auto file = path("killed.h5");
    std::mt19937 random(7);
    int kills = 0, finished = 0, refusals = 0;
    while (kills < 50 || finished == 0) {
      const pid_t child = inChild([&] {
        const auto writer = takenUp(file, header);
        writeMissing(*writer, header);
        writer->finish(samplePhase());
      });
      QVERIFY(child > 0);
      if (kills < 50) {
        ::usleep(std::uniform_int_distribution<useconds_t>(0, 12'000)(random));
        ::kill(child, SIGKILL);
      }
      int status = 0;
      QCOMPARE(::waitpid(child, &status, 0), child);
      if (WIFSIGNALED(status)) {
        ++kills;
        if (!fs::exists(file) && !fs::exists(partsOf(file) / "header.h5")) continue;  // killed before it began
        const auto reader = ResultsReader::open(file);
        for (std::size_t c = 0; c < 10; ++c) {
          for (std::size_t s = 0; s < 4; ++s) {
            if (reader->done(c, s)) QVERIFY(sameBits(reader->pair(c, s), samplePair(7, c, s)));
          }
        }
      } else {
        QCOMPARE(WEXITSTATUS(status), 0);
        ++finished;
        QVERIFY(!fs::exists(partsOf(file)));
        QVERIFY(bytesOf(file) == expected);
        fs::remove(file);
      }
      QVERIFY(++refusals < 1000);
    }
    qInfo("%d kills, %d computations came to their end", kills, finished);
  }

  void killedWhileJoiningItEndsWithTheSameBytes() {
    const auto header = sampleHeader(8, 10, 4);
    writeAll(path("undisturbed.h5"), header);
    const auto file = path("joined.h5");
    writeMissing(*ResultsWriter::create(file, header), header);
    std::mt19937 random(8);
    int status = 0;
    for (int round = 0; round < 200; ++round) {
      const pid_t child = inChild([&] { takenUp(file, header)->finish(samplePhase()); });
      ::usleep(std::uniform_int_distribution<useconds_t>(0, 8'000)(random));
      if (round < 30) ::kill(child, SIGKILL);
      QCOMPARE(::waitpid(child, &status, 0), child);
      if (!WIFSIGNALED(status)) break;
      QVERIFY(sameBits(ResultsReader::open(file)->pair(9, 3), samplePair(8, 9, 3)));
    }
    QVERIFY(WIFEXITED(status));
    QCOMPARE(WEXITSTATUS(status), 0);
    QVERIFY(bytesOf(file) == bytesOf(path("undisturbed.h5")));
  }

  void stoppedResultsAreTakenUpAgain() {
    const auto header = sampleHeader(5, 6, 3);
    writeAll(path("undisturbed.h5"), header);
    const auto file = path("stopped.h5");
    {
      const auto writer = ResultsWriter::create(file, header);
      for (const std::size_t c : {0, 3})
        writer->write(c, samplePairs(5, c, 3), sampleStrength(5, c), sampleThreshold(c));
      auto failed = samplePairs(5, 4, 3);
      failed[1] = {};
      writer->write(4, failed, sampleStrength(5, 0), 1.0);
      writer->finish({});
    }
    const auto early = ResultsReader::open(file);
    auto later = header;
    later.created = "2030-01-01T00:00:00Z";
    const auto writer = takenUp(file, later);
    QVERIFY(writer->done(0) && !writer->done(1) && writer->done(3) && !writer->done(4));
    writer->write(1, samplePairs(5, 1, 3), sampleStrength(5, 1), sampleThreshold(1));
    early->refresh();
    const auto late = ResultsReader::open(file);
    for (const auto& reader : {early, late}) {
      QVERIFY(reader->done(0, 0) && reader->done(1, 0) && !reader->done(2, 0) && reader->done(4, 0));
      QVERIFY(sameBits(reader->pair(3, 2), samplePair(5, 3, 2)));
      QVERIFY(sameBits(reader->pair(1, 2), samplePair(5, 1, 2)));
    }
    writeMissing(*writer, header);
    writer->finish(samplePhase());
    QVERIFY(bytesOf(file) == bytesOf(path("undisturbed.h5")));
    QVERIFY(!fs::exists(partsOf(file)));
    for (const auto& reader : {early, late}) {
      reader->refresh();
      QCOMPARE(reader->phase(), samplePhase());
      QVERIFY(reader->done(4, 1));
    }
    const auto nothingLeft = takenUp(file, header);
    QVERIFY(nothingLeft->done(5));
    nothingLeft->finish(samplePhase());
    QVERIFY(bytesOf(file) == bytesOf(path("undisturbed.h5")));
  }

  void resumeWithNothingThereBegins() {
    const auto header = sampleHeader(3, 2, 2);
    const auto writer = takenUp(path("new.h5"), header);
    writeMissing(*writer, header);
    writer->finish({});
    QVERIFY(ResultsReader::open(path("new.h5"))->done(1, 1));
  }

  void resumeRefusesAnotherComputation() {
    const auto file = path("other.h5");
    const auto header = sampleHeader(3, 2, 2);
    auto other = header;
    other.options = "others";
    const auto refused = [&] {
      QCOMPARE(sentenceOf([&] { takenUp(file, other); }),
               "The results in " + file.string() +
                   " were computed with other options (all) and cannot be resumed; choose another file, or compute "
                   "them anew.");
    };
    { ResultsWriter::create(file, header); }
    refused();
    writeAll(file, header);
    refused();
    QCOMPARE(filesIn(folder()), std::vector<std::string>{"other.h5"});
  }

  void resumeRefusesOtherWeights() {
    const auto header = sourceHeader(3, 2, 2);
    auto other = header;
    other.source.checkpoints[1] = "others";
    const auto file = path("other.h5");
    const auto refused = [&] {
      const std::string sentence = sentenceOf([&] { takenUp(file, other); });
      QVERIFY2(sentence.find("with other weights (checkpoints/épreuve=1.pt) and") != std::string::npos,
               sentence.c_str());
    };
    { writeMissing(*ResultsWriter::create(file, header), header); }
    refused();
    QCOMPARE(unfinishedResults(file).finished, std::size_t{2});  // nothing is lost by that
    takenUp(file, header)->finish(samplePhase());
    refused();
    QCOMPARE(filesIn(folder()), std::vector<std::string>{"other.h5"});
    takenUp(file, header)->finish(samplePhase());
  }

  void resumeRefusesWhatDoesNotSayItsSource() {
    writeAll(path("old.h5"), sampleHeader(3, 2, 2));
    const std::string sentence = sentenceOf([&] { takenUp(path("old.h5"), sourceHeader(3, 2, 2)); });
    QVERIFY2(sentence.find("were written by an older version") != std::string::npos, sentence.c_str());
  }

  /// A checkpoint that training was still writing may change as long as nothing of it is stored.
  void weightsMayChangeBeforeTheyAreComputed() {
    const auto early = sourceHeader(3, 3, 2);
    auto late = early;
    late.source.checkpoints[2] = "finished meanwhile";
    writeAll(path("undisturbed.h5"), late);
    const auto file = path("late.h5");
    {
      const auto writer = ResultsWriter::create(file, early);
      writer->write(0, samplePairs(3, 0, 2), sampleStrength(3, 0), sampleThreshold(0));
    }
    {
      const auto writer = takenUp(file, late);
      writer->write(2, samplePairs(3, 2, 2), sampleStrength(3, 2), sampleThreshold(2));
    }
    QVERIFY(!sentenceOf([&] { takenUp(file, early); }).empty());
    const auto writer = takenUp(file, late);
    writeMissing(*writer, late);
    writer->finish(samplePhase());
    QVERIFY(bytesOf(file) == bytesOf(path("undisturbed.h5")));
  }

  void unfinishedComputationsAreCounted() {
    const auto header = sampleHeader(3, 4, 2);
    const auto file = path("counted.h5");
    QCOMPARE(unfinishedResults(file).finished, std::size_t{0});
    {
      const auto writer = ResultsWriter::create(file, header);
      writer->write(0, samplePairs(3, 0, 2), sampleStrength(3, 0), sampleThreshold(0));
      writer->write(2, samplePairs(3, 2, 2), sampleStrength(3, 2), sampleThreshold(2));
    }
    QCOMPARE(unfinishedResults(file).finished, std::size_t{2});
    QCOMPARE(unfinishedResults(file).checkpoints, std::size_t{4});
    takenUp(file, header)->finish(samplePhase(), true);
    QCOMPARE(unfinishedResults(file).finished, std::size_t{2});
    const auto writer = takenUp(file, header);
    QVERIFY(writer->done(2));
    writeMissing(*writer, header);
    writer->finish(samplePhase());
    QCOMPARE(unfinishedResults(file).finished, std::size_t{0});
    // A checkpoint that cannot be computed does not make results unfinished.
    {
      const auto other = ResultsWriter::create(file, header);
      other->write(1, samplePairs(3, 1, 2), sampleStrength(3, 1), sampleThreshold(1));
      other->finish({});
    }
    QCOMPARE(unfinishedResults(file).finished, std::size_t{0});
  }

  void aWriterWithoutCheckpointsHidesNothing() {
    const auto header = sampleHeader(3, 2, 2);
    auto other = header;
    other.options = R"({"score":"logit"})";
    const auto file = path("whole.h5");
    writeAll(file, header);
    { ResultsWriter::create(file, other); }
    QVERIFY(fs::exists(partsOf(file) / "header.h5"));
    QVERIFY(ResultsReader::open(file)->done(1, 1));
    QCOMPARE(ResultsReader::open(file)->header().options, header.options);
    QVERIFY(takenUp(file, header)->done(1));
  }

  void replacedResultsHaveTheBytesOfComputedOnes() {
    const auto header = sourceHeader(5, 4, 3);
    auto failed = samplePairs(5, 2, 3);
    failed[1] = {};
    const auto write = [&](ResultsWriter& writer) {
      writer.write(0, samplePairs(5, 0, 3), sampleStrength(5, 0), sampleThreshold(0));
      writer.write(2, failed, sampleStrength(5, 2), sampleThreshold(2));
      writer.finish(samplePhase());
    };
    write(*ResultsWriter::create(path("computed.h5"), header));
    const auto file = path("replaced.h5");
    writeAll(file, sampleHeader(3, 2, 2));
    const auto old = ResultsReader::open(file);
    const std::string before = bytesOf(file);
    {
      const auto abandoned = ResultsWriter::replace(file, header);
      abandoned->write(0, samplePairs(5, 0, 3), sampleStrength(5, 0), sampleThreshold(0));
      QVERIFY(bytesOf(file) == before);
      QVERIFY(ResultsReader::open(file)->done(1, 1));
    }
    QCOMPARE(filesIn(folder()), (std::vector<std::string>{"computed.h5", "replaced.h5"}));
    const pid_t child = inChild([&] {
      const auto killed = ResultsWriter::replace(file, header);
      killed->write(0, samplePairs(5, 0, 3), sampleStrength(5, 0), sampleThreshold(0));
      ::raise(SIGKILL);
    });
    int status = 0;
    QCOMPARE(::waitpid(child, &status, 0), child);
    QVERIFY(WIFSIGNALED(status));
    QVERIFY(bytesOf(file) == before);
    QVERIFY(ResultsReader::open(file)->done(1, 1));
    QVERIFY(sameBits(old->pair(1, 1), samplePair(3, 1, 1)));
    write(*ResultsWriter::replace(file, header));
    QVERIFY(bytesOf(file) == bytesOf(path("computed.h5")));
    QCOMPARE(filesIn(folder()), (std::vector<std::string>{"computed.h5", "replaced.h5"}));
  }

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

  void newResultsLeaveTheOldOnesUntilTheyAreComplete() {
    const auto file = path("again.h5");
    writeAll(file, sampleHeader(3, 2, 2));
    const std::string old = bytesOf(file);
    const auto open = ResultsReader::open(file);
    auto header = sampleHeader(4, 3, 1);
    const auto writer = ResultsWriter::create(file, header);
    writeMissing(*writer, header);
    QVERIFY(bytesOf(file) == old);
    open->refresh();
    QVERIFY(sameBits(open->pair(1, 1), samplePair(3, 1, 1)));
    QCOMPARE(ResultsReader::open(file)->header().variables, 4);
    writer->finish({});
    QCOMPARE(ResultsReader::open(file)->header().variables, 4);
    QVERIFY(sameBits(open->pair(1, 1), samplePair(3, 1, 1)));
  }

  void leftoversOfDeadWritersGo() {
    const auto file = path("left.h5");
    const auto header = sampleHeader(3, 3, 2);
    { writeMissing(*ResultsWriter::create(file, header), header); }
    putBytes(partsOf(file) / "unfinished.tmp", "half a part");
    putBytes(partsOf(file) / "00001.h5", "lost by the disk");
    QVERIFY(!ResultsReader::open(file)->done(1, 0));
    const auto resumed = takenUp(file, header);
    QVERIFY(resumed->done(0) && !resumed->done(1) && resumed->done(2));
    QCOMPARE(filesIn(partsOf(file)), (std::vector<std::string>{"00000.h5", "00002.h5", "header.h5", "lock"}));
  }

  void partsWithoutHeaderCountForNothing() {
    const auto file = path("orphans.h5");
    const auto header = sampleHeader(3, 3, 2);
    { writeMissing(*ResultsWriter::create(file, header), header); }
    fs::remove(partsOf(file) / "header.h5");
    QVERIFY(sentenceOf([&] { ResultsReader::open(file); }).starts_with("There is no results file"));
    QVERIFY(!takenUp(file, header)->done(0));
    QCOMPARE(filesIn(partsOf(file)), (std::vector<std::string>{"header.h5", "lock"}));
  }

  void twoWritersAtOnceAreRefused() {
    const auto file = path("two.h5");
    const auto header = sampleHeader(3, 2, 2);
    auto writer = ResultsWriter::create(file, header);
    const auto refused = [&] {
      return sentenceOf([&] { ResultsWriter::create(file, header); }).starts_with("Another computation is writing") &&
             sentenceOf([&] { takenUp(file, header); }).starts_with("Another computation is writing");
    };
    QVERIFY(refused());
    const pid_t child = inChild([&] {
      if (!refused()) throw std::runtime_error("not refused");
    });
    int status = 0;
    QCOMPARE(::waitpid(child, &status, 0), child);
    QVERIFY(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    writer.reset();
    QVERIFY(!refused());
  }

  void fullDiskIsToldAndNothingIsLost() {
    const auto header = sampleHeader(8, 3, 4);
    writeAll(path("undisturbed.h5"), header);
    const auto file = path("full.h5");
    const auto writer = ResultsWriter::create(file, header);
    writer->write(0, samplePairs(8, 0, 4), sampleStrength(8, 0), sampleThreshold(0));
    writer->write(2, samplePairs(8, 1, 4), sampleStrength(8, 1), sampleThreshold(1));
    const auto part = fs::file_size(partsOf(file) / "00002.h5") - 1;
    // From the first byte to the last one: HDF5 meets the error in other places each time.
    for (std::uintmax_t limit = part % 40; limit <= part; limit += part / 40) {
      const FullDisk full(limit);
      const std::string sentence =
          sentenceOf([&] { writer->write(1, samplePairs(8, 1, 4), sampleStrength(8, 1), sampleThreshold(1)); });
      QVERIFY2(sentence.starts_with("The disk is full: cannot write"), sentence.c_str());
      QVERIFY(!writer->done(1));
    }
    QCOMPARE(filesIn(partsOf(file)), (std::vector<std::string>{"00000.h5", "00002.h5", "header.h5", "lock"}));
    writer->write(2, samplePairs(8, 2, 4), sampleStrength(8, 2), sampleThreshold(2));
    writeMissing(*writer, header);
    const auto whole = fs::file_size(path("undisturbed.h5")) - 1;
    for (std::uintmax_t limit = whole % 40; limit <= whole; limit += whole / 40) {
      const FullDisk full(limit);
      const std::string sentence = sentenceOf([&] { writer->finish(samplePhase()); });
      QVERIFY2(sentence.starts_with("The disk is full: cannot write"), sentence.c_str());
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

 private:
  [[nodiscard]] fs::path folder() const { return folder_->path().toStdString(); }
  [[nodiscard]] fs::path path(const char* name) const { return folder() / name; }
  std::unique_ptr<QTemporaryDir> folder_;
};

QTEST_APPLESS_MAIN(TestResultsInterrupted)
#include "tst_results_interrupted.moc"
