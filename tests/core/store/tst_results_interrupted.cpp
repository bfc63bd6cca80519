// SPDX-License-Identifier: GPL-3.0-or-later
// Writers that are killed, stopped or give way: results are whole before and after.
#include "tests/core/store/results_folder.h"

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

using namespace spindle;
using namespace spindle::test;

namespace {

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

}  // namespace

class TestResultsInterrupted : public ResultsFolder {
  Q_OBJECT
 private slots:
  void init() { makeFolder(); }

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
};

QTEST_APPLESS_MAIN(TestResultsInterrupted)
#include "tst_results_interrupted.moc"
