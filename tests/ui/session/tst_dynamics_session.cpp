// SPDX-License-Identifier: GPL-3.0-or-later
// The session and the playhead that follows it, on a run of four checkpoints and six variables, without a widget.
#include "core/measure/extraction_options.h"
#include "core/run/run.h"
#include "ui/session/dynamics_session.h"
#include "ui/session/playhead_link.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <ctime>
#include <fstream>
#include <memory>

using namespace spindle;

namespace {

const std::filesystem::path tiny = SPINDLE_GOLDEN_DIR "/app/tiny";
constexpr int patience = 60000;  // ms

/// What the calling thread has computed so far, whatever others do meanwhile.
double ownSeconds() {
  timespec time{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

}  // namespace

class DynamicsSessionTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    folder_ = std::make_unique<QTemporaryDir>();
    session_ = std::make_unique<DynamicsSession>(folder_->filePath("results").toStdString());
  }
  void cleanup() { session_.reset(); }

  void anOpenedRunIsComputedAndAnalyzed() {
    QSignalSpy opened(session_.get(), &DynamicsSession::opened);
    QSignalSpy points(session_.get(), &DynamicsSession::pointFinished);
    session_->open(tiny);
    QVERIFY(session_->busy());
    QVERIFY(session_->facts() == nullptr);
    finish();
    QCOMPARE(opened.count(), 1);
    QCOMPARE(points.count(), 4);
    QCOMPARE(session_->track().doneCount(), std::size_t{4});
    QCOMPARE(session_->facts()->name, std::string("tiny"));
    QVERIFY(!session_->allStored());
    QCOMPARE(session_->analysis()->strengths->size(), std::size_t{4});
    const QString place = folder_->filePath("results");  // they hold names and labels of samples
    QVERIFY((QFile::permissions(place) & (QFile::ReadGroup | QFile::ReadOther | QFile::ExeOther)) == 0);
    session_->open(tiny);
    QVERIFY(session_->analysis() == nullptr);
    finish();
    QVERIFY(session_->allStored());
  }

  void ofTwoPlacesTheLastIsOpened() {
    QSignalSpy opened(session_.get(), &DynamicsSession::opened);
    QSignalSpy failed(session_.get(), &DynamicsSession::failed);
    session_->open("/nowhere/at/all");
    session_->open(tiny);
    finish();
    QCOMPARE(opened.count(), 1);
    QCOMPARE(failed.count(), 0);
  }

  void whatCannotBeOpenedIsToldAndClosed() {
    QSignalSpy failed(session_.get(), &DynamicsSession::failed);
    session_->open(folder_->path().toStdString());
    QVERIFY(failed.wait(patience));
    QVERIFY(!failed.front().front().toString().isEmpty());
    QCOMPARE(session_->state(), SessionState::closed);
    QVERIFY(session_->facts() == nullptr);
    QVERIFY(session_->closedFacts() != nullptr);
  }

  void aClosedSessionSaysNoMore() {
    session_->open(tiny);
    QTRY_VERIFY_WITH_TIMEOUT(session_->track().doneCount() > 0, patience);
    session_->close();
    QSignalSpy points(session_.get(), &DynamicsSession::pointFinished);
    QSignalSpy analyses(session_.get(), &DynamicsSession::analysisChanged);
    QTest::qWait(50);
    QCOMPARE(points.count(), 0);
    QCOMPARE(analyses.count(), 0);
    QCOMPARE(session_->state(), SessionState::closed);
    QCOMPARE(session_->track().size(), std::size_t{0});
    QVERIFY(session_->analysis() == nullptr);
  }

  void anotherThresholdChangesStrengthsAndAnalysis() {
    session_->open(tiny);
    finish();
    const double before = session_->track().point(3)->strength.threshold;
    QSignalSpy strengths(session_.get(), &DynamicsSession::strengthsChanged);
    session_->setSalience({ThresholdRule::largest, 0.5});
    session_->setSalience({ThresholdRule::largest, 0.9});
    QVERIFY(session_->analysis() == nullptr);
    finish();
    QCOMPARE(strengths.count(), 1);  // of the newest alone
    QVERIFY(session_->track().point(3)->strength.threshold > before);
    QCOMPARE(session_->analysis()->choices.salience.factor, 0.9);
    QVERIFY(session_->track().share(3)->tables != nullptr);
  }

  void aToleranceChangesTheAnalysisAlone() {
    session_->open(tiny);
    finish();
    const AnalyzedPtr before = session_->analysis();
    PhaseOptions options = session_->phaseOptions();
    options.tie = 0.2;
    session_->setPhaseOptions(options);
    options.tie = 0.4;
    session_->setPhaseOptions(options);
    QTRY_VERIFY_WITH_TIMEOUT(session_->analysis() != before, patience);
    QCOMPARE(session_->analysis()->choices.phases.tie, 0.4);
    QCOMPARE(session_->analysis()->strengths, before->strengths);  // not made again
  }

  void ofRequestsThatWaitTheNewestIsAnswered() {
    session_->open(tiny);
    finish();
    QSignalSpy ready(session_.get(), &DynamicsSession::interactionsReady);
    const std::size_t sample = session_->choice().samples.front();
    for (std::size_t checkpoint = 0; checkpoint < 4; ++checkpoint) session_->requestInteractions(checkpoint, sample);
    QTRY_VERIFY_WITH_TIMEOUT(ready.count() == 2, patience);
    QTest::qWait(20);
    QCOMPARE(ready.count(), 2);
    QCOMPARE(ready[0][1].value<std::size_t>(), std::size_t{0});  // was at work
    QCOMPARE(ready[1][1].value<std::size_t>(), std::size_t{3});
    session_->requestInteractions(7, sample);  // there is none
    QTest::qWait(20);
    QCOMPARE(ready.count(), 2);
  }

  /// Points are clustered while the run is opened, not where the window is drawn: neither then nor when a computation
  /// starts anew.
  void pointsAreClusteredElsewhere() {
    const std::filesystem::path clouds = SPINDLE_SOURCE_DIR "/sample_models/furniture-pointnet";
    const double before = ownSeconds();
    const auto options = extractionOptions(Run::open(clouds));
    const double once = ownSeconds() - before;
    QVERIFY(options.variables.size() > 10);
    const double start = ownSeconds();
    session_->open(clouds);
    QTRY_VERIFY_WITH_TIMEOUT(session_->state() == SessionState::computing, patience);
    session_->setSalience({ThresholdRule::largest, 0.5});
    session_->cancel();
    QTRY_VERIFY_WITH_TIMEOUT(!session_->busy(), patience);
    session_->compute();
    QVERIFY(session_->choice().variables == options.variables);
    session_->close();
    const double drawing = ownSeconds() - start;
    QVERIFY2(drawing < once / 2, qPrintable(QString("%1 s of %2 s").arg(drawing).arg(once)));
  }

  void thePlayheadStandsWhereResultsAre() {
    Playhead playhead;
    const PlayheadLink link(*session_, playhead);
    session_->open(tiny);
    QVERIFY(!playhead.hasSpot());
    finish();
    QVERIFY(playhead.hasSpot());
    playhead.moveTo(2);
    QCOMPARE(playhead.spot().nearest(), std::size_t{2});
    VariableChoice fewer = session_->choice();
    for (InputVariables& variables : fewer.variables) {
      std::vector<InputVariable> list = variables.all();
      list.pop_back();
      variables = {std::move(list), session_->facts()->samples.format.elements()};
    }
    session_->setChoice(fewer);
    QVERIFY(!playhead.hasSpot());
    QVERIFY(session_->choice() == fewer);
    finish();
    QCOMPARE(playhead.spot().nearest(), std::size_t{2});  // where it was
    session_->close();
    QVERIFY(!playhead.hasSpot());
  }

  void aCopyUnderAnotherNameFindsItsResults() {
    session_->open(tiny);
    finish();
    session_->open(copyOfTiny("another name"));
    finish();
    QVERIFY(session_->allStored());
    QCOMPARE(session_->facts()->name, std::string("another name"));
  }

  void bundledResultsAreTakenForTheSameComputationAlone() {
    session_->open(tiny);
    finish();
    const auto bundled = folder_->filePath("bundled");
    QVERIFY(QDir().mkpath(bundled));
    QVERIFY(QFile::copy(QString::fromStdString(session_->results().string()), bundled + "/any name.h5"));
    const std::vector<double> before = session_->track().point(2)->strength.andPositive;
    const auto openAlone = [&](const std::filesystem::path& run, const QString& results) {
      session_ = std::make_unique<DynamicsSession>(folder_->filePath(results).toStdString());
      session_->setBundledResults(bundled.toStdString());
      session_->open(run);
      finish();
      return session_->allStored();
    };
    QVERIFY(openAlone(tiny, "second"));
    QCOMPARE(session_->track().point(2)->strength.andPositive, before);
    QVERIFY(session_->results().string().find("second") != std::string::npos);  // what is written stays out of it
    QVERIFY(openAlone(copyOfTiny("copy"), "third"));
    // Other variables are another computation, and so are other weights.
    VariableChoice fewer = session_->choice();
    for (InputVariables& variables : fewer.variables) {
      std::vector<InputVariable> list(variables.all().begin() + 1, variables.all().end());
      variables = {std::move(list), session_->facts()->samples.format.elements()};
    }
    session_->setChoice(fewer);
    finish();
    QVERIFY(!session_->allStored());
    const std::filesystem::path other = copyOfTiny("other weights");
    std::filesystem::remove(other / "epoch1.pt");
    std::filesystem::copy(other / "epoch2.pt", other / "epoch1.pt");
    QVERIFY(!openAlone(other, "fourth"));
    // A damaged file is as if it were not there.
    std::filesystem::resize_file(bundled.toStdString() + "/any name.h5", 5000);
    QVERIFY(!openAlone(tiny, "fifth"));
  }

 private:
  /// The run "tiny" in a folder of that name, which is also the name of the run.
  [[nodiscard]] std::filesystem::path copyOfTiny(const std::string& name) const {
    const std::filesystem::path to = std::filesystem::path(folder_->path().toStdString()) / name;
    std::filesystem::copy(tiny, to);
    std::ifstream in(to / "run.json");
    std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    text.replace(text.find("\"tiny\""), 6, "\"" + name + "\"");
    std::filesystem::remove(to / "run.json");
    std::ofstream(to / "run.json") << text;
    return to;
  }

  void finish() {
    QTRY_VERIFY_WITH_TIMEOUT(session_->state() == SessionState::finished && session_->analysis() != nullptr, patience);
  }

  std::unique_ptr<QTemporaryDir> folder_;
  std::unique_ptr<DynamicsSession> session_;
};

QTEST_GUILESS_MAIN(DynamicsSessionTest)
#include "tst_dynamics_session.moc"
