// SPDX-License-Identifier: GPL-3.0-or-later
// Checkpoints that are computed stay in a followed run when their files are deleted, whatever happens to the results
// meanwhile.
#include "core/results/open_results.h"
#include "core/store/parts_folder.h"
#include "tests/core/measure/tiny_run.h"
#include "ui/session/run_follower.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <filesystem>
#include <memory>

using namespace spindle;
using namespace spindle::test;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

constexpr int patience = 60000;  // ms

/// Copies the parts of a computation after its second checkpoint.
class CopyOfHalf : public FrameSink {
 public:
  CopyOfHalf(fs::path from, fs::path to) : from_(std::move(from)), to_(std::move(to)) {}
  void accept(FramePtr) override {
    if (++seen_ == 2) fs::copy(from_, to_);
  }

 private:
  fs::path from_, to_;
  std::size_t seen_ = 0;
};

}  // namespace

class RunFollowerTest : public QObject {
  Q_OBJECT

 private:
  std::unique_ptr<QTemporaryDir> folder_;
  std::unique_ptr<RunFollower> follower_;
  std::shared_ptr<const Run> seen_;

  fs::path at(const char* name) const { return folder_->filePath(name).toStdString(); }
  std::size_t checkpoints() const { return seen_ ? seen_->series().checkpoints.size() : 0; }

  void compute(const fs::path& results) {
    const Run run = Run::open(at("run"));
    RunControl control;
    QCOMPARE(extractToFile(run, tinyOptions(run), results, false, nullptr, control).outcome, Outcome::finished);
  }
  void follow(const fs::path& results) {
    follower_ = std::make_unique<RunFollower>();
    follower_->setInterval(10ms);
    connect(follower_.get(), &RunFollower::grown, this, [this](const GrownRun& grown) { seen_ = grown.run; });
    follower_->start(at("run"), results);
    QTRY_COMPARE_WITH_TIMEOUT(checkpoints(), std::size_t{4}, patience);
  }
  /// The log changes with it, so that the follower must tell what it sees.
  void deleteOne(const std::string& name = "epoch1.pt") {
    QVERIFY(fs::remove(at("run") / name));
    QFile log(folder_->filePath("run/metrics.csv"));
    QVERIFY(log.open(QIODevice::ReadWrite));
    const QByteArray changed = log.readAll().replace("0.45269596576690674", "0.25");
    QVERIFY(log.resize(0) && log.seek(0) && log.write(changed) == changed.size());
  }
  bool changeSeen() const { return seen_->series().checkpoints.back().trainLoss == 0.25; }

 private slots:
  void init() {
    folder_ = std::make_unique<QTemporaryDir>();
    seen_.reset();
    fs::copy(tinyRun, at("run"));
  }
  void cleanup() { follower_.reset(); }

  void whatIsComputedStays() {
    compute(at("r.h5"));
    follow(at("r.h5"));
    deleteOne();
    QTRY_VERIFY_WITH_TIMEOUT(changeSeen(), patience);
    QCOMPARE(checkpoints(), std::size_t{4});
  }

  void resultsThatMoveForgetNothing() {
    compute(at("r.h5"));
    follow(at("r.h5"));
    follower_->setResults(at("elsewhere.h5"));
    QTest::qWait(100);
    deleteOne();
    QTRY_VERIFY_WITH_TIMEOUT(changeSeen(), patience);
    QCOMPARE(checkpoints(), std::size_t{4});
  }

  void resultsThatAreNotWholeCount() {
    const Run run = Run::open(at("run"));
    CopyOfHalf half(PartsPaths(at("r.h5")).folder, PartsPaths(at("half.h5")).folder);
    RunControl control;
    extractToFile(run, tinyOptions(run), at("r.h5"), false, &half, control);
    const PartsPaths paths(at("half.h5"));
    QVERIFY(paths.unfinished() && paths.parts() == 2);
    const auto results = openResults(at("half.h5"));
    std::size_t computed = 0;
    while (!results->done(computed, 0)) ++computed;
    follow(at("half.h5"));
    QTest::qWait(100);
    deleteOne(results->header().checkpointNames[computed]);
    QTRY_VERIFY_WITH_TIMEOUT(changeSeen(), patience);
    QCOMPARE(checkpoints(), std::size_t{4});
  }

  void whatIsNotComputedGoes() {
    follow(at("none.h5"));
    deleteOne();
    QTRY_VERIFY_WITH_TIMEOUT(changeSeen(), patience);
    QCOMPARE(checkpoints(), std::size_t{3});
  }
};

QTEST_GUILESS_MAIN(RunFollowerTest)
#include "tst_run_follower.moc"
