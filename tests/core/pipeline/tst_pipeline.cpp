#include "core/base/user_error.h"
#include "core/pipeline/checkpoint_worker.h"
#include "core/pipeline/extraction_job.h"
#include "core/pipeline/store_sink.h"
#include "core/pipeline/stored_choices.h"
#include "core/pipeline/stored_dynamics.h"
#include "tests/core/near.h"

#include <QTemporaryDir>
#include <QTest>
#include <QThread>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <thread>

using namespace spindle;
using namespace spindle::test;

class PipelineTest : public QObject {
  Q_OBJECT
 private slots:
  void initTestCase();
  void aMaskedModelKeepsTheLawsOfAGame();
  void tableEqualsAskingOneByOne();
  void framesComeInOrderWithAllSamples();
  void skippedCheckpointsAreNotComputed();
  void stoppingKeepsFinishedFrames();
  void aFailingSinkEndsTheWork();
  void progressCountsEverySample();
  void optionsSayWhatIsWrong();
  void nothingNewChangesNothing();
  void theJobReportsAndResumes();
  void savedCopiesKeepTheirChoices();
  void aSampleWithNaNScoresIsLeftOut();

 private:
  std::filesystem::path tiny_ = SPINDLE_GOLDEN_DIR "/app/tiny";
};

namespace {

struct Collect : FrameSink {
  std::vector<FramePtr> frames;
  void accept(FramePtr frame) override { frames.push_back(std::move(frame)); }
};

/// Wants to stop once so many samples are done. Workers are held up a little whenever they ask: the wish must reach
/// them before a tiny run is over.
struct StopAfter : RunControl {
  explicit StopAfter(std::size_t units) : limit(units) {}
  std::size_t limit;
  std::atomic<std::size_t> seen{0};
  std::size_t total = 0;
  std::thread::id main = std::this_thread::get_id();
  bool stopRequested() const override {
    if (std::this_thread::get_id() != main) std::this_thread::sleep_for(std::chrono::milliseconds(2));
    return seen >= limit;
  }
  void progress(std::size_t done, std::size_t all, std::string_view) override {
    seen = done;
    total = all;
  }
};

ExtractionOptions tinyOptions(const Run& run) {
  ExtractionOptions options = extractionOptions(run);
  options.batch = 16;
  return options;
}

}  // namespace

void PipelineTest::initTestCase() {
  QVERIFY(std::filesystem::exists(tiny_ / "model.pt"));
}

void PipelineTest::aMaskedModelKeepsTheLawsOfAGame() {
  const Run run = Run::open(tiny_);
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

void PipelineTest::tableEqualsAskingOneByOne() {
  const Run run = Run::open(tiny_);
  ExtractionOptions options = tinyOptions(run);
  const ExtractionInputs inputs(run, options);
  for (const bool share : {true, false}) {
    options.shareFirstLayer = share;
    const auto network = loadCheckpoint(run, 3, options);
    const MaskedModel game(*network, inputs.inputs[1], inputs.rules[1]);
    QVERIFY(allNear(game.table(16).values(), tabulate(game, RunControl(), 1).values(), 1e-5));
  }
}

void PipelineTest::framesComeInOrderWithAllSamples() {
  const Run run = Run::open(tiny_);
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

void PipelineTest::skippedCheckpointsAreNotComputed() {
  const Run run = Run::open(tiny_);
  Collect sink;
  RunControl control;
  QCOMPARE(extract(run, tinyOptions(run), {true, false, true, false}, sink, control), Outcome::finished);
  QCOMPARE(sink.frames.size(), std::size_t{2});
  QCOMPARE(sink.frames[0]->checkpoint, std::size_t{1});
  QCOMPARE(sink.frames[1]->checkpoint, std::size_t{3});
}

void PipelineTest::stoppingKeepsFinishedFrames() {
  const Run run = Run::open(tiny_);
  for (const int workers : {1, 2}) {
    ExtractionOptions options = tinyOptions(run);
    options.workers = workers;
    Collect sink;
    StopAfter control(7);
    QCOMPARE(extract(run, options, {}, sink, control), Outcome::stopped);
    QVERIFY(sink.frames.size() >= 1 && sink.frames.size() < 4);
  }
}

void PipelineTest::aFailingSinkEndsTheWork() {
  struct Full : FrameSink {
    int accepted = 0;
    void accept(FramePtr) override {
      if (++accepted == 2) throw UserError("The disk is full.");
    }
  };
  const Run run = Run::open(tiny_);
  Full sink;
  RunControl control;
  QVERIFY_EXCEPTION_THROWN(extract(run, tinyOptions(run), {}, sink, control), UserError);
  QCOMPARE(sink.accepted, 2);
}

void PipelineTest::progressCountsEverySample() {
  const Run run = Run::open(tiny_);
  Collect sink;
  StopAfter control(1000);
  QCOMPARE(extract(run, tinyOptions(run), {}, sink, control), Outcome::finished);
  QCOMPARE(control.seen.load(), std::size_t{24});
  QCOMPARE(control.total, std::size_t{24});
}

void PipelineTest::optionsSayWhatIsWrong() {
  const Run run = Run::open(tiny_);
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

/// Stopped before a checkpoint is finished: the results that were there stay.
void PipelineTest::nothingNewChangesNothing() {
  const Run run = Run::open(tiny_);
  QTemporaryDir folder;
  const std::filesystem::path path = folder.filePath("tiny.h5").toStdString();
  const ExtractionOptions options = withBatch(run, extractionOptions(run), {});
  StopAfter soon(0);
  QVERIFY(extractToFile(run, options, path, false, nullptr, soon).nothingNew);
  QVERIFY(std::filesystem::is_empty(folder.path().toStdString()));
  RunControl control;
  QVERIFY(!extractToFile(run, options, path, false, nullptr, control).nothingNew);
  StopAfter again(0);
  QVERIFY(extractToFile(run, options, path, false, nullptr, again).nothingNew);
  QVERIFY(ResultsReader::open(path)->done(3, 5));
  // Going on with what an earlier computation finished keeps that.
  std::filesystem::remove(path);
  StopAfter late(13);
  const auto first = extractToFile(run, options, path, false, nullptr, late);
  QVERIFY(first.computed >= 1 && !first.nothingNew);
  StopAfter third(0);
  QVERIFY(extractToFile(run, options, path, true, nullptr, third).nothingNew);
  QVERIFY(ResultsReader::open(path)->done(0, 0));
}

void PipelineTest::theJobReportsAndResumes() {
  const Run run = Run::open(tiny_);
  QTemporaryDir folder;
  const std::filesystem::path path = folder.filePath("tiny.h5").toStdString();
  ExtractionOptions options = withBatch(run, extractionOptions(run), {});
  QVERIFY(options.batch > 0);
  StopAfter stop(13);
  const ExtractionReport first = extractToFile(run, options, path, false, nullptr, stop);
  QCOMPARE(first.outcome, Outcome::stopped);
  QVERIFY(first.computed >= 1 && first.computed < 4);
  QCOMPARE(withBatch(run, extractionOptions(run), path).batch, options.batch);
  RunControl control;
  const ExtractionReport second = extractToFile(run, options, path, true, nullptr, control);
  QCOMPARE(second.outcome, Outcome::finished);
  QCOMPARE(second.skipped, first.computed);
  QCOMPARE(second.computed + second.skipped, std::size_t{4});
  const auto results = ResultsReader::open(path);
  for (std::size_t c = 0; c < 4; ++c) {
    const OrderStrength strength = storedStrength(*results, c);
    QVERIFY(allNear(results->strength(c).positive, strengthRow(strength).positive, 0.0));
    QVERIFY(allNear(results->strength(c).negative, strengthRow(strength).negative, 0.0));
    for (std::size_t s = 0; s < 6; ++s) {
      const PairResult pair = results->pair(c, s);
      QVERIFY(pair.lowerBound <= pair.l1);
      const CoalitionTable back = reconstruct(pair.andPart, pair.orPart);
      const double bound = 0.02 * std::abs(pair.values.values().back() - pair.values.values().front());
      QVERIFY(allNear(back.values(), pair.values.values(), bound * (1 + 1e-9) + 1e-9));
    }
  }
}

void PipelineTest::savedCopiesKeepTheirChoices() {
  QTemporaryDir folder;
  const std::filesystem::path path = folder.filePath("r.h5").toStdString();
  const std::filesystem::path copy = folder.filePath("copy.h5").toStdString();
  const Run run = Run::open(tiny_);
  RunControl control;
  extractToFile(run, withBatch(run, extractionOptions(run), {}), path, false, nullptr, control);
  const auto results = ResultsReader::open(path);
  QVERIFY(storedSalience(results->header()) == Salience());
  QVERIFY(storedChoice(results->header()) == StrengthChoice());
  const Salience other{ThresholdRule::largest, 0.2};
  const StrengthChoice choice{InteractionPart::orOnly, Normalisation::mean};
  copyResults(*results, copy, other, choice);
  const auto copied = ResultsReader::open(copy);
  QVERIFY(storedSalience(copied->header()) == other);
  QVERIFY(storedChoice(copied->header()) == choice);
  for (std::size_t c = 0; c < 4; ++c) {
    QVERIFY(copied->threshold(c) != results->threshold(c));
    QCOMPARE(copied->strength(c).positive, strengthRow(storedStrength(*results, c, other)).positive);
    QVERIFY(copied->pair(c, 1).andPart.values().back() == results->pair(c, 1).andPart.values().back());
  }
}

void PipelineTest::aSampleWithNaNScoresIsLeftOut() {
  QTemporaryDir folder;
  const std::filesystem::path copy = folder.filePath("run").toStdString();
  std::filesystem::copy(tiny_, copy);
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

QTEST_GUILESS_MAIN(PipelineTest)
#include "tst_pipeline.moc"
