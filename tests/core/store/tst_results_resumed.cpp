// SPDX-License-Identifier: GPL-3.0-or-later
// Which results a computation may go on with.
#include "tests/core/store/results_folder.h"

using namespace spindle;
using namespace spindle::test;

class TestResultsResumed : public ResultsFolder {
  Q_OBJECT
 private slots:
  void init() { makeFolder(); }

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
};

QTEST_APPLESS_MAIN(TestResultsResumed)
#include "tst_results_resumed.moc"
