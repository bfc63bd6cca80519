// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/user_error.h"
#include "core/game/decompose.h"
#include "core/measure/checkpoint_worker.h"
#include "core/measure/store_sink.h"
#include "core/measure/variable_draws.h"
#include "core/results/results_options.h"
#include "core/results/stored_draws.h"
#include "tests/core/measure/tiny_run.h"
#include "tests/core/near.h"

#include <QTemporaryDir>
#include <QTest>
#include <QThread>

#include <algorithm>
#include <cmath>
#include <fstream>

using namespace spindle;
using namespace spindle::test;

namespace {

struct Collect : FrameSink {
  std::vector<FramePtr> frames;
  void accept(FramePtr frame) override { frames.push_back(std::move(frame)); }
};

}  // namespace

class ExtractTest : public QObject {
  Q_OBJECT
 private slots:
  void initTestCase() { QVERIFY(std::filesystem::exists(tinyRun / "model.pt")); }
  void aMaskedModelKeepsTheLawsOfAGame();
  void tableEqualsAskingOneByOne();
  void framesComeInOrderWithAllSamples();
  void skippedCheckpointsAreNotComputed();
  void stoppingKeepsFinishedFrames();
  void aFailingSinkEndsTheWork();
  void progressCountsEverySample();
  void optionsSayWhatIsWrong();
  void aSampleWithNaNScoresIsLeftOut();
  void theNoiseBoundCanBeOneForAllSamples();
  void aCheckpointThatChangesMeanwhileIsTold();
  void drawsOfOtherComputationsAreLeftOut();
};

void ExtractTest::aMaskedModelKeepsTheLawsOfAGame() {
  const Run run = Run::open(tinyRun);
  const ExtractionOptions options = tinyOptions(run);
  const ExtractionInputs inputs(run, options);
  const auto network = loadCheckpoint(run, 2, options);
  const MaskedModel game(*network, inputs.inputs[0], inputs.rules[0]);
  const CoalitionTable all = tabulate(game, RunControl(), 64);
  for (const std::size_t batch : {1, 7, 32})
    QVERIFY(allNear(tabulate(game, RunControl(), batch).values(), all.values(), 1e-5));
  QCOMPARE(tabulate(game, RunControl(), 64), all);
  for (const double v : all.values()) QVERIFY(std::isfinite(v));
}

void ExtractTest::tableEqualsAskingOneByOne() {
  const Run run = Run::open(tinyRun);
  ExtractionOptions options = tinyOptions(run);
  const ExtractionInputs inputs(run, options);
  for (const bool share : {true, false}) {
    options.shareFirstLayer = share;
    const auto network = loadCheckpoint(run, 3, options);
    const MaskedModel game(*network, inputs.inputs[1], inputs.rules[1]);
    QVERIFY(allNear(game.table(16).values(), tabulate(game, RunControl(), 1).values(), 1e-5));
  }
}

void ExtractTest::framesComeInOrderWithAllSamples() {
  const Run run = Run::open(tinyRun);
  ExtractionOptions options = tinyOptions(run);
  std::vector<std::vector<FramePtr>> byWorkers;
  for (const int workers : {1, 2, 5}) {
    options.workers = workers;
    Collect sink;
    RunControl control;
    QCOMPARE(extract(run, options, {}, sink, control), Outcome::finished);
    QCOMPARE(sink.frames.size(), std::size_t{4});
    for (std::size_t c = 0; c < 4; ++c) {
      QCOMPARE(sink.frames[c]->checkpoint, c);
      QCOMPARE(sink.frames[c]->samples.size(), std::size_t{6});
      QCOMPARE(sink.frames[c]->strength.samples, std::size_t{6});
      QVERIFY(!sink.frames[c]->failed);
    }
    byWorkers.push_back(sink.frames);
  }
  for (std::size_t c = 0; c < 4; ++c) {
    for (std::size_t s = 0; s < 6; ++s) {
      for (std::size_t w = 1; w < byWorkers.size(); ++w) {
        QCOMPARE(byWorkers[w][c]->samples[s].values, byWorkers[0][c]->samples[s].values);
        QCOMPARE(byWorkers[w][c]->samples[s].andPart, byWorkers[0][c]->samples[s].andPart);
        QCOMPARE(byWorkers[w][c]->samples[s].orPart, byWorkers[0][c]->samples[s].orPart);
      }
    }
  }
}

void ExtractTest::skippedCheckpointsAreNotComputed() {
  const Run run = Run::open(tinyRun);
  Collect sink;
  RunControl control;
  QCOMPARE(extract(run, tinyOptions(run), {true, false, true, false}, sink, control), Outcome::finished);
  QCOMPARE(sink.frames.size(), std::size_t{2});
  QCOMPARE(sink.frames[0]->checkpoint, std::size_t{1});
  QCOMPARE(sink.frames[1]->checkpoint, std::size_t{3});
}

void ExtractTest::stoppingKeepsFinishedFrames() {
  const Run run = Run::open(tinyRun);
  for (const int workers : {1, 2}) {
    ExtractionOptions options = tinyOptions(run);
    options.workers = workers;
    Collect sink;
    StopAfter control(7);
    QCOMPARE(extract(run, options, {}, sink, control), Outcome::stopped);
    QVERIFY(sink.frames.size() >= 1 && sink.frames.size() < 4);
  }
}

void ExtractTest::aFailingSinkEndsTheWork() {
  struct Full : FrameSink {
    int accepted = 0;
    void accept(FramePtr) override {
      if (++accepted == 2) throw UserError("The disk is full.");
    }
  };
  const Run run = Run::open(tinyRun);
  Full sink;
  RunControl control;
  QVERIFY_EXCEPTION_THROWN(extract(run, tinyOptions(run), {}, sink, control), UserError);
  QCOMPARE(sink.accepted, 2);
}

void ExtractTest::progressCountsEverySample() {
  const Run run = Run::open(tinyRun);
  Collect sink;
  StopAfter control(1000);
  QCOMPARE(extract(run, tinyOptions(run), {}, sink, control), Outcome::finished);
  QCOMPARE(control.seen.load(), std::size_t{24});
  QCOMPARE(control.total, std::size_t{24});
}

void ExtractTest::optionsSayWhatIsWrong() {
  const Run run = Run::open(tinyRun);
  ExtractionOptions options = tinyOptions(run);
  QVERIFY(options.problems(run).empty());
  QCOMPARE(options.workers, std::clamp(QThread::idealThreadCount(), 1, 256));
  options.samples = {6};
  options.variables.resize(1);
  options.workers = 0;
  options.checkpoints = {};
  options.decomposition.gap = 0.0;
  QCOMPARE(options.problems(run).size(), std::size_t{4});
  Collect sink;
  RunControl control;
  QVERIFY_EXCEPTION_THROWN(extract(run, options, {}, sink, control), UserError);
}

void ExtractTest::aSampleWithNaNScoresIsLeftOut() {
  QTemporaryDir folder;
  const std::filesystem::path copy = folder.filePath("run").toStdString();
  std::filesystem::copy(tinyRun, copy);
  std::filesystem::copy(SPINDLE_GOLDEN_DIR "/app/parts/nan_weights.pt", copy / "epoch2.pt",
                        std::filesystem::copy_options::overwrite_existing);
  const Run run = Run::open(copy);
  Collect sink;
  RunControl control;
  QCOMPARE(extract(run, tinyOptions(run), {}, sink, control), Outcome::finished);
  QVERIFY(sink.frames[1]->failed);
  QVERIFY(sink.frames[1]->notes.front().find("epoch2.pt") != std::string::npos);
  QCOMPARE(sink.frames[1]->strength.samples, std::size_t{0});
  QVERIFY(!sink.frames[2]->failed);
}

/// Each sample's decomposition is that under the mean range of its checkpoint, for any number of threads.
void ExtractTest::theNoiseBoundCanBeOneForAllSamples() {
  const Run run = Run::open(tinyRun);
  ExtractionOptions options = tinyOptions(run);
  options.noiseScale = NoiseScale::mean;
  RunControl control;
  std::vector<std::vector<FramePtr>> found;
  for (const int workers : {1, 3}) {
    options.workers = workers;
    Collect sink;
    QCOMPARE(extract(run, options, {}, sink, control), Outcome::finished);
    found.push_back(sink.frames);
  }
  bool other = false;
  for (std::size_t c = 0; c < found[0].size(); ++c) {
    std::vector<CoalitionTable> tables;
    for (const PairResult& pair : found[0][c]->samples) tables.push_back(pair.values);
    DecompositionOptions expected = options.decomposition;
    expected.noiseRange = meanRange(tables);
    for (std::size_t s = 0; s < tables.size(); ++s) {
      const Decomposition one = decompose({&tables[s], 1}, expected, control).front();
      QCOMPARE(found[0][c]->samples[s].andPart, one.andPart);
      QCOMPARE(found[1][c]->samples[s].andPart, one.andPart);
      other = other || !(decompose({&tables[s], 1}, options.decomposition, control).front().andPart == one.andPart);
    }
  }
  QVERIFY(other);
  const MeasurementOptions stored = readOptions(resultsHeader(run, options)).measurement;
  QCOMPARE(stored.noiseScale, std::optional(NoiseScale::mean));
  options.noiseScale = NoiseScale::sample;
  QVERIFY(!(stored == readOptions(resultsHeader(run, options)).measurement));  // resume refuses
}

void ExtractTest::aCheckpointThatChangesMeanwhileIsTold() {
  struct Replace : FrameSink {
    std::filesystem::path run;
    void accept(FramePtr frame) override {
      if (frame->checkpoint == 1)
        std::filesystem::copy(run / "epoch10.pt", run / "epoch2.pt", std::filesystem::copy_options::overwrite_existing);
    }
  };
  QTemporaryDir folder;
  Replace sink;
  sink.run = folder.filePath("run").toStdString();
  std::filesystem::copy(tinyRun, sink.run);
  const Run run = Run::open(sink.run);
  RunControl control;
  const ExtractionReport report =
      extractToFile(run, tinyOptions(run), folder.filePath("r.h5").toStdString(), false, &sink, control);
  QCOMPARE(report.notes.size(), std::size_t{1});
  QVERIFY2(report.notes.front().starts_with("epoch2.pt was changed while it was computed"),
           report.notes.front().c_str());
}

void ExtractTest::drawsOfOtherComputationsAreLeftOut() {
  QTemporaryDir folder;
  const std::filesystem::path run = folder.filePath("run").toStdString();
  const std::filesystem::path results = folder.filePath("r.h5").toStdString();
  std::filesystem::copy(tinyRun, run);
  RunControl control;
  const auto compute = [&](std::size_t draw, auto change) {
    const Run opened = Run::open(run);
    ExtractionOptions options = tinyOptions(opened);
    change(options);
    extractToFile(opened, options, drawPath(results, draw), false, nullptr, control);
  };
  const auto usual = [](ExtractionOptions&) {};
  compute(1, usual);
  compute(2, usual);
  compute(3, [](ExtractionOptions& options) { options.score = Score::logit; });
  compute(4, [](ExtractionOptions& options) { options.baseline.values = {0.5}; });
  compute(5, [](ExtractionOptions& options) { options.decomposition.noiseBound = 0.05; });
  compute(6, [](ExtractionOptions& options) { options.salience.factor = 0.2; });
  compute(7, [](ExtractionOptions& options) { options.batch = 4; });
  std::filesystem::copy(run / "epoch1.pt", run / "epoch10.pt", std::filesystem::copy_options::overwrite_existing);
  compute(8, usual);
  std::ofstream(drawPath(results, 9)) << "not results";
  const auto reader = ResultsReader::open(results);
  const DrawnStrengths draws = storedDraws(*reader, results, {}, control);
  QCOMPARE(draws.numbers, (std::vector<std::size_t>{1, 2, 6, 7}));
  for (std::size_t c = 0; c < reader->header().checkpoints(); ++c) QCOMPARE(draws.at(c).size(), std::size_t{4});
  const std::vector<std::string>& leftOut = draws.leftOut;
  QCOMPARE(leftOut.size(), std::size_t{5});
  const std::vector<std::string> names{"r.draw-3.h5", "r.draw-4.h5", "r.draw-5.h5", "r.draw-8.h5", "r.draw-9.h5"};
  for (std::size_t i = 0; i < names.size(); ++i) QVERIFY2(leftOut[i].starts_with(names[i]), leftOut[i].c_str());
}

QTEST_GUILESS_MAIN(ExtractTest)
#include "tst_extract.moc"
