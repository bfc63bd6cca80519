// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/user_error.h"
#include "core/game/decompose.h"
#include "core/measure/checkpoint_worker.h"
#include "core/measure/extraction_job.h"
#include "core/measure/store_sink.h"
#include "core/measure/variable_draws.h"
#include "core/results/copy_results.h"
#include "core/results/result_rows.h"
#include "core/results/results_options.h"
#include "core/results/stored_choices.h"
#include "core/results/stored_draws.h"
#include "core/results/stored_dynamics.h"
#include "core/weights/content_digest.h"
#include "tests/core/near.h"

#include <QTemporaryDir>
#include <QTest>
#include <QThread>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <thread>

using namespace spindle;
using namespace spindle::test;

class ExtractTest : public QObject {
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
  void resumeRefusesWhatWasReadFromOtherContents_data();
  void resumeRefusesWhatWasReadFromOtherContents();
  void aCheckpointThatChangesMeanwhileIsTold();
  void digestsFollowContentsAlone();
  void resumeWithAnotherThresholdEqualsComputingWithIt();
  void savedCopiesCanBeResumed();
  void drawsOfOtherComputationsAreLeftOut();
  void theNoiseBoundCanBeOneForAllSamples();

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

void ExtractTest::initTestCase() {
  QVERIFY(std::filesystem::exists(tiny_ / "model.pt"));
}

void ExtractTest::aMaskedModelKeepsTheLawsOfAGame() {
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

void ExtractTest::tableEqualsAskingOneByOne() {
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

void ExtractTest::framesComeInOrderWithAllSamples() {
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

void ExtractTest::skippedCheckpointsAreNotComputed() {
  const Run run = Run::open(tiny_);
  Collect sink;
  RunControl control;
  QCOMPARE(extract(run, tinyOptions(run), {true, false, true, false}, sink, control), Outcome::finished);
  QCOMPARE(sink.frames.size(), std::size_t{2});
  QCOMPARE(sink.frames[0]->checkpoint, std::size_t{1});
  QCOMPARE(sink.frames[1]->checkpoint, std::size_t{3});
}

void ExtractTest::stoppingKeepsFinishedFrames() {
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

void ExtractTest::aFailingSinkEndsTheWork() {
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

void ExtractTest::progressCountsEverySample() {
  const Run run = Run::open(tiny_);
  Collect sink;
  StopAfter control(1000);
  QCOMPARE(extract(run, tinyOptions(run), {}, sink, control), Outcome::finished);
  QCOMPARE(control.seen.load(), std::size_t{24});
  QCOMPARE(control.total, std::size_t{24});
}

void ExtractTest::optionsSayWhatIsWrong() {
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
void ExtractTest::nothingNewChangesNothing() {
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

void ExtractTest::theJobReportsAndResumes() {
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

void ExtractTest::savedCopiesKeepTheirChoices() {
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
  const StrengthChoice choice{InteractionPart::orOnly, Normalization::mean};
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

namespace {

/// Stops when the first checkpoints of the run in `folder` are computed, so that something is left to resume.
ExtractionOptions computeSome(const std::filesystem::path& folder, const std::filesystem::path& results) {
  const Run run = Run::open(folder);
  ExtractionOptions options = tinyOptions(run);
  options.baseline.values = {0.0};  // not the samples' mean
  StopAfter stop(13);
  const ExtractionReport report = extractToFile(run, options, results, false, nullptr, stop);
  if (report.computed == 0 || report.computed == 4) throw std::runtime_error("nothing is left to resume");
  return options;
}

std::string resumeProblem(const std::filesystem::path& folder, const std::filesystem::path& results) {
  const Run run = Run::open(folder);
  ExtractionOptions options = tinyOptions(run);
  options.baseline.values = {0.0};
  RunControl control;
  try {
    extractToFile(run, options, results, true, nullptr, control);
    return {};
  } catch (const OtherResults& error) {
    return error.what();
  }
}

std::string bytesOf(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

void replaceText(const std::filesystem::path& file, const std::string& from, const std::string& to) {
  std::string text = bytesOf(file);
  text.replace(text.find(from), from.size(), to);
  std::ofstream(file, std::ios::binary) << text;
}

}  // namespace

void ExtractTest::resumeRefusesWhatWasReadFromOtherContents_data() {
  QTest::addColumn<QString>("change");
  QTest::addColumn<QString>("says");
  QTest::newRow("a computed checkpoint replaced under its name") << "weights"
                                                                 << "other weights (epoch1.pt)";
  QTest::newRow("another network") << "architecture"
                                   << "other architecture";
  QTest::newRow("a sample with another value") << "sample"
                                               << "other contents of the samples (";
  QTest::newRow("a normalization of its own") << "mean"
                                              << "other settings (mean, std)";
  QTest::newRow("a checkpoint replaced that is not computed yet") << "late weights"
                                                                  << "";
  QTest::newRow("everything touched, nothing changed") << "touched"
                                                       << "";
}

void ExtractTest::resumeRefusesWhatWasReadFromOtherContents() {
  QFETCH(QString, change);
  QFETCH(QString, says);
  QTemporaryDir folder;
  const std::filesystem::path run = folder.filePath("run").toStdString();
  const std::filesystem::path results = folder.filePath("r.h5").toStdString();
  std::filesystem::copy(tiny_, run);
  computeSome(run, results);
  const auto overwrite = std::filesystem::copy_options::overwrite_existing;
  if (change == "weights") std::filesystem::copy(run / "epoch10.pt", run / "epoch1.pt", overwrite);
  if (change == "late weights") std::filesystem::copy(run / "epoch1.pt", run / "epoch10.pt", overwrite);
  if (change == "architecture") {
    std::string bytes = bytesOf(run / "model.pt");
    ++bytes[bytes.rfind("PK\x01\x02") + 16];  // a check sum in the table of contents
    std::ofstream(run / "model.pt", std::ios::binary) << bytes;
  }
  if (change == "sample") {
    std::string text = bytesOf(run / "samples.csv");
    const auto line = text.find('\n') + 1;
    const auto digit = text.find_first_of("12345678", line);
    text[digit] = static_cast<char>(text[digit] + 1);
    std::ofstream(run / "samples.csv", std::ios::binary) << text;
  }
  if (change == "mean") replaceText(run / "run.json", "\"kind\"", "\"mean\": [0.25], \"std\": [2], \"kind\"");
  if (change == "touched") {
    for (const auto& entry : std::filesystem::directory_iterator(run))
      std::filesystem::last_write_time(entry.path(), std::filesystem::file_time_type::clock::now());
  }
  const std::string before = bytesOf(results), problem = resumeProblem(run, results);
  QVERIFY2(problem.find(says.toStdString()) != std::string::npos, problem.c_str());
  QCOMPARE(problem.empty(), says.isEmpty());
  QCOMPARE(bytesOf(results) == before, !says.isEmpty());
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
  std::filesystem::copy(tiny_, sink.run);
  const Run run = Run::open(sink.run);
  RunControl control;
  const ExtractionReport report =
      extractToFile(run, tinyOptions(run), folder.filePath("r.h5").toStdString(), false, &sink, control);
  QCOMPARE(report.notes.size(), std::size_t{1});
  QVERIFY2(report.notes.front().starts_with("epoch2.pt was changed while it was computed"),
           report.notes.front().c_str());
}

void ExtractTest::digestsFollowContentsAlone() {
  QTemporaryDir folder;
  const std::filesystem::path at = folder.path().toStdString();
  std::filesystem::copy(tiny_ / "epoch1.pt", at / "other name.pt");
  QCOMPARE(contentDigest(at / "other name.pt"), contentDigest(tiny_ / "epoch1.pt"));
  QCOMPARE(quickDigest(at / "other name.pt"), contentDigest(tiny_ / "epoch1.pt"));
  QVERIFY(contentDigest(tiny_ / "epoch2.pt") != contentDigest(tiny_ / "epoch1.pt"));
  QCOMPARE(contentDigest(at / "nothing"), std::string());
  // Files that are not zip files count byte by byte, folders by the weights in them.
  std::filesystem::create_directory(at / "checkpoint-1");
  const auto weights = at / "checkpoint-1/model.safetensors";
  std::string bytes(3'000'001, 'w');
  std::ofstream(weights, std::ios::binary) << bytes;
  const std::string file = contentDigest(weights), whole = contentDigest(at / "checkpoint-1");
  std::ofstream(at / "checkpoint-1/optimizer.pt") << "moments";
  QCOMPARE(contentDigest(at / "checkpoint-1"), whole);
  for (const std::size_t changed : {std::size_t{0}, std::size_t{1'500'000}, bytes.size() - 1}) {
    std::string other = bytes;
    other[changed] = 'v';
    std::ofstream(weights, std::ios::binary) << other;
    QVERIFY(contentDigest(weights) != file);
    QVERIFY(contentDigest(at / "checkpoint-1") != whole);
  }
}

void ExtractTest::resumeWithAnotherThresholdEqualsComputingWithIt() {
  QTemporaryDir folder;
  const std::filesystem::path resumed = folder.filePath("resumed.h5").toStdString();
  const std::filesystem::path once = folder.filePath("once.h5").toStdString();
  ExtractionOptions options = computeSome(tiny_, resumed);
  const Run run = Run::open(tiny_);
  options.salience = {ThresholdRule::largest, 0.05};
  RunControl control;
  const ExtractionReport second = extractToFile(run, options, resumed, true, nullptr, control);
  const ExtractionReport first = extractToFile(run, options, once, false, nullptr, control);
  QCOMPARE(second.phase.rule, first.phase.rule);
  QVERIFY(second.phase.checkpoint == first.phase.checkpoint);
  const auto a = ResultsReader::open(resumed), b = ResultsReader::open(once);
  QVERIFY(storedSalience(a->header()) == options.salience);
  QCOMPARE(a->header().options, b->header().options);
  QVERIFY(a->header().source == b->header().source);
  QVERIFY(a->phase().checkpoint == b->phase().checkpoint);
  for (std::size_t c = 0; c < 4; ++c) {
    QCOMPARE(a->threshold(c), b->threshold(c));
    QCOMPARE(a->strength(c).positive, b->strength(c).positive);
    QCOMPARE(a->strength(c).negative, b->strength(c).negative);
    QCOMPARE(a->pair(c, 3).andPart, b->pair(c, 3).andPart);
  }
  QCOMPARE(std::filesystem::file_size(resumed), std::filesystem::file_size(once));
}

void ExtractTest::savedCopiesCanBeResumed() {
  QTemporaryDir folder;
  const std::filesystem::path some = folder.filePath("some.h5").toStdString();
  const std::filesystem::path saved = folder.filePath("saved.h5").toStdString();
  const ExtractionOptions options = computeSome(tiny_, some);
  copyResults(*ResultsReader::open(some), saved, {ThresholdRule::largest, 0.2},
              {InteractionPart::orOnly, Normalization::mean});
  QVERIFY(unfinishedResults(saved).finished > 0);
  RunControl control;
  const ExtractionReport report = extractToFile(Run::open(tiny_), options, saved, true, nullptr, control);
  QCOMPARE(report.skipped + report.computed, std::size_t{4});
  QVERIFY(report.skipped > 0);
  QVERIFY(storedSalience(ResultsReader::open(saved)->header()) == options.salience);
  QCOMPARE(unfinishedResults(saved).finished, std::size_t{0});
}

void ExtractTest::drawsOfOtherComputationsAreLeftOut() {
  QTemporaryDir folder;
  const std::filesystem::path run = folder.filePath("run").toStdString();
  const std::filesystem::path results = folder.filePath("r.h5").toStdString();
  std::filesystem::copy(tiny_, run);
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

/// Each sample's decomposition is that under the mean range of its checkpoint, for any number of threads.
void ExtractTest::theNoiseBoundCanBeOneForAllSamples() {
  const Run run = Run::open(tiny_);
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

void ExtractTest::aSampleWithNaNScoresIsLeftOut() {
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

QTEST_GUILESS_MAIN(ExtractTest)
#include "tst_extract.moc"
