// SPDX-License-Identifier: GPL-3.0-or-later
// Resuming results that were computed in part: what is kept, and what is refused.
#include "core/game/decompose.h"
#include "core/measure/store_sink.h"
#include "core/results/copy_results.h"
#include "core/results/result_rows.h"
#include "core/results/results_options.h"
#include "core/results/stored_choices.h"
#include "core/results/stored_dynamics.h"
#include "tests/core/measure/tiny_run.h"
#include "tests/core/near.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <fstream>
#include <iterator>
#include <stdexcept>

using namespace spindle;
using namespace spindle::test;

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

class ExtractResumedTest : public QObject {
  Q_OBJECT
 private slots:
  void initTestCase() { QVERIFY(std::filesystem::exists(tinyRun / "model.pt")); }
  void nothingNewChangesNothing();
  void theJobReportsAndResumes();
  void savedCopiesKeepTheirChoices();
  void resumeRefusesWhatWasReadFromOtherContents_data();
  void resumeRefusesWhatWasReadFromOtherContents();
  void resumeWithAnotherThresholdEqualsComputingWithIt();
  void savedCopiesCanBeResumed();
};

/// Stopped before a checkpoint is finished: the results that were there stay.
void ExtractResumedTest::nothingNewChangesNothing() {
  const Run run = Run::open(tinyRun);
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

void ExtractResumedTest::theJobReportsAndResumes() {
  const Run run = Run::open(tinyRun);
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

void ExtractResumedTest::savedCopiesKeepTheirChoices() {
  QTemporaryDir folder;
  const std::filesystem::path path = folder.filePath("r.h5").toStdString();
  const std::filesystem::path copy = folder.filePath("copy.h5").toStdString();
  const Run run = Run::open(tinyRun);
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

void ExtractResumedTest::resumeRefusesWhatWasReadFromOtherContents_data() {
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

void ExtractResumedTest::resumeRefusesWhatWasReadFromOtherContents() {
  QFETCH(QString, change);
  QFETCH(QString, says);
  QTemporaryDir folder;
  const std::filesystem::path run = folder.filePath("run").toStdString();
  const std::filesystem::path results = folder.filePath("r.h5").toStdString();
  std::filesystem::copy(tinyRun, run);
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

void ExtractResumedTest::resumeWithAnotherThresholdEqualsComputingWithIt() {
  QTemporaryDir folder;
  const std::filesystem::path resumed = folder.filePath("resumed.h5").toStdString();
  const std::filesystem::path once = folder.filePath("once.h5").toStdString();
  ExtractionOptions options = computeSome(tinyRun, resumed);
  const Run run = Run::open(tinyRun);
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

void ExtractResumedTest::savedCopiesCanBeResumed() {
  QTemporaryDir folder;
  const std::filesystem::path some = folder.filePath("some.h5").toStdString();
  const std::filesystem::path saved = folder.filePath("saved.h5").toStdString();
  const ExtractionOptions options = computeSome(tinyRun, some);
  copyResults(*ResultsReader::open(some), saved, {ThresholdRule::largest, 0.2},
              {InteractionPart::orOnly, Normalization::mean});
  QVERIFY(unfinishedResults(saved).finished > 0);
  RunControl control;
  const ExtractionReport report = extractToFile(Run::open(tinyRun), options, saved, true, nullptr, control);
  QCOMPARE(report.skipped + report.computed, std::size_t{4});
  QVERIFY(report.skipped > 0);
  QVERIFY(storedSalience(ResultsReader::open(saved)->header()) == options.salience);
  QCOMPARE(unfinishedResults(saved).finished, std::size_t{0});
}

QTEST_GUILESS_MAIN(ExtractResumedTest)
#include "tst_extract_resumed.moc"
