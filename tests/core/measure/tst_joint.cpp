// SPDX-License-Identifier: GPL-3.0-or-later
// Joint decompositions from results files: what is matched, what is refused, what is written.
#include "core/base/user_error.h"
#include "core/game/decompose.h"
#include "core/game/decompose_jointly.h"
#include "core/measure/joint/joint_job.h"
#include "core/measure/joint/matched_networks.h"
#include "core/measure/joint/matched_pairs.h"
#include "core/results/open_results.h"
#include "core/results/results_options.h"
#include "core/store/joint_results.h"
#include "core/store/results_file.h"
#include "tests/core/game/games.h"
#include "tests/core/near.h"

#include <QTemporaryDir>
#include <QTest>

#include <array>
#include <atomic>
#include <cmath>
#include <set>

using namespace spindle;
using namespace spindle::test;

namespace {

/// Results of one network: what a test may change before they are written.
struct Written {
  ResultsHeader header;
  unsigned seed = 1;
  bool skipOne = false;

  explicit Written(const std::string& run, unsigned seedOfTables, int n = 5) : seed(seedOfTables) {
    header.run = run;
    header.version = "0.1.0";
    header.created = "2026-11-23T12:00:00Z";
    header.options = R"({"score":"log-odds"})";
    header.variables = n;
    for (std::size_t c = 0; c < 3; ++c) {
      header.step.push_back(10.0 * static_cast<double>(c));
      header.epoch.push_back(static_cast<double>(c));
      header.trainLoss.push_back(1.0);
      header.testLoss.push_back(1.0);
      header.checkpointNames.push_back("c" + std::to_string(c) + ".pt");
    }
    for (std::size_t s = 0; s < 4; ++s) {
      header.sampleIndex.push_back(static_cast<std::int64_t>(s));
      header.sampleTarget.push_back(static_cast<std::int64_t>(s % 2));
      header.sampleNames.push_back("sample " + std::to_string(s));
      header.sampleVariables.push_back(R"([{"name":"a"},{"name":"b"}])");
    }
  }

  [[nodiscard]] CoalitionTable table(std::size_t c, std::size_t s) const {
    return normalTable(header.variables, static_cast<unsigned>(seed + 100 * c +
                                                               static_cast<std::size_t>(10) *
                                                                   static_cast<std::size_t>(header.sampleIndex[s])));
  }

  void to(const std::filesystem::path& file) const {
    const auto writer = ResultsWriter::create(file, header);
    for (std::size_t c = 0; c < header.checkpoints(); ++c) {
      std::vector<PairResult> pairs;
      for (std::size_t s = 0; s < header.samples(); ++s) {
        PairResult pair;
        if (!(skipOne && c == 1 && s == 2)) {
          pair.values = table(c, s);
          const auto d = decompose(std::span(&pair.values, 1), {}).front();
          pair.andPart = d.andPart;
          pair.orPart = d.orPart;
          pair.l1 = d.l1;
          pair.lowerBound = d.lowerBound;
        }
        pairs.push_back(std::move(pair));
      }
      writer->write(c, pairs, {}, 0.1);
    }
    writer->finish({});
  }
};

/// Where each variable went, by its single score.
std::array<unsigned, 5> placesOf(const CoalitionTable& before, const CoalitionTable& after) {
  std::array<unsigned, 5> places{};
  for (unsigned i = 0; i < 5; ++i) {
    for (unsigned j = 0; j < 5; ++j) {
      if (after[1U << j] == before[1U << i]) places[i] = j;
    }
  }
  return places;
}

std::string messageOf(const std::function<void()>& work) {
  try {
    work();
  } catch (const UserError& error) {
    return error.what();
  }
  return {};
}

struct StopAfter : RunControl {
  explicit StopAfter(std::size_t pairs) : left(pairs) {}
  [[nodiscard]] bool stopRequested() const override { return seen >= left; }
  void progress(std::size_t done, std::size_t, std::string_view) override { seen = done; }
  std::size_t left;
  std::atomic<std::size_t> seen{0};
};

}  // namespace

class TestJoint : public QObject {
  Q_OBJECT

 private:
  QTemporaryDir folder_;
  [[nodiscard]] std::filesystem::path path(const char* name) const { return folder_.filePath(name).toStdString(); }
  JointRequest request(const char* output) const { return {{path("a.h5"), path("b.h5")}, path(output)}; }

 private slots:
  void init() {
    Written("first", 1).to(path("a.h5"));
    Written("second", 2).to(path("b.h5"));
  }

  void shuffledVariablesAreTheSameGame() {
    const CoalitionTable values = normalTable(5, 7), ands = normalTable(5, 8), ors = normalTable(5, 9);
    const PairResult pair{values, ands, ors, 1.0, 0.5};
    const PairResult shuffled = shuffledVariables(pair, 3);
    QVERIFY(shuffled.values != values && shuffled.values == shuffledVariables(pair, 3).values);
    const std::array<unsigned, 5> place = placesOf(values, shuffled.values);
    for (Coalition from = 0; from < 32; ++from) {
      Coalition to = 0;
      for (unsigned i = 0; i < 5; ++i) to |= (from >> i & 1U) << place[i];
      QVERIFY(shuffled.values[to] == values[from] && shuffled.andPart[to] == ands[from] &&
              shuffled.orPart[to] == ors[from]);
    }
  }

  void theFirstIsNotShuffled() {
    RunControl control;
    JointRequest shuffled = request("s.h5");
    shuffled.shuffle = 1;
    QCOMPARE(decomposeFiles(shuffled, control).networks,
             (std::vector<std::string>{"first", "second, variables shuffled"}));
    const JointReaders readers{openResults(path("a.h5")), openResults(path("b.h5"))};
    const auto matched = matchedNetworks(readers, {"a", "b"});
    const auto joint = openResults(path("s.h5"));
    std::set<std::array<unsigned, 5>> ways;
    for (std::size_t s = 0; s < 4; ++s) {
      for (const std::size_t c : {0, 2}) {
        const MatchedPairs pairs = matchedPairs(readers, matched, c, 1);
        QVERIFY(pairs[0][s].values == readers[0]->pair(c, s).values);
        ways.insert(placesOf(readers[1]->pair(c, s).values, pairs[1][s].values));
        const JointSample sample = jointResults(*joint)->jointSample(c, s);
        QVERIFY(sample.networks[0].separateAndPart == pairs[0][s].andPart);
        QVERIFY(sample.networks[1].separateOrPart == pairs[1][s].orPart);
      }
    }
    QCOMPARE(ways.size(), std::size_t{4});  // each sample its own, the same at both checkpoints
  }

  void theFileHoldsBothNetworks() {
    RunControl control;
    const JointReport report = decomposeFiles(request("j.h5"), control);
    QCOMPARE(report.samples, std::size_t{4});
    QCOMPARE(report.checkpoints, std::size_t{3});
    QCOMPARE(report.pairs, std::size_t{12});
    QVERIFY(report.notes.empty());
    QVERIFY(report.worstGap && *report.worstGap <= 5e-3);
    QVERIFY(report.objective < report.separate);
    const auto reader = openResults(path("j.h5"));
    const auto a = openResults(path("a.h5")), b = openResults(path("b.h5"));
    const JointResults* joint = jointResults(*reader);
    QVERIFY(joint);
    QCOMPARE(joint->jointHeader()->networks, (std::vector<std::string>{"first", "second"}));
    QCOMPARE(joint->jointHeader()->alpha, 0.1);
    for (std::size_t c = 0; c < 3; ++c) {
      double ranges[2] = {0.0, 0.0};
      for (std::size_t s = 0; s < 4; ++s) {
        int i = 0;
        for (const auto* one : {a.get(), b.get()}) {
          const auto values = one->pair(c, s).values;
          ranges[i++] += 0.25 * std::abs(values.values().back() - values[0]);
        }
      }
      for (std::size_t s = 0; s < 4; ++s) {
        const PairResult own = reader->pair(c, s), first = a->pair(c, s), second = b->pair(c, s);
        const JointSample sample = joint->jointSample(c, s);
        QVERIFY(own.values == first.values);
        QVERIFY(own.andPart == sample.networks[0].andPart && own.orPart == sample.networks[0].orPart);
        QVERIFY(sample.networks[1].separateAndPart == second.andPart);
        const auto expected = decomposeJointly(std::vector{first.values, second.values},
                                               std::vector{0.5 * ranges[0], 0.5 * ranges[1]}, {});
        QVERIFY(std::abs(sample.objective - expected.objective) <= 1e-2 * expected.objective);
        QVERIFY(sample.lowerBound <= sample.objective);
        QVERIFY(near(own.l1, interactionL1(own.andPart) + interactionL1(own.orPart), 1e-9));
        // The interactions of each network reproduce its scores within the noise bound.
        for (std::size_t i = 0; i < 2; ++i) {
          const auto& values = i == 0 ? first.values : second.values;
          const auto back = reconstruct(sample.networks[i].andPart, sample.networks[i].orPart);
          const double bound = 0.02 * std::abs(values.values().back() - values[0]);
          for (Coalition t = 0; t < values.size(); ++t) QVERIFY(std::abs(back[t] - values[t]) <= bound + 1e-9);
        }
      }
    }
  }

  void thePublishedProcedureIsToldByTheFile() {
    RunControl control;
    JointRequest asked = request("p.h5");
    asked.options.method = DecompositionMethod::published;
    asked.options.published.iterations = 200;
    const JointReport report = decomposeFiles(asked, control);
    QVERIFY(!report.worstGap && report.pairs == 12);
    QCOMPARE(report.notes.size(), std::size_t{1});
    QVERIFY(report.objective > report.separate && report.notes.front().find("learning rate") != std::string::npos);
    asked.options.published = {.iterations = 20000, .learningRate = 1e-4};
    QVERIFY(decomposeFiles(asked, control).notes.empty());
    const auto reader = openResults(path("p.h5"));
    const MeasurementOptions measured = readOptions(reader->header()).measurement;
    QVERIFY(measured.decomposition == DecompositionMethod::published);
    QCOMPARE(measured.others.at("joint_iterations"), std::string("20000"));
    QCOMPARE(reader->pair(1, 1).lowerBound, 0.0);
    decomposeFiles(request("c.h5"), control);
    const auto certified = openResults(path("c.h5"));
    QVERIFY(jointResults(*certified)->jointSample(1, 1).lowerBound <=
            jointResults(*reader)->jointSample(1, 1).objective);
  }

  void workersDoNotChangeABit() {
    RunControl control;
    JointRequest one = request("one.h5"), four = request("four.h5");
    four.workers = 4;
    decomposeFiles(one, control);
    decomposeFiles(four, control);
    const auto x = openResults(one.output), y = openResults(four.output);
    for (std::size_t c = 0; c < 3; ++c) {
      for (std::size_t s = 0; s < 4; ++s) {
        const auto p = jointResults(*x)->jointSample(c, s), q = jointResults(*y)->jointSample(c, s);
        QCOMPARE(p.objective, q.objective);
        QCOMPARE(p.lowerBound, q.lowerBound);
        for (std::size_t i = 0; i < 2; ++i)
          QVERIFY(p.networks[i].andPart == q.networks[i].andPart && p.networks[i].orPart == q.networks[i].orPart);
      }
    }
  }

  void equalNetworksShareAll() {
    Written("second", 1).to(path("b.h5"));
    RunControl control;
    decomposeFiles(request("j.h5"), control);
    const auto sample = jointResults(*openResults(path("j.h5")))->jointSample(1, 1);
    QVERIFY(sample.networks[0].andPart == sample.networks[1].andPart);
    QVERIFY(sample.networks[0].orPart == sample.networks[1].orPart);
  }

  // Found by identity, in another order; what has no partner is told.
  void samplesAndStepsAreMatched() {
    Written b("second", 2);
    std::swap(b.header.sampleIndex[0], b.header.sampleIndex[3]);
    std::swap(b.header.sampleNames[0], b.header.sampleNames[3]);
    std::swap(b.header.sampleTarget[0], b.header.sampleTarget[3]);
    b.header.sampleTarget[1] = 7;
    b.header.sampleVariables[2] = R"([{"name":"b"},{"name":"a"}])";
    b.header.step[1] = 11.0;
    b.to(path("b.h5"));
    RunControl control;
    const auto report = decomposeFiles(request("j.h5"), control);
    QCOMPARE(report.samples, std::size_t{2});
    QCOMPARE(report.checkpoints, std::size_t{2});
    const auto reader = openResults(path("j.h5"));
    QCOMPARE(reader->header().sampleNames, (std::vector<std::string>{"sample 0", "sample 3"}));
    QCOMPARE(reader->header().step, (std::vector<double>{0.0, 20.0}));
    const auto second = openResults(path("b.h5"))->pair(2, 3);  // sample 0 at step 20
    QVERIFY(jointResults(*reader)->jointSample(1, 0).networks[1].separateAndPart == second.andPart);
    std::string all;
    for (const auto& note : report.notes) all += note + "\n";
    QVERIFY2(all.find("another label") != std::string::npos, all.c_str());
    QVERIFY2(all.find("other input variables") != std::string::npos, all.c_str());
    QVERIFY2(all.find("step") != std::string::npos, all.c_str());
  }

  void whatIsNotDoneIsLeftOut() {
    Written b("second", 2);
    b.skipOne = true;
    b.to(path("b.h5"));
    RunControl control;
    const auto report = decomposeFiles(request("j.h5"), control);
    QCOMPARE(report.pairs, std::size_t{11});
    QCOMPARE(report.notes.size(), std::size_t{1});
    const auto reader = openResults(path("j.h5"));
    QVERIFY(!reader->done(1, 2));
    QVERIFY(jointResults(*reader)->jointSample(1, 2).networks.empty());
    QVERIFY(reader->done(1, 1));
  }

  void refusals_data() {
    QTest::addColumn<int>("which");
    QTest::addColumn<QString>("says");
    QTest::newRow("number of variables") << 0 << "input variables";
    QTest::newRow("no sample") << 1 << "no sample in common";
    QTest::newRow("no step") << 2 << "no training step in common";
    QTest::newRow("another score") << 3 << "different scores";
    QTest::newRow("output is an input") << 4 << "a.h5";
    QTest::newRow("one network") << 5 << "two networks";
    QTest::newRow("a file in the way") << 6 << "not a results file";
  }
  void refusals() {
    QFETCH(int, which);
    QFETCH(QString, says);
    Written b("second", 2, which == 0 ? 4 : 5);
    if (which == 1)
      for (auto& name : b.header.sampleNames) name += "!";
    if (which == 2) b.header.step = {1.0, 2.0, 3.0};
    if (which == 3) b.header.options = R"({"score":"logit"})";
    b.to(path("b.h5"));
    JointRequest asked = request(which == 4 ? "a.h5" : "refused.h5");
    if (which == 5) asked.networks.pop_back();
    if (which == 6) {
      QFile file(folder_.filePath("refused.h5"));
      QVERIFY(file.open(QIODevice::WriteOnly));
      file.write("thesis");
    }
    RunControl control;
    const auto message = messageOf([&] { decomposeFiles(asked, control); });
    QVERIFY2(QString::fromStdString(message).contains(says), message.c_str());
    QCOMPARE(openResults(path("a.h5"))->header().run, std::string("first"));
    if (which == 6) {
      QFile::remove(folder_.filePath("refused.h5"));
    } else if (which != 4) {
      QVERIFY(!std::filesystem::exists(path("refused.h5")));
    }
    QVERIFY(!std::filesystem::exists(path("refused.h5.parts")));
  }

  void stoppedKeepsWhatIsFinished() {
    StopAfter early(2);
    const auto nothing = decomposeFiles(request("stopped.h5"), early);
    QVERIFY(nothing.outcome == Outcome::stopped);
    QCOMPARE(nothing.written, std::size_t{0});
    QVERIFY(!std::filesystem::exists(path("stopped.h5")));
    QVERIFY(!std::filesystem::exists(path("stopped.h5.parts")));
    StopAfter later(6);
    const auto some = decomposeFiles(request("stopped.h5"), later);
    QVERIFY(some.outcome == Outcome::stopped);
    QCOMPARE(some.written, std::size_t{1});
    const auto reader = openResults(path("stopped.h5"));
    QVERIFY(reader->stopped());
    QVERIFY(reader->done(0, 3) && !reader->done(1, 0));
  }
};

QTEST_APPLESS_MAIN(TestJoint)
#include "tst_joint.moc"
